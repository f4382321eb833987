// The databases that rows of Music Tracks lead to.

import type { Json } from '../api/check.ts'

const text = { rich_text: {} }
const url = { url: {} }

export const PLAYLISTS: Json = {
  Title: { title: {} },
  'Spotify ID': text,
  'Spotify URL': url,
  'SoundCloud Playlist URL': url,
  'Source URL': url,
  'Track Count': { number: {} },
  Description: text,
  Source: { select: {} },
  'Last Synced': { date: {} },
}

export const ARTISTS: Json = {
  Name: { title: {} },
  'Spotify ID': text,
  'Spotify URL': url,
}

/** A column of Music Tracks that leads to a database, and shows there as its tracks. */
export const relationTo = (dataSourceId: string): Json => ({
  relation: { data_source_id: dataSourceId, dual_property: { synced_property_name: 'Tracks' } },
})
