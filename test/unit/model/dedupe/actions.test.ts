import { describe, expect, it } from 'vitest'
import { actionsOf, whyItStays } from '../../../../src/model/dedupe/actions.ts'
import { compareCopies, exactQuality, whyKept } from '../../../../src/model/dedupe/keeper.ts'
import type { DedupeCopy } from '../../../../src/model/dedupe/plan.ts'

const LOSSLESS = { codec: 'flac', isLossless: true, bits: 16, sampleRate: 44_100, cutoff: 21_000 }
const LOSSY = { codec: 'mp3', isLossless: false, bitRate: 320, sampleRate: 44_100 }

const fileOf = (path: string, stays?: string) => ({ path, format: 'wav', bytes: 10, changedAt: 1, stays })
const copyOf = (id: string, more: Partial<DedupeCopy> = {}): DedupeCopy => ({
  id,
  label: id,
  files: [fileOf(`/library/${id}.wav`)],
  quality: LOSSLESS,
  seconds: 200,
  tags: 0,
  isPicked: false,
  ...more,
})
const rowOf = (page: string, more: Partial<DedupeCopy> = {}) => copyOf(`row:${page}`, { page, ...more })
const actions = (keeper: DedupeCopy, ...others: DedupeCopy[]) =>
  actionsOf({ copies: [...others, keeper], keeper: keeper.id })

describe('the keeper', () => {
  const disguised = { ...LOSSLESS, cutoff: 16_000 }
  const since = (day: string) => `2026-01-${day}T00:00:00Z`

  it.each<[string, Partial<DedupeCopy>, Partial<DedupeCopy>, RegExp]>([
    ['a person picked', { isPicked: true, quality: LOSSY }, { tags: 9 }, /^a person picked it$/],
    ['is a row', { page: 'p', quality: LOSSY }, {}, /^it is a row/],
    [
      'is in the library',
      { quality: LOSSY },
      { files: [fileOf('/elsewhere/a.wav', 'it lies outside')], tags: 9 },
      /^it is in the library/,
    ],
    ['is lossless of a lossless source', { quality: LOSSLESS }, { quality: disguised, tags: 9 }, /made of a lossy/],
    ['is wrapped lossless', { quality: disguised }, { quality: LOSSY, tags: 9 }, /mp3 320 kbit/],
    [
      'has more bits',
      { quality: { ...LOSSLESS, bits: 24 } },
      { tags: 9 },
      /flac 24 bits 44.1 kHz, the other’s flac 16 bits/,
    ],
    ['has a higher bit rate', { quality: LOSSY }, { quality: { ...LOSSY, bitRate: 128 }, tags: 9 }, /mp3 320 kbit/],
    [
      'has more tags',
      { tags: 3, since: since('09') },
      { tags: 2, since: since('01') },
      /3 cells and tags, of the other 2/,
    ],
    ['is older', { since: since('01') }, { since: since('02') }, /it came first/],
    ['came at a time that is known', { since: since('01') }, {}, /it came first/],
  ])('%s', (_, kept, other, because) => {
    const [one, two] = [copyOf('b', kept), copyOf('a', other)]
    expect([two, one].sort(compareCopies)[0]).toBe(one)
    expect(compareCopies(two, one)).toBeGreaterThan(0)
    expect(whyKept(one, two)).toMatch(because)
  })

  it('is the same one whatever comes first', () => {
    const all = ['c', 'a', 'b'].map(id => copyOf(id))
    expect(all.toSorted(compareCopies)).toEqual(all.toReversed().sort(compareCopies))
    expect(whyKept(copyOf('a'), copyOf('b'))).toBe('nothing tells them apart, so one of them is kept')
  })

  it('is spoken of with what is known', () => {
    expect([LOSSLESS, LOSSY, { isLossless: false }].map(exactQuality)).toEqual([
      'flac 16 bits 44.1 kHz',
      'mp3 320 kbit/s',
      'an unknown source',
    ])
  })
})

describe('gains', () => {
  it('fill what is empty and add to lists; what the keeper holds stays', () => {
    const keeper = rowOf('k', {
      cells: { title: 'Mine', genre: 'House', tags: ['a'], playlists: ['p1'], soundcloudUrl: 'x' },
    })
    const other = rowOf('o', {
      cells: { title: 'Theirs', album: 'Night', tags: ['a', 'b'], playlists: ['p2'], youtubeUrl: 'y', sourceUrl: 'z' },
    })
    const third = rowOf('t', { cells: { album: 'Other', isrc: 'I', playlists: ['p2', 'p3'] } })
    expect(actions(keeper, other, third).gains).toEqual([
      { how: 'fill', field: 'album', value: 'Night' },
      { how: 'fill', field: 'isrc', value: 'I' },
      { how: 'add', field: 'playlists', values: ['p2', 'p3'] },
      { how: 'add', field: 'tags', values: ['b'] },
      { how: 'fill', field: 'youtubeUrl', value: 'y' },
    ])
  })

  it('for a keeper that is no row are none', () => {
    expect(actions(copyOf('k'), rowOf('o', { cells: { album: 'Night' } }))).toEqual({ gains: [], removals: [] })
  })

  it('give the first link to a row that has none', () => {
    const other = rowOf('o', { cells: { sourceUrl: 'z' } })
    expect(actions(rowOf('k'), other).gains).toEqual([{ how: 'fill', field: 'sourceUrl', value: 'z' }])
  })
})

describe('removals', () => {
  it('are the files, the items and the row of a copy, each once, and nothing of the keeper', () => {
    const shared = fileOf('/library/row:k.wav')
    const items = { item: { id: 'I1', name: 'x' }, otherItems: [{ id: 'I2', name: 'y' }] }
    const other = rowOf('o', { files: [fileOf('/library/o.wav'), fileOf('/usb/o.wav', 'outside'), shared], ...items })
    const again = copyOf('again', { files: [fileOf('/library/o.wav')], item: items.item })
    const keeper = rowOf('k', { otherItems: [{ id: 'I2', name: 'y' }] })
    expect(actions(keeper, other, again).removals).toEqual([
      { what: 'file', copy: 'row:o', path: '/library/o.wav' },
      { what: 'item', copy: 'row:o', item: 'I1' },
      { what: 'row', copy: 'row:o', page: 'o' },
    ])
  })

  it('are never of a keeper that is not there', () => {
    expect(actionsOf({ copies: [rowOf('a'), rowOf('b')], keeper: 'row:c' })).toEqual({ gains: [], removals: [] })
  })

  it('follow the keeper that a person names', () => {
    const copies = [rowOf('a'), rowOf('b')]
    for (const keeper of copies)
      expect(actionsOf({ copies, keeper: keeper.id }).removals.some(({ copy }) => copy === keeper.id)).toBe(false)
  })

  it('spare loose files that are better than the row’s, unless a person picked the row', () => {
    const better = copyOf('better')
    const row = rowOf('k', { quality: LOSSY })
    expect(whyItStays(better, row)).toBe('it is better than what the row has')
    expect(whyItStays(better, { ...row, isPicked: true })).toBeUndefined()
  })
})
