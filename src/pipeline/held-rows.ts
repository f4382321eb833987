// All rows of Music Tracks at once, to look for many tracks: one request for a hundred rows in place of one for each track.

import { canonicalLinks, type Track } from '../model/track.ts'
import { spotifyIdIn } from '../model/url/spotify.ts'
import { canonicalLink } from '../model/url/url.ts'
import type { TrackTable } from '../notion/tracks.ts'
import type { Ledger } from '../store/ledger.ts'
import { folded, readIfThere } from './find-or-create-track.ts'

export interface HeldRows {
  /** Looks rows up among those held; what it makes is held too. */
  tracks: TrackTable
  /** A row by its page; undefined when it is gone. */
  read(id: string): Promise<Track | undefined>
}

interface HoldDeps {
  tracks: TrackTable
  ledger: Pick<Ledger, 'fact' | 'setFact'>
}

const ROWS_PER_REQUEST = 100
/** As long as they were not counted. */
const USUAL_ROWS = 5000

/** @param count how many tracks are going to be looked for: of few, each is asked for by itself */
export async function holdRows({ tracks, ledger }: HoldDeps, count: number): Promise<HeldRows> {
  const counted = `rows of ${tracks.dataSourceId}`
  const rows = Number(ledger.fact(counted) ?? USUAL_ROWS)
  if (count <= 1 + rows / ROWS_PER_REQUEST) return { tracks, read: id => readIfThere(tracks, id) }
  const all = await tracks.listAll()
  ledger.setFact(counted, String(all.length))
  return held(tracks, all)
}

function held(tracks: TrackTable, all: readonly Track[]): HeldRows {
  const byId = new Map<string, Track>()
  const byKey = new Map<string, Track[]>()

  function hold(row: Track): Track {
    byId.set(row.id, row)
    for (const key of keysOf(row)) byKey.set(key, [...(byKey.get(key) ?? []), row])
    return row
  }

  for (const row of all) hold(row)
  const of = async (...keys: string[]) => [...new Set(keys.flatMap(key => byKey.get(key) ?? []))]
  return {
    tracks: {
      ...tracks,
      listByLink: link => of(`link ${canonicalLink(link)}`),
      listBySpotifyId: id => of(`spotify ${id}`),
      listAlike: ({ title, artist, isrc }) => of(`isrc ${folded(isrc)}`, nameKey({ title, artist })),
      create: async row => hold(await tracks.create(row)),
    },
    read: async id => byId.get(id) ?? (await readIfThere(tracks, id)),
  }
}

function keysOf(row: Track): string[] {
  const ids = [row.spotifyId?.trim(), ...[row.spotifyUrl, row.sourceUrl].map(link => spotifyIdIn('track', usual(link)))]
  return [
    ...new Set([
      ...canonicalLinks(row).map(link => `link ${link}`),
      ...ids.flatMap(id => (id ? [`spotify ${id}`] : [])),
      ...(row.isrc ? [`isrc ${folded(row.isrc)}`] : []),
      ...(row.title && row.artist ? [nameKey(row)] : []),
    ]),
  ]
}

const usual = (link = '') => canonicalLink(link) ?? ''
const nameKey = ({ title, artist }: Pick<Track, 'title' | 'artist'>) => `name ${folded(artist)} - ${folded(title)}`
