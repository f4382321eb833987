import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createAnalyser } from '../../../src/audio/analysis/analyser.ts'
import { startAnalyserThread } from '../../../src/audio/analysis/analyser-thread.ts'
import type { Analysis } from '../../../src/audio/analysis/analysis.ts'
import { createLoudnessMeter } from '../../../src/audio/analysis/loudness.ts'
import { createTruePeakMeter } from '../../../src/audio/analysis/true-peak.ts'
import { cadence, click, loop, RATE, silence, sine, stereo, whiteNoise } from './signals.ts'

async function analyse(samples: Float32Array, chunk = samples.length): Promise<Analysis> {
  const analyser = await createAnalyser()
  for (let at = 0; at < samples.length; at += chunk) analyser.push(samples.subarray(at, at + chunk))
  return analyser.finish().analysis
}

describe('analysis', () => {
  it('measures tempo, key, loudness, fingerprint and length of a loop', async () => {
    const found = await analyse(stereo(loop(118.3, 20)))
    expect(found).toMatchObject({ seconds: 20, missing: [] })
    expect(found.tempo?.bpm).toBeCloseTo(118.3, 1)
    expect(found.key?.key).toEqual({ pitchClass: 9, mode: 'minor' })
    expect(found.fingerprint).toMatch(/^AQ[\w-]{20,}$/)
  })

  it.each([
    ['silence', silence(12)],
    ['white noise', whiteNoise(30)],
    ['white noise of another seed', whiteNoise(8, 0.5, 99)],
    ['noise of the last bit', whiteNoise(12, 1 / 65_536)],
    ['one click', click(12)],
    ['two seconds of music', loop(120, 2)],
    ['nothing', new Float32Array()],
  ])('%s has no tempo and no key, and the reasons are sentences', async (_, samples) => {
    const { tempo, key, missing } = await analyse(stereo(samples))
    expect({ tempo, key }).toEqual({ tempo: undefined, key: undefined })
    expect(missing).toEqual(
      expect.arrayContaining([expect.stringMatching(/^no tempo: ./), expect.stringMatching(/^no key: ./)]),
    )
  })

  it('does not depend on the size of the chunks', async () => {
    const samples = stereo(loop(126.4, 12))
    const whole = await analyse(samples)
    expect(whole.missing).toEqual([])
    expect(await analyse(samples, 2 * 997)).toEqual(whole)
  })
})

describe('loudness and true peak', () => {
  const level = (db: number) => 10 ** (db / 20)
  const loudness = (samples: Float32Array) => {
    const meter = createLoudnessMeter()
    meter.push(samples)
    return meter.finish().integrated
  }
  const range = (samples: Float32Array) => {
    const meter = createLoudnessMeter()
    meter.push(samples)
    return meter.finish().range
  }
  const truePeak = (samples: Float32Array) => {
    const meter = createTruePeakMeter()
    for (let at = 0; at < samples.length; at += 998) meter.push(samples.subarray(at, at + 998))
    return meter.finish()
  }
  const inTurn = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]))

  it.each([-23, -33])('a sine of 1 kHz at %d dBFS in both channels has as many LUFS (EBU 3341, 1 and 2)', db => {
    expect(loudness(stereo(sine(1000, 20, level(db))))).toBeCloseTo(db, 1)
  })

  it('quiet and silent parts do not count (EBU 3341, 3 and 4, shortened)', () => {
    const tones = [-72, -36, -23, -36, -72].map(db => sine(1000, db === -23 ? 20 : 4, level(db)))
    expect(Math.abs((loudness(stereo(inTurn(...tones))) ?? 0) + 23)).toBeLessThan(0.15)
  })

  it.each([
    [10, [-20, -30]],
    [5, [-20, -15]],
    [20, [-40, -20]],
    [15, [-50, -35, -20, -35, -50]],
  ])('the range is %d LU (EBU 3342, 1 to 4)', (expected, levels) => {
    const parts = levels.map(db => stereo(sine(1000, 20, level(db))))
    expect(Math.abs((range(inTurn(...parts)) ?? 0) - expected)).toBeLessThanOrEqual(1)
  })

  it('one channel alone is 3 dB less', () => {
    const one = stereo(sine(1000, 5, level(-20)))
    for (let i = 1; i < one.length; i += 2) one[i] = 0
    expect(Math.abs((loudness(one) ?? 0) + 23)).toBeLessThan(0.15)
  })

  it.each([
    [4, 45, 0.5, -6],
    [4, 0, 0.5, -6],
    [6, 60, 0.5, -6],
    [8, 67.5, 0.5, -6],
    [4, 45, 1.41, 3],
  ])(
    'true peak of a sine of a %dth of the rate, %d degrees on (EBU 3341, 15 to 19)',
    (divisor, degrees, gain, dbtp) => {
      const tone = silence(1).map((_, i) => gain * Math.sin((2 * Math.PI * i) / divisor + (degrees * Math.PI) / 180))
      for (let i = 0; i < 2000; i += 1) {
        const soft = 0.5 - 0.5 * Math.cos((Math.PI * i) / 2000)
        tone[i] = (tone[i] ?? 0) * soft
        tone[RATE - 1 - i] = (tone[RATE - 1 - i] ?? 0) * soft
      }
      const found = truePeak(stereo(tone)) ?? 0
      expect(found - dbtp).toBeLessThanOrEqual(0.2)
      expect(dbtp - found).toBeLessThanOrEqual(0.4)
    },
  )
})

describe('analysis thread', () => {
  const blocks = (samples: Float32Array, length = 1 << 16) =>
    Array.from({ length: Math.ceil(samples.length / length) }, (_, i) => samples.slice(i * length, (i + 1) * length))

  it('finds what the analyser finds, for one recording after the other', async () => {
    const thread = startAnalyserThread()
    try {
      for (const samples of [stereo(loop(124, 8)), stereo(cadence({ pitchClass: 3, mode: 'major' }, 8))]) {
        for (const block of blocks(samples)) await thread.push(block)
        expect((await thread.finish()).analysis).toEqual(await analyse(samples))
      }
    } finally {
      await thread.close()
    }
  })

  it('gives memory back', async () => {
    const thread = startAnalyserThread()
    const back: (Float32Array | undefined)[] = []
    for (const block of blocks(stereo(silence(20)))) back.push(await thread.push(block))
    await thread.close()
    expect(back.some(block => block?.length === 1 << 16)).toBe(true)
  })

  it('closed during push: whoever waits is told, and so is everyone after', async () => {
    const thread = startAnalyserThread()
    const pushing = (async () => {
      for (;;) await thread.push(new Float32Array(1 << 18))
    })()
    const told = expect(pushing).rejects.toThrow('the analysis failed')
    await sleep(200)
    await thread.close()
    await told
    await expect(thread.push(new Float32Array(8))).rejects.toThrow('the analysis failed')
    await expect(thread.finish()).rejects.toThrow('the analysis failed')
  })

  it('closed before the result: finish rejects', async () => {
    const thread = startAnalyserThread()
    await thread.push(stereo(loop(120, 20)))
    const finishing = expect(thread.finish()).rejects.toThrow('the analysis failed')
    await thread.close()
    await finishing
  })
})
