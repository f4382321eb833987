import { describe, expect, it } from 'vitest'
import type { Analysis } from '../../../src/audio/analysis/analysis.ts'
import type { AudioFacts } from '../../../src/audio/probe.ts'
import { remarksOn } from '../../../src/audio/remarks.ts'

const facts: AudioFacts = {
  container: 'flac',
  codec: 'flac',
  sampleRate: 44_100,
  channels: 2,
  bitDepth: 16,
  isLossless: true,
  hasPicture: false,
}
const tempo = { bpm: 120, confidence: 0.9, alternatives: [] }
const key = { key: { pitchClass: 9, mode: 'minor' }, confidence: 0.8, tuning: 440 } as const
const sound: Analysis = { tempo, key, cutoff: 21_000, seconds: 200, missing: [] }

describe('remarks', () => {
  it('there are none on music as it should be', () => {
    expect(remarksOn(sound, facts)).toEqual([])
    expect(remarksOn({ ...sound, cutoff: 16_100 }, { ...facts, isLossless: false })).toEqual([])
  })

  it.each<[string, Partial<Analysis>, string]>([
    ['what is missing', { missing: ['no key: no clear tones'] }, 'no key: no clear tones'],
    [
      'a tempo that drifts',
      { tempo: { ...tempo, drift: { from: 96.22, to: 101.5 } } },
      'the tempo drifts between 96.2 and 101.5 BPM',
    ],
    ['another tuning', { key: { ...key, tuning: 432.1 } }, 'it is tuned to 432.1 Hz'],
    [
      'a lossy file in disguise',
      { cutoff: 16_130 },
      'the lossless file seems to be made of a lossy one: nothing above 16.1 kHz',
    ],
  ])('%s', (_, change, sentence) => {
    expect(remarksOn({ ...sound, ...change }, facts)).toEqual([sentence])
  })
})
