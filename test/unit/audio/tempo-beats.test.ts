import { describe, expect, it } from 'vitest'
import { compose } from '../../../scripts/truth/synthetic-compose.ts'
import { STYLES, type Style } from '../../../scripts/truth/synthetic-styles.ts'
import { ENVELOPE_RATE, HARMONY_SIZE } from '../../../src/audio/analysis/onset-envelope.ts'
import { measureTempo } from '../../../src/audio/analysis/tempo.ts'
import { driftOf, medianTempo } from '../../../src/audio/analysis/tempo-curve.ts'
import { loop } from './signals.ts'
import { measureTempoOf, played } from './tempo-signals.ts'

const steady = (bpm: number) => played({ seconds: 40, gap: () => 60 / bpm })

describe('grid', () => {
  it.each([
    ['disco', 124, 0.37],
    ['disco', 118.3, 0],
    ['disco', 135.6, 1.1],
    ['disco', 96.4, 0.8],
    ['drum & bass', 174.3, 0.6],
    ['drum & bass', 171.2, 0.25],
  ] as const)('of %s at %d BPM begins where the first beat is, %d s, to ten milliseconds', (kind, bpm, lead) => {
    const style = STYLES.find(({ name }) => name === kind) as Style
    const { samples } = compose({ style, bpm, seed: 3, seconds: 30, lead, sparse: false })
    const beat = 60 / bpm
    const { firstBeat = Number.NaN, firstDownbeat = Number.NaN } = measureTempoOf(samples).tempo?.grid ?? {}
    expect(apart(firstBeat, lead, beat)).toBeLessThan(0.01)
    expect(apart(firstDownbeat, lead, 4 * beat)).toBeLessThan(0.01)
    expect(firstBeat).toBeGreaterThanOrEqual(0)
    expect(firstBeat).toBeLessThan(beat)
    expect(firstDownbeat).toBeLessThan(4 * beat)
  })

  it.each([118.3, 120.9, 124.6, 126.75])('of %d BPM that begins with the recording is at its start', bpm => {
    expect(measureTempoOf(loop(bpm, 20)).tempo?.grid?.firstBeat).toBeLessThan(0.01)
  })

  it('moves with the music', () => {
    const music = loop(120, 20)
    const late = new Float32Array(music.length + 11_025)
    late.set(music, 11_025)
    const [first, second] = [music, late].map(samples => measureTempoOf(samples).tempo?.grid?.firstBeat ?? Number.NaN)
    expect(apart((first ?? 0) + 0.25, second ?? 0, 0.5)).toBeLessThan(0.005)
  })
})

describe('drift', () => {
  it.each([
    ['an accelerando', 100, 124, (share: number) => share],
    ['a ritardando', 104, 130, (share: number) => 1 - share],
    ['two tempi', 100, 115, (share: number) => (share < 0.5 ? 0 : 1)],
    ['a band that rushes', 120, 126, (share: number) => share],
  ])('%s is told, and has no grid', (_, from, to, curve) => {
    const seconds = 60
    const samples = played({ seconds, gap: at => 60 / (from + (to - from) * curve(at / seconds)) })
    const { tempo } = measureTempoOf(samples)
    expect(tempo?.drift?.from).toBeGreaterThan(from - 1)
    expect(tempo?.drift?.from).toBeLessThan(from + 0.25 * (to - from) + 1)
    expect(tempo?.drift?.to).toBeGreaterThan(to - 0.25 * (to - from) - 1)
    expect(tempo?.drift?.to).toBeLessThan(to + 1)
    expect(tempo?.grid).toBeUndefined()
    expect(tempo?.bpm).toBeGreaterThan(from - 1)
    expect(tempo?.bpm).toBeLessThan(to + 1)
  })

  it.each([88.5, 111.1, 126, 140])('a steady %d BPM does not drift, and has a grid', bpm => {
    const { tempo } = measureTempoOf(steady(bpm))
    expect(tempo?.drift).toBeUndefined()
    expect(tempo?.grid).toBeDefined()
  })
})

describe('a beat in some of the stretches', () => {
  const stretches = (beaten: number) =>
    Array.from({ length: 10 }, (_, i) => {
      const heard = i < beaten
      return { at: 2.5 * i, bpm: heard ? 100 + 5 * i : 0, strength: heard ? 0.5 : 0, steady: 0 }
    })

  it.each([
    [4, 0, undefined],
    [5, 110, { from: 105, to: 115 }],
  ])('%d of ten', (beaten, median, drift) => {
    expect(medianTempo(stretches(beaten))).toBe(median)
    expect(driftOf(stretches(beaten))).toEqual(drift)
  })
})

describe('curve of tempo', () => {
  it.each([97.3, 111.1, 123.4])('is exact within a tenth where %d BPM are kept', bpm => {
    for (const stretch of measureTempoOf(steady(bpm)).curve) expect(Math.abs(stretch.bpm - bpm)).toBeLessThan(0.1)
  })

  it('follows the tempo, at rising times within the recording', () => {
    const { curve } = measureTempoOf(played({ seconds: 60, gap: at => 60 / (100 + at / 3) }))
    expect(curve.length).toBeGreaterThan(15)
    for (const [i, { at, bpm }] of curve.entries()) {
      expect(Math.abs(bpm - (100 + at / 3)), `at ${at}`).toBeLessThan(2)
      expect(at).toBeGreaterThan(curve[i - 1]?.at ?? 0)
      expect(at).toBeLessThan(60)
    }
  })

  it('is zero where there is no beat', () => {
    const music = new Float32Array(60 * 44_100)
    music.set(steady(120).subarray(0, 30 * 44_100), 30 * 44_100)
    const { curve } = measureTempoOf(music)
    expect(curve.filter(({ at }) => at < 24).every(({ bpm }) => bpm === 0)).toBe(true)
    expect(curve.filter(({ at }) => at > 36).every(({ bpm }) => Math.abs(bpm - 120) < 0.5)).toBe(true)
  })
})

it('two hours are measured in little time: a curve of bounded length, a grid that begins at their start', () => {
  const frames = 7200 * ENVELOPE_RATE + 64 // so that the middle begins between two beats
  const all = Float32Array.from({ length: frames }, (_, i) => (i % 48 < 2 ? 0.5 : 0.01 * ((i * 7919) % 13)))
  const harmony = new Float32Array(Math.floor(frames / 10) * HARMONY_SIZE).fill(1)
  const before = process.cpuUsage()
  const { tempo, curve } = measureTempo({ all, low: all, snare: all, high: all, harmony })
  const { user } = process.cpuUsage(before)
  expect(tempo?.bpm).toBe(125)
  expect(Math.abs((tempo?.grid?.firstBeat ?? Number.NaN) - 0.03)).toBeLessThan(0.01)
  expect(curve.length).toBeLessThanOrEqual(401)
  expect(user / 1e6).toBeLessThan(5)
})

function apart(a: number, b: number, period: number): number {
  const rest = (((a - b) % period) + period) % period
  return Math.min(rest, period - rest)
}
