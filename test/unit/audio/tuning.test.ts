import { describe, expect, it } from 'vitest'
import { createChroma } from '../../../src/audio/analysis/chroma.ts'
import { estimateKey } from '../../../src/audio/analysis/key.ts'
import { createTuningMeter } from '../../../src/audio/analysis/tuning.ts'
import { cadence, RATE, silence, whiteNoise } from './signals.ts'

/** As a record that turns too fast: all is that many cents higher. */
function moved(samples: Float32Array, cents: number): Float32Array {
  const ratio = 2 ** (cents / 1200)
  return silence(samples.length / RATE / ratio).map((_, i) => {
    const at = Math.floor(i * ratio)
    const part = i * ratio - at
    return (samples[at] ?? 0) * (1 - part) + (samples[at + 1] ?? 0) * part
  })
}

function chromaOf(samples: Float32Array) {
  const chroma = createChroma()
  chroma.push(samples)
  return chroma
}

function keyOf(samples: Float32Array) {
  const profile = chromaOf(samples).finish()
  return profile && estimateKey(profile)
}

const MUSIC = cadence({ pitchClass: 4, mode: 'minor' }, 12)

describe('tuning', () => {
  it.each([-45, -30, -12, 0, 20, 40, 45])('of music %d cents off is measured and its key kept', cents => {
    const found = keyOf(moved(MUSIC, cents))
    expect(found?.key).toEqual({ pitchClass: 4, mode: 'minor' })
    const measured = 1200 * Math.log2((found?.tuning ?? 0) / 440)
    expect(Math.abs(measured - cents)).toBeLessThan(4)
    expect((found?.tuning ?? 0) * 10).toBeCloseTo(Math.round((found?.tuning ?? 0) * 10), 6)
  })

  it('is not moved by loud drums', () => {
    const noise = whiteNoise(12, 1, 3)
    const found = keyOf(
      moved(MUSIC, 25).map((value, i) => {
        const t = (i / RATE) % 0.5
        const kick = 0.6 * Math.sin(2 * Math.PI * (52 * t + 7 * (1 - Math.exp(-t * 30)))) * Math.exp(-t * 14)
        return value + kick + 0.3 * (noise[i] ?? 0) * Math.exp(-t * 30)
      }),
    )
    expect(Math.abs(1200 * Math.log2((found?.tuning ?? 0) / 440) - 25)).toBeLessThan(5)
  })

  it('stays where it is when tones do not agree, are too few, or all of one drum', () => {
    const spread = createTuningMeter()
    for (let i = 0; i < 500; i += 1) spread.add(440 * 2 ** ((i * 7.3) / 1200), 1)
    const few = createTuningMeter()
    for (let i = 0; i < 10; i += 1) few.add(450, 1)
    const drum = createTuningMeter()
    for (let i = 0; i < 500; i += 1) drum.add(449 + (i % 3), 1)
    const chord = createTuningMeter()
    for (let i = 0; i < 500; i += 1) chord.add(450 * 2 ** (((i % 3) * 4) / 12), 1)
    expect([spread.cents(), few.cents(), drum.cents()]).toEqual([0, 0, 0])
    expect(chord.cents()).toBeCloseTo(1200 * Math.log2(450 / 440), 1)
  })

  it('without tones there is none', () => {
    expect(keyOf(whiteNoise(10, 0.3))).toBeUndefined()
  })
})

describe('key estimate', () => {
  it('is surer of a cadence than of music between two keys, and names the other', () => {
    const clear = keyOf(MUSIC)
    const two = keyOf(
      Float32Array.from([
        ...cadence({ pitchClass: 0, mode: 'major' }, 12),
        ...cadence({ pitchClass: 7, mode: 'major' }, 12),
      ]),
    )
    expect(two?.confidence).toBeLessThan(clear?.confidence ?? 0)
    const named = [two?.key.pitchClass, two?.alternative?.pitchClass].sort()
    expect(named).toEqual([0, 7])
  })
})

describe('chroma of stretches', () => {
  it('follows the chords, of music that is out of tune too', () => {
    const chroma = chromaOf(
      moved(
        Float32Array.from([
          ...cadence({ pitchClass: 0, mode: 'major' }, 12),
          ...cadence({ pitchClass: 6, mode: 'major' }, 12),
        ]),
        35,
      ),
    )
    chroma.finish()
    const stretches = chroma.stretches()
    expect(stretches.length).toBeGreaterThanOrEqual(10)
    for (const stretch of stretches) expect([stretch.length, Math.max(...stretch)]).toEqual([12, 1])
    const sum = (from: number, to: number, pitch: number) =>
      stretches.slice(from, to).reduce((total, stretch) => total + (stretch[pitch] ?? 0), 0)
    const half = Math.floor(stretches.length / 2)
    expect(sum(0, half - 1, 0)).toBeGreaterThan(3 * sum(0, half - 1, 6))
    expect(sum(half + 1, Infinity, 6)).toBeGreaterThan(3 * sum(half + 1, Infinity, 0))
  })

  it('is put together for long recordings, and of silence it is nothing', () => {
    const chroma = chromaOf(silence(20))
    expect(chroma.finish()).toBeUndefined()
    expect(
      chroma
        .stretches()
        .flat()
        .every(value => value === 0),
    ).toBe(true)
    const minute = silence(60)
    for (let i = 0; i < 15; i += 1) chroma.push(minute)
    const count = chroma.stretches().length
    expect(count).toBeGreaterThan(200)
    expect(count).toBeLessThanOrEqual(400)
  })
})
