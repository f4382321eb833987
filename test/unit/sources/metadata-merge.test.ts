import { describe, expect, it } from 'vitest'
import { isrcOf, type ProviderName, placeOf, releaseDateOf } from '../../../src/model/metadata.ts'
import { merge } from '../../../src/sources/metadata/merge.ts'
import { chooseRelease, genreOf } from '../../../src/sources/metadata/musicbrainz-release.ts'
import { Release } from '../../../src/sources/metadata/musicbrainz-schemas.ts'
import type { Found } from '../../../src/sources/metadata/provider.ts'
import fc from '../../support/property.ts'

const merged = (said: Partial<Record<ProviderName, Found>>) =>
  merge(Object.entries(said).map(([by, found]) => ({ by: by as ProviderName, found })))
const dated = (text: string): Found => ({ releaseDate: releaseDateOf(text) })

describe('merging', () => {
  it('nobody said anything: nothing', () => {
    expect(merge([])).toEqual({ metadata: { links: {} }, evidence: {} })
  })

  it('two that agree beat one that is trusted more, and the others are told', () => {
    const { metadata, evidence } = merged({
      spotify: { album: 'Spring Hits' },
      itunes: { album: 'HARBOUR LIGHTS' },
      musicbrainz: { album: 'Harbour Lights' },
    })
    expect(metadata.album).toBe('Harbour Lights')
    expect(evidence.album).toEqual({
      by: ['musicbrainz', 'itunes'],
      others: [{ value: 'Spring Hits', by: ['spotify'] }],
    })
  })

  it('one against one: who is trusted more, whoever spoke first', () => {
    const one = { deezer: { label: 'A' }, musicbrainz: { label: 'B' } }
    const two = { musicbrainz: { label: 'B' }, deezer: { label: 'A' } }
    for (const said of [one, two]) expect(merged(said).metadata.label).toBe('B')
  })

  it('a label with and without "Records" is one', () => {
    const { evidence } = merged({ deezer: { label: 'Quay Records' }, musicbrainz: { label: 'Quay' } })
    expect(evidence.label).toEqual({ by: ['musicbrainz', 'deezer'], others: [] })
  })

  it('lengths agree within a second', () => {
    const { metadata, evidence } = merged({
      spotify: { seconds: 290 },
      deezer: { seconds: 312 },
      itunes: { seconds: 311.4 },
    })
    expect(metadata.seconds).toBe(311.4)
    expect(evidence.seconds?.others).toEqual([{ value: '290', by: ['spotify'] }])
  })

  it.each<[string, Partial<Record<ProviderName, string>>, string, ProviderName[]]>([
    [
      'the finest of those that agree',
      { musicbrainz: '2024', deezer: '2024-05-31' },
      '2024-05-31',
      ['musicbrainz', 'deezer'],
    ],
    [
      'a month between',
      { musicbrainz: '2024-05', itunes: '2024-05-31', deezer: '2024' },
      '2024-05-31',
      ['musicbrainz', 'deezer', 'itunes'],
    ],
    [
      'two days of one year: the trusted one',
      { musicbrainz: '2024-05-30', deezer: '2024-05-31' },
      '2024-05-30',
      ['musicbrainz'],
    ],
    [
      'a year against a finer day: the trusted one',
      { musicbrainz: '1997', deezer: '2024-05-31' },
      '1997',
      ['musicbrainz'],
    ],
    [
      'a year that both days agree with',
      { musicbrainz: '2024-05-30', deezer: '2024-05-31', itunes: '2024' },
      '2024-05-30',
      ['musicbrainz', 'itunes'],
    ],
  ])('dates: %s', (_what, said, text, by) => {
    const { metadata, evidence } = merged(
      Object.fromEntries(Object.entries(said).map(([name, date]) => [name, dated(date)])),
    )
    expect(metadata.releaseDate?.text).toBe(text)
    expect(evidence.releaseDate?.by).toEqual(by)
  })

  it('a link is best known by its own place', () => {
    const { metadata, evidence } = merged({
      musicbrainz: { links: { deezer: 'https://www.deezer.com/track/1', bandcamp: 'https://a.bandcamp.com/track/b' } },
      deezer: { links: { deezer: 'https://www.deezer.com/track/2' } },
    })
    expect(metadata.links).toEqual({
      deezer: 'https://www.deezer.com/track/2',
      bandcamp: 'https://a.bandcamp.com/track/b',
    })
    expect(evidence.deezer).toEqual({
      by: ['deezer'],
      others: [{ value: 'https://www.deezer.com/track/1', by: ['musicbrainz'] }],
    })
  })

  it('does not depend on who answered first, and invents nothing', () => {
    const name = fc.constantFrom<ProviderName>('spotify', 'deezer', 'musicbrainz', 'itunes')
    const found = fc.record({
      album: fc.constantFrom('A', 'a', 'B', undefined),
      seconds: fc.constantFrom(300, 300.6, 320, undefined),
      releaseDate: fc.constantFrom('1997', '1997-05', '1997-05-01', '2001-01-01').map(releaseDateOf),
    })
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ by: name, found }), { selector: ({ by }) => by }), said => {
        const result = merge(said)
        expect(merge([...said].reverse())).toEqual(result)
        const { album, releaseDate } = result.metadata
        expect(said.some(one => one.found.album === album) || album === undefined).toBe(true)
        expect(said.some(one => one.found.releaseDate === releaseDate) || said.length === 0).toBe(true)
        for (const field of ['album', 'seconds', 'releaseDate'] as const) {
          const { by = [], others = [] } = result.evidence[field] ?? {}
          const heard = [...by, ...others.flatMap(other => other.by)]
          expect(heard.sort()).toEqual(said.flatMap(one => (one.found[field] ? [one.by] : [])).sort())
        }
      }),
    )
  })
})

