import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { createCutoffMeter } from '../../../src/audio/analysis/cutoff.ts'
import { findProgram } from '../../../src/audio/programs.ts'
import { cadence, loop, RATE, silence, sine, whiteNoise } from './signals.ts'

function cutoffOf(samples: Float32Array, chunk = 65_536): number | undefined {
  const meter = createCutoffMeter()
  for (let at = 0; at < samples.length; at += chunk) meter.push(samples.subarray(at, at + chunk))
  return meter.finish()
}

/** Chords under noise that swells on each beat, as cymbals do. */
function broadband(seconds: number): Float32Array {
  const noise = whiteNoise(seconds, 0.25, 9)
  return cadence({ pitchClass: 2, mode: 'minor' }, seconds).map(
    (value, i) => value + (noise[i] ?? 0) * (0.1 + 0.9 * Math.exp(-8 * ((i / RATE) % 0.5))),
  )
}

/** Through a filter or an encoder of ffmpeg's and back. */
function through(samples: Float32Array, args: readonly string[], format: string): Float32Array {
  const ffmpeg = findProgram('ffmpeg', undefined)
  const raw = ['-f', 'f32le', '-ar', '44100', '-ac', '1']
  const made = execFileSync(ffmpeg, ['-v', 'error', ...raw, '-i', '-', '-ac', '2', ...args, '-f', format, '-'], {
    input: new Uint8Array(samples.buffer),
    maxBuffer: 1 << 28,
  })
  const back = execFileSync(ffmpeg, ['-v', 'error', '-i', '-', ...raw, '-c:a', 'pcm_f32le', '-'], {
    input: made,
    maxBuffer: 1 << 28,
  })
  return new Float32Array(new Uint8Array(back).buffer)
}

const gentle = (poles: number) => Array.from({ length: poles }, () => 'lowpass=f=9000').join(',')

describe('cutoff', () => {
  it.each([
    ['white noise', whiteNoise(10, 0.3)],
    ['broadband music', broadband(10)],
  ])('finds nothing cut off %s', (_, samples) => {
    expect(cutoffOf(samples)).toBeGreaterThanOrEqual(20_000)
  })

  it.each([
    ['MP3 128', ['-c:a', 'libmp3lame', '-b:a', '128k'], 'mp3', 16_000, 17_300],
    ['MP3 192', ['-c:a', 'libmp3lame', '-b:a', '192k'], 'mp3', 18_400, 19_200],
    ['MP3 320', ['-c:a', 'libmp3lame', '-b:a', '320k'], 'mp3', 19_900, 20_500],
    ['AAC 128', ['-c:a', 'aac', '-b:a', '128k'], 'adts', 16_500, 17_800],
  ])('finds where %s cuts', (_, encoder, format, least, most) => {
    const found = cutoffOf(through(broadband(8), encoder, format))
    expect(found).toBeGreaterThanOrEqual(least)
    expect(found).toBeLessThanOrEqual(most)
  })

  it.each([1, 2, 4])('does not take a filter that falls gently, %d times, for a cut', times => {
    const found = cutoffOf(through(broadband(8), ['-af', gentle(times)], 'wav'))
    expect(found ?? 22_000).toBeGreaterThanOrEqual(20_000)
  })

  it('is not misled by a click in what an encoder left empty', () => {
    const samples = through(broadband(8), ['-c:a', 'libmp3lame', '-b:a', '128k'], 'mp3')
    for (let i = 0; i < 30; i += 1) samples[3 * RATE + 1000 + i] = i % 2 ? 0.9 : -0.9
    expect(cutoffOf(samples)).toBeLessThan(17_300)
  })

  it.each([
    ['silence', silence(10)],
    ['nothing', new Float32Array()],
    ['a bass', sine(55, 10, 0.5)],
    ['chords without treble', cadence({ pitchClass: 0, mode: 'major' }, 10)],
    ['noise of the last bit', whiteNoise(10, 1 / 65_536)],
    ['three seconds', loop(120, 3)],
  ])('does not tell in %s', (_, samples) => {
    expect(cutoffOf(samples)).toBeUndefined()
  })

  it('does not depend on the size of the chunks, and survives a sample that is no number', () => {
    const samples = broadband(8)
    samples[50_000] = Number.NaN
    const whole = cutoffOf(samples, samples.length)
    expect(whole).toBeGreaterThanOrEqual(20_000)
    for (const chunk of [441, 2049]) expect(cutoffOf(samples, chunk)).toBe(whole)
  })
})
