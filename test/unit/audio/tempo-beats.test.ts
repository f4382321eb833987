import { describe, expect, it } from 'vitest'
import { compose } from '../../../scripts/truth/synthetic-compose.ts'
import { STYLES, type Style } from '../../../scripts/truth/synthetic-styles.ts'
import { ENVELOPE_RATE, HARMONY_SIZE } from '../../../src/audio/analysis/onset-envelope.ts'
import { measureTempo } from '../../../src/audio/analysis/tempo.ts'
import { loop } from './signals.ts'
import { measureTempoOf, played } from './tempo-signals.ts'

const steady = (bpm: number) => played({ seconds: 40, gap: () => 60 / bpm })

describe('grid', () => {
  it.each([
    [124, 0.37],
    [118.3, 0],
    [135.6, 1.1],
    [96.4, 0.8],
  ])('of %d BPM begins where the first beat is, %d s, to ten milliseconds', (bpm, lead) => {
    const style = STYLES.find(({ name }) => name === 'disco') as Style
    const { samples } = compose({ style, bpm, seed: 3, seconds: 30, lead, sparse: false })
    const beat = 60 / bpm
    const { firstBeat = Number.NaN, firstDownbeat = Number.NaN } = measureTempoOf(samples).tempo?.grid ?? {}
    expect(apart(firstBeat, lead, beat)).toBeLessThan(0.01)
    expect(apart(firstDownbeat, lead, 4 * beat)).toBeLessThan(0.01)
    expect(firstBeat).toBeGreaterThanOrEqual(0)
    expect(firstBeat).toBeLessThan(beat)
    expect(firstDownbeat).toBeLessThan(4 * beat)
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

describe('curve of tempo', () => {
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
  const frames = 7200 * ENVELOPE_RATE
  const all = Float32Array.from({ length: frames }, (_, i) => (i % 50 < 2 ? 0.5 : 0.01 * ((i * 7919) % 13)))
  const harmony = new Float32Array((frames / 10) * HARMONY_SIZE).fill(1)
  const before = process.cpuUsage()
  const { tempo, curve } = measureTempo({ all, low: all, snare: all, high: all, harmony })
  const { user } = process.cpuUsage(before)
  expect(tempo?.bpm).toBeCloseTo(120, 1)
  expect(Math.abs((tempo?.grid?.firstBeat ?? Number.NaN) - 0.03)).toBeLessThan(0.01)
  expect(curve.length).toBeLessThanOrEqual(401)
  expect(user / 1e6).toBeLessThan(5)
})

function apart(a: number, b: number, period: number): number {
  const rest = (((a - b) % period) + period) % period
  return Math.min(rest, period - rest)
}
