// One decode makes the files and measures everything; a decode that ends early is no track.

import { join } from 'node:path'
import { InputFault } from '../../errors.ts'
import { endingOf } from '../../model/audio-format.ts'
import { type ByFormat, need, type Stage } from '../stage.ts'
import { outputsAreWhole, sumsOf } from '../sums.ts'
import { spoken } from './verify-audio.ts'

/** A container may promise this much more than it holds: encoder padding, rounding. */
const LENGTH_SLACK = { seconds: 0.5, share: 0.01 }

export const convertAndAnalyse: Stage = {
  name: 'convert and analyse',
  weight: 16,
  async run(work, { tools, signal, progress }) {
    const facts = need(work.facts, 'facts')
    const outputs: ByFormat<string> = Object.fromEntries(
      tools.formats.map(format => [format, join(work.staging, `out.${endingOf(format)}`)]),
    )
    const { analysis: measured } = await tools.audio.process({
      input: need(work.source, 'source').path,
      facts,
      outputs,
      signal,
      onProgress: seconds => facts.seconds && progress(seconds / facts.seconds),
    })
    requireWholeLength(measured.seconds, facts.seconds)
    if (measured.seconds > tools.maxTrackSeconds) {
      throw new InputFault(`the recording is ${spoken(measured.seconds)} long (MAX_TRACK_SECONDS)`, 'Too_Long')
    }
    return { ...work, outputs, sums: await sumsOf(outputs), measured, notes: [...work.notes, ...measured.missing] }
  },
  receipt: { fields: ['outputs', 'sums', 'measured', 'notes'], holds: outputsAreWhole },
}

function requireWholeLength(decoded: number, promised: number | undefined): void {
  if (decoded <= 0) throw new InputFault('the file holds no sound', 'Not_Audio')
  if (promised === undefined) return
  if (decoded < promised - Math.max(LENGTH_SLACK.seconds, promised * LENGTH_SLACK.share)) {
    throw new InputFault(`the file is cut: ${spoken(decoded)} of ${spoken(promised)} can be played`, 'Corrupt_Audio')
  }
}
