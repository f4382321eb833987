// The columns of Music Artists.

import type { DescribedColumn } from './rule.ts'

export const ARTIST_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Name',
    about: 'the artist’s name',
    reads: 'an artist of the very same name is this one',
    writes: 'the name of an artist the program makes',
  },
  spotifyId: {
    names: ['Spotify ID', 'Spotify Artist ID'],
    types: ['rich_text'],
    about: 'Spotify’s id of the artist',
    reads: 'to find the artist again',
    writes: 'the id, where it is known, on an artist the program makes',
  },
  spotifyUrl: {
    names: ['Spotify URL', 'Spotify Link'],
    types: ['url', 'rich_text'],
    about: 'a link to Spotify',
    writes: 'the link, with the id',
  },
} as const satisfies Record<string, DescribedColumn>
