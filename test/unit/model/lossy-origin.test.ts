import { describe, expect, it } from 'vitest'
import { lossyOrigin } from '../../../src/model/lossy-origin.ts'

describe('lossy origin', () => {
  it('doubts a lossless file that is cut where an encoder cuts', () => {
    expect(lossyOrigin({ lossless: true, cutoff: 16_100, sampleRate: 44_100 })).toBe(
      'the lossless file seems to be made of a lossy one: nothing above 16.1 kHz',
    )
  })

  it.each([
    ['a lossy file', { lossless: false, cutoff: 16_100, sampleRate: 44_100 }],
    ['all the treble', { lossless: true, cutoff: 22_000, sampleRate: 44_100 }],
    ['a cut where converters cut', { lossless: true, cutoff: 20_100, sampleRate: 96_000 }],
    ['no clear cut', { lossless: true, cutoff: undefined, sampleRate: 44_100 }],
    ['a rate that leaves no room for treble', { lossless: true, cutoff: 15_900, sampleRate: 32_000 }],
  ])('does not doubt %s', (_, sound) => {
    expect(lossyOrigin(sound)).toBeUndefined()
  })
})
