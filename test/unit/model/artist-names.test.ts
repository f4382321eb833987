import { describe, expect, it } from 'vitest'
import { canBeArtist, creditsIn, namesOf, partsOf } from '../../../src/model/artist-names.ts'

describe('the artists a row names', () => {
  it.each([
    [{ artist: 'Ada Low' }, ['Ada Low']],
    [{ artist: 'Above & Beyond feat. Zoë Johnston' }, ['Above & Beyond', 'Zoë Johnston']],
    [{ artist: 'Ada Low', title: 'Night Drive (feat. Ben Oak)' }, ['Ada Low', 'Ben Oak']],
    [{ artist: 'Ada Low ft. Ben Oak', title: 'Night Drive ft. Ben Oak' }, ['Ada Low', 'Ben Oak']],
    [{ title: 'Night Drive (feat. Ben Oak)' }, []],
    [{ artist: 'Various Artists' }, []],
    [{ artist: ' ' }, []],
    [{}, []],
  ])('%j: %j', (row, credits) => expect(creditsIn(row)).toEqual(credits))

  it.each(['Tracks', 'n/a', 'VA', 'various  artists', 'user-123456', 'USER-4821337', ''])('%j is nobody', name =>
    expect(canBeArtist(name)).toBe(false),
  )
  it.each(['User-12345', 'Usher', 'Vandal', 'The Unknown', '!!!', 'М'])('%j may be somebody', name =>
    expect(canBeArtist(name)).toBe(true),
  )
})

describe('a text of several names', () => {
  const split = (credit: string, ...known: string[]) => partsOf(credit, name => known.includes(name))

  it.each([
    ['Ada Low', [], ['Ada Low']],
    ['Ada Low, Ben Oak', [], ['Ada Low', 'Ben Oak']],
    ['Ada Low x Ben Oak', [], ['Ada Low', 'Ben Oak']],
    ['Ada Low & Ben Oak', ['Ada Low', 'Ben Oak'], ['Ada Low', 'Ben Oak']],
    ['Above & Beyond', ['Above & Beyond'], ['Above & Beyond']],
    ['Above & Beyond', ['Above & Beyond', 'Above', 'Beyond'], ['Above & Beyond']],
    ['Above & Beyond, Ada Low', ['Above & Beyond'], ['Above & Beyond', 'Ada Low']],
    ['Ada Low x Above & Beyond x Ben Oak', ['Above & Beyond'], ['Ada Low', 'Above & Beyond', 'Ben Oak']],
    ['Tyler, The Creator, Kali Uchis', ['Tyler, The Creator', 'Tyler'], ['Tyler, The Creator', 'Kali Uchis']],
    ['Ada Low, The Weeknd', ['The Weeknd'], ['Ada Low', 'The Weeknd']],
    ['A, B, C, D, E, F', [], ['A', 'B', 'C', 'D', 'E', 'F']],
  ])('%j, of which %j are known: %j', (credit, known, parts) => expect(split(credit, ...known)).toEqual(parts))

  it.each([
    ['Above & Beyond', []],
    ['Simon and Garfunkel', ['Simon']],
    ['Tyler, The Creator', []],
    ['AC/DC', []],
    ['Florence + The Machine', []],
    ['Earth, Wind & Fire', ['Earth']],
    ['Ada Low with Ben Oak', ['Ada Low']],
    ['A, B, C, D, E, F, G', []],
  ])('%j, of which %j are known, may be one name or several', (credit, known) =>
    expect(split(credit, ...known)).toBeUndefined(),
  )

  it('all of them are asked for at once, longer ones first', () => {
    expect(namesOf('A & B, C')).toEqual(['A & B, C', 'A & B', 'B, C', 'A', 'B', 'C'])
    expect(namesOf('Ada Low')).toEqual(['Ada Low'])
    expect(namesOf('A, B, C, D, E, F, G')).toHaveLength(1)
  })
})
