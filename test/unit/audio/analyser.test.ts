import { describe, expect, it } from 'vitest'
import { type Analysis, createAnalyser } from '../../../src/audio/analysis/analyser.ts'
import { startAnalyserThread } from '../../../src/audio/analysis/analyser-thread.ts'
import { keyName } from '../../../src/model/musical-key.ts'
import { loop, silence, whiteNoise } from './signals.ts'

describe('analyser', () => {
  it('measures a loop, the same for chunks of any size', async () => {
    const music = stereo(loop(124, 10))
    const whole = await analysisOf(music, music.length)
    expect(whole).toMatchObject({ tempo: { bpm: expect.closeTo(124, 1) }, seconds: 10, missing: [] })
    expect(whole.key && keyName(whole.key.key)).toBe('A minor')
    expect(whole.fingerprint).toMatch(/^AQA[\w-]+$/)
    for (const chunk of [998, 65_536]) expect(await analysisOf(music, chunk)).toEqual(whole)
  })

  it('says of silence that it is silent, and gives no value', async () => {
    expect(await analysisOf(stereo(silence(8)))).toMatchObject({
      tempo: undefined,
      key: undefined,
      fingerprint: undefined,
      missing: expect.arrayContaining([
        'no tempo: it is silent',
        'no key: it is silent',
        'no fingerprint: it is silent',
      ]),
    })
  })

  it('finds neither tempo nor key in noise, and says why', async () => {
    const { missing } = await analysisOf(stereo(whiteNoise(20)))
    expect(missing).toEqual(['no tempo: it has no steady beat', 'no key: no clear tones'])
  })

  it('says of a short one that it is too short', async () => {
    const { missing } = await analysisOf(stereo(loop(120, 2)))
    expect(missing).toContain('no tempo: it is shorter than five seconds')
    expect(missing).toContain('no fingerprint: it is too short')
  })

  it('finds the same in a thread, one recording after the other', async () => {
    const thread = startAnalyserThread()
    try {
      for (const bpm of [126, 140]) {
        const music = stereo(loop(bpm, 8))
        for (let at = 0; at < music.length; at += 30_000) await thread.push(music.slice(at, at + 30_000))
        expect(await thread.finish()).toEqual(await analysisOf(music))
      }
    } finally {
      await thread.close()
    }
  })
})

async function analysisOf(samples: Float32Array, chunk = 65_536): Promise<Analysis> {
  const analyser = await createAnalyser()
  for (let at = 0; at < samples.length; at += chunk) analyser.push(samples.subarray(at, at + chunk))
  return analyser.finish()
}

const stereo = (mono: Float32Array) => new Float32Array(mono.length * 2).map((_, i) => mono[i >> 1] ?? 0)
