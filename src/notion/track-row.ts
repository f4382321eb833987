// A row of Music Tracks as a track, and a track as a new row.

import type { Track } from '../model/track.ts'
import { canonicalLink, linkField } from '../model/url/url.ts'
import { readCheckbox, readNames, readNumber, readText } from './cells.ts'
import { entriesAs, entriesIn, isRelation } from './entries.ts'
import type { Row, Values } from './page.ts'
import type { Column, Schema } from './schema.ts'
import type { TrackField } from './track-filters.ts'
import type { NewTrack, TrackLink } from './tracks.ts'

/** What a new row is to hold. */
export function trackValues(schema: Schema<TrackField>, track: NewTrack): Values<TrackField> {
  const { link, spotifyId, playlistId, playlistName, ...rest } = track
  const spotify = spotifyId && canonicalLink(`spotify:track:${spotifyId}`)
  return {
    ...rest,
    spotifyId,
    playlists: entriesAs(schema.columns.playlists, playlistsIn(schema, { playlistId, playlistName })),
    ...(spotify && (!link || schema.columns.spotifyUrl) && { [fieldOf(schema, spotify)]: spotify }),
    ...(link && { [fieldOf(schema, link)]: link }),
  }
}

/** The column a link goes to: never a YouTube link in the SoundCloud column. */
const fieldOf = (schema: Schema<TrackField>, link: string): TrackField => {
  const field = linkField(link)
  return schema.columns[field] ? field : 'sourceUrl'
}

export function toTrack({ page, cells }: Row<TrackField>): Track {
  return {
    id: page.id,
    createdAt: page.created_time,
    editedAt: page.last_edited_time,
    inTrash: page.in_trash || page.is_archived,
    title: readText(cells.title),
    artist: readText(cells.artist),
    album: readText(cells.album),
    soundcloudUrl: readText(cells.soundcloudUrl),
    youtubeUrl: readText(cells.youtubeUrl),
    spotifyUrl: readText(cells.spotifyUrl),
    spotifyId: readText(cells.spotifyId),
    sourceUrl: readText(cells.sourceUrl),
    isrc: readText(cells.isrc),
    genre: readText(cells.genre),
    label: readText(cells.label),
    composer: readText(cells.composer),
    remixer: readText(cells.remixer),
    releaseDate: readText(cells.releaseDate),
    trackNumber: readNumber(cells.trackNumber),
    discNumber: readNumber(cells.discNumber),
    rating: starsIn(cells.rating),
    downloaded: readCheckbox(cells.downloaded),
    m4aPath: readText(cells.m4aPath),
    wavPath: readText(cells.wavPath),
    aiffPath: readText(cells.aiffPath),
    eagleId: readText(cells.eagleId),
    duration: readNumber(cells.duration),
    tempo: readNumber(cells.tempo),
    key: readText(cells.key),
    loudness: readNumber(cells.loudness),
    peak: readNumber(cells.peak),
    tags: readNames(cells.tags),
    summary: readText(cells.summary),
    ...playlistsOf(cells.playlists),
    artistIds: cells.artists === undefined ? undefined : entriesIn(cells.artists),
    artworkUrl: page.cover?.external?.url,
  }
}

/** Of a number, or of an option: "★★★", "3", "3 stars". */
function starsIn(cell: unknown): number | undefined {
  const number = readNumber(cell)
  if (number !== undefined) return number
  const text = readText(cell) ?? ''
  const stars = /^(?:[★⭐]\ufe0f?)+/u.exec(text)?.[0].match(/[★⭐]/gu)?.length
  return stars ?? (/^\d/.test(text) ? Number.parseFloat(text) : undefined)
}

/** How a column leads to another database. */
export function linkOf(column: Column | undefined): TrackLink | undefined {
  if (!column) return undefined
  return column.type === 'relation'
    ? { kind: 'pages', column: column.name, dataSourceId: column.relatedTo }
    : { kind: 'names', column: column.name }
}

function playlistsIn({ columns }: Schema<TrackField>, { playlistId, playlistName }: Partial<NewTrack>): string[] {
  const entry = columns.playlists?.type === 'relation' ? playlistId : playlistName
  return entry === undefined ? [] : [entry]
}

function playlistsOf(cell: unknown): Pick<Track, 'playlistIds' | 'playlistNames'> {
  if (cell === undefined) return {}
  return isRelation(cell) ? { playlistIds: entriesIn(cell) } : { playlistNames: entriesIn(cell) }
}
