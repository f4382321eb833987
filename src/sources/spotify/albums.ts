// Albums: their tracks in order. An album does not change, so that what was read is kept.

import { InputFault } from '../../errors.ts'
import { KeptPlaylist } from './cache.ts'
import { type FoundList, type Lists, MOST_ENTRIES, othersOf, tracksOf } from './lists.ts'
import { pages, pathOf } from './pages.ts'
import type { Ask } from './requests.ts'
import { AlbumAnswer, AlbumPage } from './schemas.ts'

const MISSING = 'there is no such album (404)'
/** Under which all states of an album are kept. */
const ALWAYS = 'album'

export async function readAlbum(lists: Lists, id: string, ask: Ask): Promise<FoundList> {
  const { requests, cache, apiUrl, market } = lists
  const kept = cache.get(`album ${id}`, KeptPlaylist)
  if (kept) return kept
  const turn = { ...ask, missing: MISSING }
  const query = market ? `?${new URLSearchParams({ market })}` : ''
  const answer = await requests.get(`/albums/${id}${query}`, AlbumAnswer, turn)
  if (!answer) throw new InputFault(MISSING, 'Metadata_Failed')
  const { name: title, tracks: first } = answer
  let list: FoundList = { title, total: first.total, tracks: tracksOf(first), passedOver: othersOf(first, 0) }
  const next = first.next ? pathOf(first.next, apiUrl) : undefined
  if (next) {
    for await (const { page } of pages(next, { requests, apiUrl, form: AlbumPage, turn })) {
      const { tracks, passedOver } = list
      const others = othersOf(page, tracks.length + passedOver.length)
      list = { ...list, tracks: [...tracks, ...tracksOf(page)], passedOver: [...passedOver, ...others] }
      if (list.tracks.length + list.passedOver.length >= MOST_ENTRIES) break
    }
  }
  const named = { ...list, tracks: list.tracks.map(track => ({ ...track, album: title })) }
  cache.put({ [`album ${id}`]: { ...named, snapshot: ALWAYS } })
  return named
}