describe('what values are', () => {
  it.each([
    ['2024-05-31', '2024-05-31', 'day'],
    ['2024-05-31T12:00:00Z', '2024-05-31', 'day'],
    ['2024-05', '2024-05', 'month'],
    ['2024-00-00', '2024', 'year'],
    [' 1997 ', '1997', 'year'],
  ])('%s is a date', (text, shown, precision) => expect(releaseDateOf(text)).toEqual({ text: shown, precision }))
  it.each(['0000-00-00', '', 'soon', '20245', undefined])('%s is none', text =>
    expect(releaseDateOf(text)).toBeUndefined(),
  )

  it.each([
    ['de-a11-24-00123', 'DEA112400123'],
    ['DEA112400123', 'DEA112400123'],
    ['DEA11240012', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is the code %s', (text, isrc) => expect(isrcOf(text)).toBe(isrc))

  it.each([
    ['https://open.spotify.com/track/1', 'spotify'],
    ['https://youtu.be/1', 'youtube'],
    ['https://ada.bandcamp.com/track/1', 'bandcamp'],
    ['https://notbandcamp.com/track/1', undefined],
    ['javascript://soundcloud.com/%0aalert(1)', undefined],
    ['nothing', undefined],
  ])('%s is a link to %s', (url, place) => expect(placeOf(url)).toBe(place))
})

describe('which release a recording is known by', () => {
  const release = (id: string, more: object = {}) => ({
    id,
    title: id,
    status: 'Official',
    date: '2024-01-01',
    ...more,
  })
  const kind = (...types: string[]) => ({ 'release-group': { id: 'g', 'secondary-types': types } })

  it.each([
    [[release('later', { date: '2024-02' }), release('first')], undefined, 'first'],
    [[release('Hits', { ...kind('Compilation'), date: '1990' }), release('Album', kind())], undefined, 'Album'],
    [[release('Promo', { status: 'Promotion', date: '1990' }), release('Album')], undefined, 'Album'],
    [[release('undated', { date: undefined }), release('dated')], undefined, 'dated'],
    [[release('first', { date: '1990' }), release('Hits', kind('Compilation'))], 'HITS', 'Hits'],
    [[], undefined, undefined],
  ])('%#', (releases, album, id) =>
    expect(
      chooseRelease(
        releases.map(it => Release.parse(it)),
        album,
      )?.id,
    ).toBe(id),
  )
})

it.each([
  [
    [
      { name: 'drum and bass', count: 2 },
      { name: 'techno', count: 1 },
    ],
    'Drum And Bass',
  ],
  [
    [
      { name: 'idm', count: 1 },
      { name: "rock 'n' roll", count: 3 },
    ],
    "Rock 'n' Roll",
  ],
  [[], undefined],
])('the genre of %j is %s', (genres, genre) => expect(genreOf(genres)).toBe(genre))
