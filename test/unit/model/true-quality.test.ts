// The one order by which one copy is better than another, and what is proved to be better.

import { describe, expect, it } from 'vitest'
import {
  compareQuality,
  isClearlyBetter,
  originOf,
  qualityWords,
  type SourceQuality,
  whyNotBetter,
} from '../../../src/model/true-quality.ts'
import fc from '../../support/property.ts'

const CD: SourceQuality = {
  codec: 'flac',
  isLossless: true,
  bitRate: 900,
  sampleRate: 44_100,
  bits: 16,
  cutoff: 22_000,
}
const STUDIO: SourceQuality = { ...CD, sampleRate: 96_000, bits: 24 }
const FAKE: SourceQuality = { ...CD, cutoff: 16_000 }
const MP3: SourceQuality = { codec: 'mp3', isLossless: false, bitRate: 128, sampleRate: 44_100, cutoff: 16_000 }
const MP3_320: SourceQuality = { ...MP3, bitRate: 320, cutoff: 20_100 }
const UNKNOWN: SourceQuality = { isLossless: false }

const BEST_FIRST = [STUDIO, CD, FAKE, MP3_320, MP3, UNKNOWN]

describe('the order of qualities', () => {
  it('is lossless, then lossless in name only, then lossy by its bit rate, then unknown', () => {
    expect(BEST_FIRST.toReversed().toSorted((one, other) => compareQuality(other, one))).toEqual(BEST_FIRST)
    expect(BEST_FIRST.map(originOf)).toEqual(['lossless', 'lossless', 'disguised', 'lossy', 'lossy', 'unknown'])
  })

  it('knows no codec that is better than another: only bit rates are compared', () => {
    const opus = { ...MP3, codec: 'opus' }
    expect([compareQuality(opus, MP3), isClearlyBetter({ ...opus, bitRate: 510 }, MP3)]).toEqual([0, false])
  })

  it('takes what is not known for the least', () => {
    expect(compareQuality(MP3, { ...MP3, bitRate: undefined })).toBeGreaterThan(0)
    expect(compareQuality(CD, { ...CD, bits: undefined })).toBeGreaterThan(0)
    expect(compareQuality(UNKNOWN, UNKNOWN)).toBe(0)
    expect(originOf({ ...CD, cutoff: undefined })).toBe('lossless')
  })

  it('is an order: turned around it is the other way, and it does not go in circles', () => {
    const one = fc.constantFrom(...BEST_FIRST, { ...MP3, bitRate: undefined }, { ...CD, sampleRate: undefined })
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        expect(Math.sign(compareQuality(a, b)) + Math.sign(compareQuality(b, a))).toBe(0)
        if (compareQuality(a, b) >= 0 && compareQuality(b, c) >= 0)
          expect(compareQuality(a, c)).toBeGreaterThanOrEqual(0)
        if (isClearlyBetter(a, b)) expect(isClearlyBetter(b, a)).toBe(false)
      }),
    )
  })
})

describe('clearly better', () => {
  it.each<[string, SourceQuality, SourceQuality, boolean]>([
    ['lossless beside lossy', CD, MP3_320, true],
    ['lossless beside what only looks so', CD, FAKE, true],
    ['lossless beside the unknown', CD, UNKNOWN, true],
    ['one codec at one and a half times the rate', { ...MP3, bitRate: 192 }, MP3, true],
    ['a little more', { ...MP3, bitRate: 191 }, MP3, false],
    ['what only looks lossless', FAKE, MP3, false],
    ['more bits of what is lossless already', STUDIO, CD, false],
    ['a rate beside one that is not known', MP3_320, { ...MP3, bitRate: undefined }, false],
  ])('%s', (_, one, other, is) => expect(isClearlyBetter(one, other)).toBe(is))
})

describe('proved to be better', () => {
  it.each<[string, SourceQuality, SourceQuality, RegExp | undefined]>([
    ['a CD', CD, MP3, undefined],
    ['a CD beside the highest rate', CD, MP3_320, undefined],
    ['a true one beside a false one', CD, FAKE, undefined],
    ['a real 320', MP3_320, MP3, undefined],
    ['a FLAC of the MP3', FAKE, MP3, /only looks lossless: flac made of a lossy source \(nothing above 16.0 kHz\)/],
    ['a FLAC of the 320', { ...CD, cutoff: 20_100 }, MP3_320, /treble reaches no higher/],
    ['a 320 of the 128', { ...MP3_320, cutoff: 16_000 }, MP3, /treble reaches no higher/],
    ['a lower rate', MP3, MP3_320, /no better: mp3 128 kbit\/s where there is mp3 320 kbit\/s/],
    ['another codec at more', { ...MP3_320, codec: 'aac' }, MP3, /not clearly better/],
    ['one whose treble was not measured', { ...CD, cutoff: undefined }, MP3, /cannot be measured/],
    ['a telephone', { ...CD, sampleRate: 22_050 }, MP3, /sample rate is too low/],
    ['the very same', MP3, MP3, /no better/],
  ])('%s', (_, found, have, why) => {
    const because = whyNotBetter(found, have)
    if (why === undefined) expect(because).toBeUndefined()
    else expect(because).toMatch(why)
  })
})

it('nothing lossy has a lossless name alone', () => {
  expect(BEST_FIRST.map(qualityWords)).toEqual([
    'flac',
    'flac',
    'flac made of a lossy source (nothing above 16.0 kHz)',
    'mp3 320 kbit/s',
    'mp3 128 kbit/s',
    'an unknown source',
  ])
})
