import { describe, expect, it } from 'vitest'
import { createOnsetEnvelope } from '../../../src/audio/analysis/onset-envelope.ts'
import { estimateTempo } from '../../../src/audio/analysis/tempo.ts'
import { click, loop, silence, sine, whiteNoise } from './signals.ts'

function tempoOf(samples: Float32Array, chunk = 65_536) {
  const onsets = createOnsetEnvelope()
  for (let at = 0; at < samples.length; at += chunk) onsets.push(samples.subarray(at, at + chunk))
  return estimateTempo(onsets.finish())
}

describe('tempo', () => {
  it.each([60, 66.6, 72, 80, 88.5])('finds %d BPM to a tenth, the octave aside', bpm => {
    const found = tempoOf(loop(bpm, 20))?.bpm ?? 0
    const octave = [0.5, 1, 2].find(factor => Math.abs(found / factor - bpm) < 0.1)
    expect(octave, `found ${found}`).toBeDefined()
  })

  it.each([
    95, 96, 100, 104.2, 110, 118.3, 120, 124, 126.75, 128.5, 132, 135.6, 140, 145, 150, 160, 168.2, 174, 175.5, 190,
  ])('finds %d BPM to a tenth', bpm => {
    expect(Math.abs((tempoOf(loop(bpm, 20))?.bpm ?? 0) - bpm)).toBeLessThan(0.1)
  })

  it('offers the other octave', () => {
    expect(tempoOf(loop(120, 20))?.alternatives).toContain(60)
  })

  it('does not depend on the volume', () => {
    expect(tempoOf(loop(126, 15).map(value => value * 0.002))?.bpm).toBe(126)
  })

  it('does not depend on the size of the chunks', () => {
    const music = loop(124, 8)
    const whole = tempoOf(music, music.length)
    expect(whole?.bpm).toBeCloseTo(124, 1)
    for (const chunk of [1, 441, 4097]) expect(tempoOf(music, chunk)).toEqual(whole)
  })

  it.each([
    ['silence', silence(10)],
    ['white noise', whiteNoise(20)],
    ['one click', click(10)],
    ['a held tone whose frames leak', sine(440, 10, 0.5)],
    ['less than five seconds', loop(120, 4.5)],
    ['nothing', new Float32Array()],
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
