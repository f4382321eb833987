// Playlists exported as tables: Spotify's and Exportify's columns, and those of other exporters, by their names.

import { InputFault } from '../errors.ts'
import { canonicalLink } from '../model/url/url.ts'
import { parseCsv } from './csv.ts'
import { type Listing, type NamedTrack, whyNoTrack } from './listing.ts'

/** Names of columns, without blanks and marks, best first. */
const COLUMNS = {
  title: ['trackname', 'title', 'name', 'songname', 'song', 'track'],
  artist: ['artistnames', 'artistname', 'artists', 'artist', 'creator'],
  album: ['albumname', 'album', 'albumtitle'],
  link: ['trackuri', 'spotifyuri', 'uri', 'trackurl', 'spotifyurl', 'url', 'link', 'soundcloudurl', 'youtubeurl'],
  spotifyId: ['spotifyid', 'spotifytrackid', 'trackid'],
  ms: ['trackdurationms', 'durationms', 'lengthms'],
  length: ['duration', 'length', 'time', 'durationseconds'],
  isrc: ['isrc', 'trackisrc'],
} as const
type Column = keyof typeof COLUMNS

/** @throws InputFault when no column names tracks */
export function parsePlaylistTable(text: string): Listing<NamedTrack> {
  const [names = [], ...rows] = parseCsv(text)
  const columns = columnsOf(names)
  if (columns.title === undefined && columns.link === undefined && columns.spotifyId === undefined) {
    throw new InputFault(
      'the table has no column of tracks: expected "Track URI" or "Track Name" and "Artist Name(s)", as Exportify writes them',
      'No_Source',
    )
  }
  const entries: NamedTrack[] = []
  const passedOver: Listing['passedOver'] = []
  for (const [at, row] of rows.entries()) {
    const track = trackOf(column => row[columns[column] ?? -1]?.trim() || undefined)
    if (typeof track === 'string') passedOver.push({ index: at + 1, why: track })
    else entries.push(track)
  }
  return { total: rows.length, entries, passedOver }
}

/** Of two columns of one meaning, the better name counts, and the first of one name. */
function columnsOf(names: readonly string[]): Partial<Record<Column, number>> {
  const plain = names.map(name => name.toLowerCase().replace(/[^\p{L}\d]/gu, ''))
  return Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([column, known]) => {
      const found = known.map(name => plain.indexOf(name)).find(index => index >= 0)
      return found === undefined ? [] : [[column, found]]
    }),
  )
}

/** @returns the track, or why the row is none */
function trackOf(cell: (column: Column) => string | undefined): NamedTrack | string {
  const given = cell('link') ?? idLink(cell('spotifyId'))
  if (/^(spotify:|https:\/\/open\.spotify\.com\/)(episode|show)/.test(given ?? ''))
    return 'it is an episode of a podcast'
  const link = given && canonicalLink(given)
  const title = cell('title')
  if (!link && !title) return 'the row names no track'
  const why = link && whyNoTrack(link)
  if (why) return why
  const artist = cell('artist')
    ?.split(/\s*;\s*|,(?=\S)/)
    .join(', ')
  return { link, title, artist, album: cell('album'), seconds: secondsOf(cell), isrc: cell('isrc')?.toUpperCase() }
}

const idLink = (id: string | undefined) => (id && /^[A-Za-z0-9]{22}$/.test(id) ? `spotify:track:${id}` : undefined)

/** Milliseconds, `3:25`, or seconds. */
function secondsOf(cell: (column: Column) => string | undefined): number | undefined {
  const ms = Number(cell('ms'))
  if (ms > 0) return ms / 1000
  const parts = (cell('length') ?? '').split(':').map(Number)
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0)
  return seconds > 0 ? seconds : undefined
}
