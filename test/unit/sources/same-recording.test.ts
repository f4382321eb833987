import { describe, expect, it } from 'vitest'
import { bestOf, type Hit, isSameRecording, isSameSong } from '../../../src/sources/metadata/same-recording.ts'

const ISRC = 'DEA112400123'
const WISH = { title: 'Night Drive', artist: 'Ada Low', seconds: 312 }
const HIT = { title: 'Night Drive', artist: ['Ada Low'], seconds: 312 }
const titles = (wished: string, found: string) => isSameRecording({ ...WISH, title: wished }, { ...HIT, title: found })
const artists = (wished: string | string[], found: string | string[]) =>
  isSameRecording({ ...WISH, artist: wished }, { ...HIT, artist: found })

describe('the same recording by its code', () => {
  it.each([
    [312, true],
    [314, true],
    [310, true],
    [314.1, false],
    [undefined, false],
  ])('with a length of %s s: %s, whatever its names', (seconds, same) => {
    const hit = { title: 'Nachtfahrt', artist: 'A. Low', seconds, isrc: 'DE-A11-24-00123' }
    expect(isSameRecording({ ...WISH, isrc: ISRC }, hit)).toBe(same)
  })

  it('another code does not rule it out: a release of its own has a code of its own', () => {
    expect(isSameRecording({ ...WISH, isrc: ISRC }, { ...HIT, isrc: 'DEA112400124' })).toBe(true)
  })

  it('what is no code is none', () => {
    const hit = { ...HIT, title: 'Dawn', isrc: 'unknown' }
    expect(isSameRecording({ ...WISH, isrc: 'unknown' }, hit)).toBe(false)
  })
})

describe('the same recording by its names', () => {
  it.each([
    [315, true],
    [309, true],
    [315.1, false],
    [undefined, false],
  ])('with a length of %s s: %s', (seconds, same) => {
    expect(isSameRecording(WISH, { ...HIT, seconds })).toBe(same)
  })
  it('without a length of its own nothing is the same', () => {
    expect(isSameRecording({ ...WISH, seconds: undefined }, HIT)).toBe(false)
  })

  it.each([
    ['Night Drive', 'night  drive'],
    ['Night Drive', 'Night Drive (Official Video)'],
    ['Night Drive', 'Night Drive [Official Music Video]'],
    ['Night Drive', 'Night Drive (feat. Eve)'],
    ['Night Drive ft. Eve', 'Night Drive'],
    ['Night Drive feat. Eve (Bo Remix)', 'Night Drive (Bo Remix) [feat. Eve]'],
    ['Night Drive', 'Night Drive (Original Mix)'],
    ['Night Drive - Original Mix', 'Night Drive'],
    ['Night Drive (Radio Edit)', 'Night Drive - Radio Edit'],
    ['Don’t Stop', "Don't Stop"],
    ['Café', 'Cafe'],
    ['ＮＩＧＨＴ', 'night'],
    ['Rock & Roll', 'Rock and Roll'],
    ['夜のドライブ', '夜のドライブ'],
    ['!!!', '!!!'],
  ])('%s is %s', (wished, found) => expect(titles(wished, found)).toBe(true))

  it.each([
    ['Night Drive', 'Night Drive (Bo Remix)'],
    ['Night Drive feat. Eve', 'Night Drive feat. Eve (Bo Remix)'],
    ['Night Drive', 'Night Drive feat. Eve - Live'],
    ['Night Drive (Extended Mix)', 'Night Drive'],
    ['Night Drive (Radio Edit)', 'Night Drive (Club Edit)'],
    ['Night Drive', 'Night Drive 2'],
    ['夜のドライフ', '夜のドライブ'],
    ['!!!', '???'],
  ])('%s is not %s', (wished, found) => expect(titles(wished, found)).toBe(false))

  it.each<[string | string[], string | string[]]>([
    ['Ada Low', ['Ada Low', 'Eve']],
    ['Ada Low & Eve', 'Eve, Ada Low'],
    ['Ada Low feat. Eve', 'Ada Low'],
    ['Ada Low x Eve', ['Ada Low', 'Eve']],
    ['The Lows', 'Lows'],
    ['Beyoncé', 'BEYONCE'],
    ['AC/DC', 'AC/DC'],
    ['Simon & Garfunkel', ['Simon & Garfunkel']],
  ])('%s is %s', (wished, found) => expect(artists(wished, found)).toBe(true))

  it.each<[string | string[], string | string[]]>([
    ['Ada Low', 'Cy Moor'],
    ['Eve', ['Ada Low', 'Eve']],
    ['Ada Low & Eve', 'Ada Low & Bo'],
    ['', 'Ada Low'],
    ['Ada Low', []],
    ['Ada', 'Ada Low'],
  ])('%j is not %j', (wished, found) => expect(artists(wished, found)).toBe(false))
})

describe('the best of many hits', () => {
  const wish = { ...WISH, isrc: ISRC }
  const best = (hits: Hit[]) => bestOf(hits, hit => hit, wish, isSameRecording)

  it('of one code, that of the name; of one name, the nearest in length', () => {
    const [mix, far, near] = [
      { ...HIT, title: 'Night Drive (Atmos Mix)', isrc: ISRC },
      { ...HIT, seconds: 313.5, isrc: ISRC },
      { ...HIT, seconds: 311, isrc: ISRC },
    ]
    expect(best([mix, far, near])).toBe(near)
    expect(best([mix, far])).toBe(far)
    expect(best([mix])).toBe(mix)
  })
  it('none when none is the same', () => expect(best([{ ...HIT, title: 'Dawn' }])).toBeUndefined())
})

it.each([
  ['Night Drive (Bo Remix)', ['Bo', 'Ada Low'], true],
  ['Night Drive - Live at the Hall', 'Ada Low', true],
  ['Night Drive', 'Cy Moor', false],
  ['Night Train', 'Ada Low', false],
])('%s by %s is the song: %s', (title, artist, same) => {
  expect(isSameSong(WISH, { title, artist })).toBe(same)
})
