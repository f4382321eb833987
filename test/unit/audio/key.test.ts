import { describe, expect, it } from 'vitest'
import { createChroma } from '../../../src/audio/analysis/chroma.ts'
import { estimateKey } from '../../../src/audio/analysis/key.ts'
import { keyName, type MusicalKey } from '../../../src/model/musical-key.ts'
import { cadence, click, silence, sine, whiteNoise } from './signals.ts'

const MODES = ['major', 'minor'] as const
const KEYS: MusicalKey[] = MODES.flatMap(mode => Array.from({ length: 12 }, (_, pitchClass) => ({ pitchClass, mode })))

function keyOf(samples: Float32Array, chunk = 65_536) {
  const chroma = createChroma()
  for (let at = 0; at < samples.length; at += chunk) chroma.push(samples.subarray(at, at + chunk))
  const profile = chroma.finish()
  return profile && estimateKey(profile)
}

describe('key', () => {
  it('finds at least 22 of 24 keys', () => {
    const wrong = KEYS.filter(key => {
      const found = keyOf(cadence(key, 12))
      return !found || keyName(found.key) !== keyName(key)
    })
    expect(wrong.length, wrong.map(keyName).join(', ')).toBeLessThanOrEqual(2)
  })

  it('hears the key through loud noise', () => {
    const noise = whiteNoise(16, 0.3, 4)
    const music = cadence({ pitchClass: 0, mode: 'major' }, 16).map((value, i) => value + (noise[i] ?? 0))
    expect(keyOf(music)?.key).toEqual({ pitchClass: 0, mode: 'major' })
  })

  it('does not depend on the size of the chunks', () => {
    const music = cadence({ pitchClass: 6, mode: 'minor' }, 8)
    const whole = keyOf(music, music.length)
    expect(whole).toBeDefined()
    for (const chunk of [1, 441, 4097]) expect(keyOf(music, chunk)).toEqual(whole)
  })

  it('survives a sample that is no number', () => {
    const music = cadence({ pitchClass: 9, mode: 'minor' }, 8)
    music[1000] = Number.NaN
    expect(keyOf(music)?.key).toEqual({ pitchClass: 9, mode: 'minor' })
  })

  it.each([
    ['silence', silence(10)],
    ['white noise', whiteNoise(30, 0.3, 3)],
    ['one click', click(10)],
    ['a single tone, which has no mode', sine(440, 10, 0.5)],
    ['nothing', new Float32Array()],
  ])('finds none in %s', (_, samples) => {
    expect(keyOf(samples)).toBeUndefined()
  })
})
