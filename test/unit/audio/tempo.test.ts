import { describe, expect, it } from 'vitest'
import { compose } from '../../../scripts/truth/synthetic-compose.ts'
import { STYLES } from '../../../scripts/truth/synthetic-styles.ts'
import { click, loop, silence, sine, whiteNoise } from './signals.ts'
import { measureTempoOf as measure, played } from './tempo-signals.ts'

const tempoOf = (samples: Float32Array, chunk?: number) => measure(samples, chunk).tempo

function styled(name: string, bpm: number, seconds = 20): Float32Array {
  const style = STYLES.find(style => style.name === name)
  if (!style) throw new Error(`no style ${name}`)
  return compose({ style, bpm, seed: 5, seconds, lead: 0.4, sparse: false }).samples
}

describe('tempo', () => {
  it.each([72, 80, 88.5, 95, 96, 100, 104.2, 110, 118.3, 120, 124, 126.75, 128.5, 132, 135.6, 140, 145, 150])(
    'finds %d BPM to a tenth, in its own octave',
    bpm => {
      expect(Math.abs((tempoOf(loop(bpm, 20))?.bpm ?? 0) - bpm)).toBeLessThan(0.1)
    },
  )

  it.each([60, 66.6, 160, 168.2, 174, 175.5, 190])('finds %d BPM to a tenth, the octave aside', bpm => {
    const found = tempoOf(loop(bpm, 20))?.bpm ?? 0
    expect(
      [0.5, 1, 2].some(factor => Math.abs(found / factor - bpm) < 0.1),
      `found ${found}`,
    ).toBe(true)
  })

  it.each([
    ['house', 118.3],
    ['techno', 135.6],
    ['drum & bass', 174.3],
    ['jungle', 168.2],
    ['hip hop', 88.5],
    ['boom bap', 93.7],
    ['downtempo', 68.4],
    ['slow soul', 73.3],
    ['rock', 112.3],
    ['12/8 shuffle', 104.2],
    ['trap', 146.2],
  ])('%s at %d BPM is not taken for another octave', (style, bpm) => {
    const found = tempoOf(styled(style, bpm))
    expect(found?.bpm).toBeGreaterThan(bpm - 0.1)
    expect(found?.bpm).toBeLessThan(bpm + 0.1)
    expect(found?.drift).toBeUndefined()
  })

  it('offers the other octave, and no reading twice', () => {
    const { bpm, alternatives } = tempoOf(styled('hip hop', 88.5)) ?? { bpm: 0, alternatives: [] }
    expect(alternatives[0]).toBeCloseTo(177, 0)
    expect(tempoOf(loop(120, 20))?.alternatives).toContain(60)
    expect(new Set([bpm, ...alternatives]).size).toBe(alternatives.length + 1)
  })

  it('offers two thirds of a waltz', () => {
    const { bpm, alternatives } = tempoOf(styled('waltz', 138.4)) ?? { bpm: 0, alternatives: [] }
    expect([bpm, ...alternatives].some(other => Math.abs(other - (138.4 * 2) / 3) < 0.1)).toBe(true)
  })

  it('is surer of four on the floor than of a beat whose snare comes once a bar', () => {
    const [house, half] = [tempoOf(styled('techno', 128)), tempoOf(styled('dubstep', 140))]
    expect(house?.confidence).toBeGreaterThan(0.85)
    expect(half?.confidence).toBeLessThan(house?.confidence ?? 0)
  })

  it('does not depend on the volume', () => {
    expect(tempoOf(loop(126, 15).map(value => value * 0.002))?.bpm).toBe(126)
  })

  it('does not depend on the size of the chunks', () => {
    const music = loop(124, 8)
    const whole = measure(music, music.length)
    expect(whole.tempo?.bpm).toBeCloseTo(124, 1)
    for (const chunk of [1, 441, 4097]) expect(measure(music, chunk)).toEqual(whole)
  })

  it.each([
    ['silence', silence(10)],
    ['white noise', whiteNoise(20)],
    ['one click', click(10)],
    ['a held tone whose frames leak', sine(440, 10, 0.5)],
    ['less than five seconds', loop(120, 4.5)],
    ['nothing', new Float32Array()],
    ['clicks at random', played({ seconds: 30, gap: (_, next) => 0.1 + 0.7 * next() })],
  ])('finds none in %s', (_, samples) => {
    expect(tempoOf(samples)).toBeUndefined()
  })

  it('survives a sample that is no number', () => {
    const music = loop(120, 10)
    music[1000] = Number.NaN
    music[5000] = Infinity
    expect(tempoOf(music)?.bpm).toBeCloseTo(120, 1)
  })
})
