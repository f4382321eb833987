// Drums whose strokes may come at any time.

import { addSound, makeKit, type Random, random } from '../../../scripts/truth/synthetic-sounds.ts'
import { createOnsetEnvelope } from '../../../src/audio/analysis/onset-envelope.ts'
import { measureTempo } from '../../../src/audio/analysis/tempo.ts'
import { silence } from './signals.ts'

export function measureTempoOf(samples: Float32Array, chunk = 65_536) {
  const onsets = createOnsetEnvelope()
  for (let at = 0; at < samples.length; at += chunk) onsets.push(samples.subarray(at, at + chunk))
  return measureTempo(onsets.finish())
}

/** Kick and snare in turn with hats between, `gap` seconds apart. */
export function played({ seconds, gap }: { seconds: number; gap: (at: number, next: Random) => number }): Float32Array {
  const mix = silence(seconds)
  const kit = makeKit(3)
  const next = random(11)
  for (let at = 0.2, beat = 0; at < seconds; beat += 1) {
    const length = gap(at, next)
    addSound(mix, beat % 2 ? kit.snare : kit.kick, at, 0.8)
    addSound(mix, kit.hat, at + length / 2, 0.3)
    at += length
  }
  return mix
}
