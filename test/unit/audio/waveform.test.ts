import { describe, expect, it } from 'vitest'
import { createWaveform } from '../../../src/audio/analysis/waveform.ts'
import { RATE, sine, whiteNoise } from './signals.ts'

const MOST = 4096
const WIDTH = 441

function waveformOf(samples: Float32Array, chunk = Math.max(1, samples.length)) {
  const waveform = createWaveform()
  for (let at = 0; at < samples.length; at += chunk) waveform.push(samples.subarray(at, at + chunk))
  return waveform.finish()
}

describe('waveform', () => {
  it('nothing has no columns, and one sample has one', () => {
    expect(waveformOf(new Float32Array())).toEqual({ low: [], high: [], rms: [] })
    expect(waveformOf(Float32Array.of(-0.25))).toEqual({ low: [-0.25], high: [-0.25], rms: [0.25] })
  })

  it('a column that is not full counts only what is in it', () => {
    const { low, high, rms } = waveformOf(new Float32Array(WIDTH + 10).fill(0.5))
    expect({ low, high, rms }).toEqual({ low: [0.5, 0.5], high: [0.5, 0.5], rms: [0.5, 0.5] })
  })

  it('silence is zero, never minus zero', () => {
    expect(waveformOf(new Float32Array(WIDTH))).toStrictEqual({ low: [0], high: [0], rms: [0] })
    expect(waveformOf(Float32Array.of(-0))).toStrictEqual({ low: [0], high: [0], rms: [0] })
  })

  it.each([
    [MOST * WIDTH - 1, MOST],
    [MOST * WIDTH, MOST / 2],
    [MOST * WIDTH + 1, MOST / 2 + 1],
    [2 * MOST * WIDTH, MOST / 2],
  ])('%d samples are %d columns', (samples, columns) => {
    const { low, high, rms } = waveformOf(new Float32Array(samples), 65_536)
    expect([low.length, high.length, rms.length]).toEqual([columns, columns, columns])
  })

  it.each([1, 440, 997, 65_536])('does not depend on the size of the chunks: %d', chunk => {
    const samples = whiteNoise(4, 0.7)
    expect(waveformOf(samples, chunk)).toEqual(waveformOf(samples))
  })

  it('neighbours that are put together keep the least, the greatest and the power of both', () => {
    const samples = new Float32Array(MOST * WIDTH)
    samples.fill(0.3, 0, WIDTH).fill(-0.4, WIDTH, 2 * WIDTH)
    samples.fill(0.8, 10 * WIDTH, 11 * WIDTH)
    const { low, high, rms } = waveformOf(samples, 5000)
    expect([low[0], high[0], rms[0]]).toEqual([-0.4, 0.3, 0.354])
    expect([low[5], high[5], rms[5]]).toEqual([0, 0.8, 0.566])
    expect([low[4], high[4], rms[4], high[6]]).toEqual([0, 0, 0, 0])
  })

  it('two hours stay within the columns, each thing at its time', () => {
    const seconds = 7200
    const quiet = sine(441, 1, 0.1)
    const loud = sine(441, 1, 0.9)
    const waveform = createWaveform()
    for (let second = 0; second < seconds; second += 1) waveform.push(second === 5000 ? loud : quiet)
    const { low, high, rms } = waveform.finish()
    expect(high.length).toBeGreaterThan(MOST / 2)
    expect(high.length).toBeLessThanOrEqual(MOST)
    const spots = high.flatMap((value, i) => (value > 0.5 ? [(i * seconds) / high.length] : []))
    expect(spots.length).toBeGreaterThan(0)
    for (const spot of spots) expect(Math.abs(spot - 5000)).toBeLessThan((2 * seconds) / high.length)
    expect([low[100], high[100], rms[100]]).toEqual([-0.1, 0.1, 0.071])
  })

  it.each([
    ['not a number', Number.NaN],
    ['infinity', Infinity],
    ['minus infinity', -Infinity],
  ])('%s is silence, and the samples beside it count', (_, broken) => {
    const samples = new Float32Array(3 * WIDTH).fill(0.5)
    samples[WIDTH + 7] = broken
    const { low, high, rms } = waveformOf(samples)
    expect({ low, high, rms }).toEqual({ low: [0.5, 0, 0.5], high: [0.5, 0.5, 0.5], rms: [0.5, 0.499, 0.5] })
  })

  it('a huge value is full scale, and is forgotten by the next column', () => {
    const samples = new Float32Array(2 * WIDTH).fill(0.1)
    samples[3] = -3e38
    const { low, high, rms } = waveformOf(samples)
    expect({ low, high, rms }).toEqual({ low: [-1, 0.1], high: [0.1, 0.1], rms: [0.111, 0.1] })
  })

  it('what is above full scale, as MP3 decodes, is drawn at full scale', () => {
    const { low, high, rms } = waveformOf(new Float32Array(RATE).fill(1.3))
    expect([low[0], high[0], rms[0]]).toEqual([1, 1, 1])
  })
})
