// Is it the audio it says it is? The full decode follows in the next stage and is checked there.

import { InputFault } from '../../errors.ts'
import { spoken } from '../../model/spoken.ts'
import { need, type Stage } from '../stage.ts'
import { sourceIsWhole } from '../sums.ts'

/** How far the container may be off what the source promised. */
const PROMISE_SLACK = { seconds: 3, share: 0.02 }

export const verifyAudio: Stage = {
  name: 'verify audio',
  async run(work, { tools, signal }) {
    const source = need(work.source, 'source')
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

function requirePromise(seconds: number | undefined, promised: number | undefined): void {
  if (seconds === undefined || promised === undefined) return
  const slack = Math.max(PROMISE_SLACK.seconds, promised * PROMISE_SLACK.share)
  if (Math.abs(seconds - promised) <= slack) return
  const tag = seconds < 35 && promised > 60 ? 'Preview_Only' : 'Corrupt_Audio'
  throw new InputFault(`the source promised ${spoken(promised)}, the file has ${spoken(seconds)}`, tag)
}
