// The second wording of a search, and what else a search found of the same recording.

import { describe, expect, it } from 'vitest'
import { chooseMatch } from '../../../src/model/match/match.ts'
import type { Candidate, Wish } from '../../../src/model/match/types.ts'
import { otherWords, sameElsewhere, searchWords } from '../../../src/model/search.ts'

const named = (title: string, artist: Wish['artist'], more: Partial<Wish> = {}): Wish => ({ title, artist, ...more })

describe('other words', () => {
  it.each([
    ['guests and junk go', named('Night Ferry (feat. Jo) [Official Video]', 'Nia'), 'Nia Night Ferry'],
    ['a version stays', named('Night Ferry (Kasu Remix) [Free DL]', 'Nia'), 'Nia Night Ferry Kasu Remix'],
    ['of several artists the first', named('Night Ferry', ['Nia', 'Jo']), 'Nia Night Ferry'],
    ['another script is read in Latin letters', named('Группа крови', 'Кино'), 'kino gruppa krovi'],
    ['where nothing is left out, there are none', named('Night Ferry', 'Nia'), undefined],
    ['capitals and marks are no other words', named('NIGHT FERRY!', 'Nia'), undefined],
  ])('%s', (_what, wish, words) => expect(otherWords(wish, 'soundcloud')).toBe(words))

  it('are the code at YouTube Music, which knows codes', () => {
    const wish = named('Night Ferry', 'Nia', { isrc: 'de-a11-24-00123' })
    expect(otherWords(wish, 'youtube-music')).toBe('DEA112400123')
    expect(otherWords(wish, 'youtube')).toBeUndefined()
    expect(otherWords({ ...wish, isrc: 'no code' }, 'youtube-music')).toBeUndefined()
    expect(searchWords(wish)).toBe('Nia Night Ferry')
  })
})

describe('the same elsewhere', () => {
  const candidate = (source: Candidate['source'], name: string, more: Partial<Candidate> = {}): Candidate => ({
    link: `https://x.example/${name}`,
    source,
    title: 'Nia - Night Ferry',
    uploader: 'somebody',
    seconds: 200,
    ...more,
  })
  const elsewhere = (...others: Candidate[]) =>
    sameElsewhere(chooseMatch(named('Night Ferry', 'Nia', { seconds: 200 }), [FIRST, ...others])).map(link =>
      link.at(-1),
    )
  const FIRST = candidate('soundcloud', 'a', { uploader: 'Nia' })

  it('is as likely, as long, and of another service', () => {
    const same = candidate('youtube', 'b')
    const here = candidate('soundcloud', 'c')
    const live = candidate('youtube', 'd', { title: 'Nia - Night Ferry (live)' })
    const longer = candidate('youtube', 'e', { seconds: 203 })
    const unknown = candidate('youtube', 'f', { seconds: undefined })
    expect(elsewhere(same, here, live, longer, unknown)).toEqual(['b'])
    expect(elsewhere()).toEqual([])
  })
})
