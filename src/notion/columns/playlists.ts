// The columns of Music Playlists.

import type { DescribedColumn } from './rule.ts'

export const PLAYLIST_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Title',
    about: 'the playlist’s name',
    reads: 'a playlist of the very same name, and without a link to another, is this one',
    writes: 'the name of a playlist the program makes',
  },
  spotifyId: {
    names: ['Spotify ID', 'Spotify Playlist ID'],
    types: ['rich_text'],
    about: 'Spotify’s id of it',
    reads: 'to find it again',
    writes: 'the id, on a playlist the program makes',
  },
  spotifyUrl: {
    names: ['Spotify URL', 'Spotify Link'],
    types: ['url', 'rich_text'],
    about: 'a link to Spotify',
    reads: 'to find it again',
    writes: 'a link to Spotify, on a playlist the program makes',
  },
  soundcloudUrl: {
    names: ['SoundCloud Playlist URL', 'SoundCloud URL'],
    types: ['url', 'rich_text'],
    about: 'a link to SoundCloud',
    reads: 'to find it again',
    writes: 'a link to SoundCloud, on a playlist the program makes',
  },
  sourceUrl: {
    names: ['Source URL', 'URL', 'Playlist URL', 'Playlist Link'],
    types: ['url', 'rich_text'],
    about: 'any other link',
    reads: 'to find it again',
    writes: 'the link, on a playlist the program makes, when no other column takes it',
  },
  trackCount: {
    names: ['Track Count'],
    types: ['number'],
    ignoresOtherTypes: true,
    about: 'how many tracks the service says it has',
    writes: 'the service’s own total, at every look',
  },
  source: {
    names: ['Source', 'Platform'],
    types: ['select', 'rich_text'],
    ignoresOtherTypes: true,
    about: 'the service it is at',
    writes: '`Spotify`, `SoundCloud`, `YouTube`, on a playlist the program makes',
  },
  lastSynced: {
    names: ['Last Synced'],
    types: ['date'],
    ignoresOtherTypes: true,
    about: 'when it was looked at last',
    writes: 'the time, at every look',
  },
} as const satisfies Record<string, DescribedColumn>
