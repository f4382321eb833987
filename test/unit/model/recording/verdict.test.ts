import { describe, expect, it } from 'vitest'
import type { PrintLikeness } from '../../../../src/model/recording/likeness.ts'
import { type Described, judge } from '../../../../src/model/recording/verdict.ts'

const ALIKE: PrintLikeness = {
  errors: 0.03,
  offset: 0,
  overlap: 948,
  worst: 0.1,
  usual: 0.05,
  shared: 948,
  variety: 600,
}
const kindOf = (changes: Partial<PrintLikeness>, one: Partial<Described> = {}, other: Partial<Described> = {}) =>
  judge({ ...ALIKE, ...changes }, { seconds: 240, ...one }, { seconds: 240, ...other }).kind

describe('verdict on two recordings', () => {
  it('says what it was made of', () => {
    expect(judge({ ...ALIKE, offset: 40 }, { seconds: 240 }, { seconds: 235 })).toEqual({
      kind: 'same',
      agreement: 0.97,
      offsetSeconds: 5,
      sharedSeconds: 117.4,
      deltaSeconds: -5,
      because: 'they sound the same in 97 % of what both say',
    })
    expect(judge(undefined, { seconds: 1 }, { seconds: 1 })).toMatchObject({ kind: 'other', agreement: 0 })
  })

  it.each<[string, Partial<PrintLikeness>]>([
    ['a tenth of all bits differs', { errors: 0.101 }],
    ['a second is quite different', { worst: 0.26, usual: 0.1 }],
    ['one second stands out', { worst: 0.16, usual: 0.02 }],
    ['only seven seconds are heard in both', { overlap: 60, shared: 60 }],
    ['it begins nine seconds later', { offset: 73 }],
    ['half a minute of it is the same', { errors: 0.38, worst: 0.6, shared: 250 }],
    ['it agrees to three quarters', { errors: 0.24, worst: 0.4, shared: 90 }],
  ])('near: %s', (_, changes) => expect(kindOf(changes)).toBe('near'))

  it.each<[string, Partial<PrintLikeness>]>([
    ['more than a quarter of all bits differs', { errors: 0.26, worst: 0.4, shared: 90 }],
    ['twenty seconds are the same', { errors: 0.38, worst: 0.6, shared: 160 }],
    ['nothing ever changes in it', { errors: 0, worst: 0, usual: 0, variety: 3 }],
  ])('other: %s', (_, changes) => expect(kindOf(changes)).toBe('other'))

  it('same with the noise of codecs, a lead-in and a cut', () => {
    expect(kindOf({ errors: 0.066, worst: 0.227, usual: 0.1, offset: -16 }, {}, { seconds: 242 })).toBe('same')
    expect(kindOf({ offset: 40 }, {}, { seconds: 235 })).toBe('same')
  })

  it('lengths keep apart', () => {
    expect(kindOf({}, { seconds: 240 }, { seconds: 249 })).toBe('near')
    expect(kindOf({}, { seconds: 360 }, { seconds: 240 })).toBe('near')
  })

  it('titles keep apart, and never bring together', () => {
    const artist = 'Kiiara'
    expect(kindOf({}, { title: 'Gold (Clean)', artist }, { title: 'Gold', artist })).toBe('near')
    expect(kindOf({}, { title: 'Gold', artist }, { title: 'R_Cali-_AAP_Rocky Enhanced' })).toBe('same')
    expect(kindOf({ errors: 0.4, worst: 0.6, shared: 0 }, { title: 'Gold', artist }, { title: 'Gold', artist })).toBe(
      'other',
    )
  })

  it('shows that begin with the same two minutes are one only when their titles say so', () => {
    const show = (title: string) => ({ seconds: 3600, artist: 'Above & Beyond', title })
    expect(kindOf({}, show('Group Therapy 101'), show('Group Therapy 102'))).toBe('near')
    expect(kindOf({}, show('Group Therapy 101'), show('Group Therapy 101 (HQ)'))).toBe('same')
    expect(kindOf({}, { seconds: 3600 }, { seconds: 3601 })).toBe('near')
  })
})
