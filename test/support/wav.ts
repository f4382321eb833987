// Small recordings made on the spot.

import { wavHeader } from '../../src/workspace/demo/wav-header.ts'

/** A 16-bit stereo WAV of a falling chord with clicks. */
export function wav(seconds: number): Buffer {
  const rate = 44_100
  const data = Buffer.alloc(Math.round(seconds * rate) * 4)
  for (let i = 0; i < data.length / 4; i += 1) {
    const t = i / rate
    const tone = [220, 277.18, 329.63].reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * t), 0) / 6
    const click = i % 22_050 < 400 ? Math.sin(i) * Math.exp(-(i % 22_050) / 80) * 0.4 : 0
    const value = Math.round((tone + click) * 30_000 * 0.8)
    data.writeInt16LE(value, i * 4)
    data.writeInt16LE(value, i * 4 + 2)
  }
  return Buffer.concat([wavHeader(data.length), data])
}
