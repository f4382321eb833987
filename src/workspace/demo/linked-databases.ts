// The databases that rows of Music Tracks lead to, and the one that tells people what is wrong with a row.

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

const options = (...names: string[]): Json[] => names.map(name => ({ name }))

export const ISSUES: Json = {
  Name: { title: {} },
  Status: {
    status: {
      options: [
        { name: 'Unreported', group: 'To-do' },
        { name: 'In Progress', group: 'In progress' },
        { name: 'Resolved', group: 'Complete' },
      ],
    },
  },
  Priority: { select: { options: options('High', 'Medium', 'Low') } },
  Type: { multi_select: { options: options('Internal Issue') } },
  Tags: { multi_select: {} },
  Description: text,
}

/** A column that leads to a database, which shows nothing of it. */
export const relationOneWay = (dataSourceId: string): Json => ({
  relation: { data_source_id: dataSourceId, single_property: {} },
})

/** A column of Music Tracks that leads to a database, and shows there as its tracks. */
export const relationTo = (dataSourceId: string): Json => ({
  relation: { data_source_id: dataSourceId, dual_property: { synced_property_name: 'Tracks' } },
})
