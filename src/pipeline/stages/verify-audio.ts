// Is it the audio it says it is? The full decode follows in the next stage and is checked there.

import { InputFault } from '../../errors.ts'
import { failed, lengthCheck } from '../../model/proof.ts'
import { spoken } from '../../model/spoken.ts'
import type { SourceFile } from '../../sources/source-file.ts'
import { whySetAside } from '../quarantine.ts'
import { notProved } from '../refuse-choice.ts'
import { need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { sourceIsWhole } from '../sums.ts'

export const verifyAudio: Stage = {
  name: 'verify audio',
  async run(work, context) {
    const { tools, signal } = context
    const source = need(work.source, 'source')
    if (work.choice) await refuseKnown(work, source, context)
    const facts = await tools.audio.check(source.path, signal)
    if (facts.seconds !== undefined && facts.seconds > tools.maxTrackSeconds) {
      const limit = spoken(tools.maxTrackSeconds)
      throw new InputFault(
        `the recording is ${spoken(facts.seconds)} long, more than ${limit} (MAX_TRACK_SECONDS)`,
        'Too_Long',
      )
    }
    requirePromise(facts.seconds, source.promisedSeconds)
    requirePromise(facts.seconds, work.choice?.seconds)
    return { ...work, facts }
  },
  receipt: {
    fields: ['facts'],
    holds: ({ source }) => sourceIsWhole(source),
  },
}

/** The same file may lie at two addresses. */
async function refuseKnown({ row }: TrackWork, { sha256 }: SourceFile, { tools }: StageContext): Promise<void> {
  const because = await whySetAside(tools.quarantineDir, row.id, sha256)
  if (because === undefined) return
  const says = `the very same file was set aside before: ${because}`
  throw notProved(says, 'Corrupt_Audio', [failed('decode', says)])
}

function requirePromise(seconds: number | undefined, promised: number | undefined): void {
  const check = lengthCheck(seconds, promised)
  if (check.verdict !== 'fail') return
  const isShort = seconds !== undefined && promised !== undefined && seconds < 35 && promised > 60
  throw notProved(check.says, isShort ? 'Preview_Only' : 'Corrupt_Audio', [check])
}
