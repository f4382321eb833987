// What came out of the decoder, against what the container promised: all of it, and something to hear.

import { InputFault } from '../errors.ts'
import { spoken } from '../model/spoken.ts'
import type { Measured } from './analysis/analyser.ts'
import type { AudioFacts } from './probe.ts'

/** These count their samples. */
const EXACT = /^(wav|w64|aiff|caf|flac|ogg|mov)/
/** These count frames, or have been counted. An encoder may put some more in front and behind. */
const COUNTED = /^(mp3|aac|ogg|mov)/
/** dBTP. Dithered silence reaches −84. */
const HEARD = -80
/** LUFS that the meter gives for nothing. */
const NOTHING = -70
/** A step at the start, as of a constant level, rings in the meter as long as its window is. */
const RINGING = 4

/** @throws InputFault when a part is missing, or nothing can be heard */
export function checkDecoded({ analysis, curves }: Pick<Measured, 'analysis' | 'curves'>, facts: AudioFacts): void {
  const { seconds } = analysis
  if (seconds <= 0) throw new InputFault('the file holds no sound', 'Not_Audio')
  const promised = facts.seconds
  if (promised !== undefined && seconds < promised - slackOf(facts, promised))
    throw new InputFault(`the file is cut: ${spoken(seconds)} of ${spoken(promised)} can be played`, 'Corrupt_Audio')
  const { truePeak = Number.NEGATIVE_INFINITY } = analysis
  const later = curves.loudness.slice(RINGING)
  const isSilent = later.length > 0 && later.every(loudness => loudness <= NOTHING)
  if (truePeak >= HEARD && !isSilent) return
  throw new InputFault('the recording is silent from beginning to end', 'Not_Audio', { fields: { check: 'silence' } })
}

function slackOf({ isLossless, container }: AudioFacts, promised: number): number {
  if (isLossless && EXACT.test(container)) return 0.02
  return COUNTED.test(container) ? 0.3 : Math.max(0.5, promised * 0.01)
}
