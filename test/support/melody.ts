// Music enough to be told apart by its fingerprint, made on the spot.

import { wavHeader } from '../../src/workspace/demo/wav-header.ts'

const RATE = 44_100
const NOTES_A_SECOND = 4

/** A 16-bit stereo WAV of two voices that a seed leads; `louder` and `skip` (seconds) change the file, not the music. */
export function melody(seconds: number, seed: number, { louder = 1, skip = 0 } = {}): Buffer {
  const notes = notesOf(seed, Math.ceil((seconds + skip) * NOTES_A_SECOND))
  const data = Buffer.alloc(Math.round(seconds * RATE) * 4)
  for (let at = 0; at < data.length / 4; at += 1) {
    const t = at / RATE + skip
    const [high, low] = notes[Math.floor(t * NOTES_A_SECOND)] ?? [440, 220]
    const fade = Math.exp(-3 * ((t * NOTES_A_SECOND) % 1))
    const tone =
      Math.sin(2 * Math.PI * high * t) + Math.sin(2 * Math.PI * low * t) + Math.sin(4 * Math.PI * low * t) / 3
    const value = Math.round(tone * fade * louder * 9000)
    data.writeInt16LE(value, at * 4)
    data.writeInt16LE(value, at * 4 + 2)
  }
  return Buffer.concat([wavHeader(data.length), data])
}

function notesOf(seed: number, count: number): [number, number][] {
  let state = seed >>> 0
  const next = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
  return Array.from({ length: count }, () => [440 * 2 ** (next(24) / 12), 110 * 2 ** (next(24) / 12)])
}
