import { describe, expect, it } from 'vitest'
import { compareNames, songKey } from '../../../../src/model/recording/names.ts'

const named = (artist: string, title: string) => ({ artist, title })

describe('names of recordings', () => {
  it.each([
    ['Nelly', 'Hot In Herre', 'Hot In Herre (CHOZEN REMIX)'],
    ['Illenium', 'Lonely (WHIPPED CREAM Remix)', 'Lonely (She Was Silver Remix)'],
    ['Kiiara', 'Gold', 'Gold (Extended Mix)'],
    ['Kiiara', 'Gold (Radio Edit)', 'Gold (Extended Mix)'],
    ['Kiiara', 'Gold', 'Gold (Instrumental)'],
    ['Kiiara', 'Gold (Clean)', 'Gold (Explicit)'],
    ['Kiiara', 'Gold', 'Gold (Live at Wembley)'],
    ['Kiiara', 'Gold', 'Gold (Remastered 2011)'],
    ['Kiiara', 'Gold (2009 Remaster)', 'Gold (2011 Remaster)'],
    ['Kiiara', 'Gold', 'Gold - Remastered'],
  ])('%s: “%s” is another version than “%s”', (artist, one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const compared = compareNames(named(artist, first), named(artist, second))
      expect(compared).toMatchObject({ isOneSong: true, difference: expect.any(String) })
    }
    expect(songKey(named(artist, one))).toBe(songKey(named(artist, other)))
  })

  it.each([
    ['Kiiara', 'Gold', 'Kiiara - Gold (Official Video)'],
    ['Kiiara', 'Gold', 'Gold (Original Mix)'],
    ['Kiiara', 'Gold (Remastered 2011)', 'Gold - 2011 Remaster'],
    ['The Weeknd', 'Blinding Lights', 'Blinding Lights (HQ)'],
  ])('%s: “%s” is “%s”', (artist, one, other) => {
    expect(compareNames(named(artist, one), named(artist, other))).toEqual({ isOneSong: true, difference: undefined })
  })

  it('songs of one name by two artists are two', () => {
    const [one, other] = [named('Roger Sanchez', 'Sacrifice'), named('Elton John', 'Sacrifice')]
    expect(compareNames(one, other).isOneSong).toBe(false)
    expect(songKey(one)).not.toBe(songKey(other))
  })

  it('says nothing without titles', () => {
    expect(compareNames({}, named('Kiiara', 'Gold'))).toEqual({ isOneSong: false })
    expect(compareNames({ title: ' ' }, {})).toEqual({ isOneSong: false })
    expect(songKey({ title: 'Gold' })).toBe('')
  })
})
