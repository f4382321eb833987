// The columns of Music Tracks that lead to other databases.

import type { DescribedColumn } from './rule.ts'

export const RELATION_COLUMNS = {
  playlists: {
    names: [
      'Playlists',
      'Playlist',
      'Playlist Relation',
      'Related Playlists',
      'Playlist Name',
      'Playlist Names',
      'Playlist Title',
    ],
    types: ['relation', 'multi_select', 'select', 'rich_text'],
    ignoresOtherTypes: true,
    readWhole: true,
    about: 'the playlists it is in; a text holds their names, with `;` or `,` between them',
    reads: 'what is in it stays when a playlist is added',
    writes: 'the playlist a row was found in is added',
  },
  artists: {
    names: ['Artist'],
    types: ['relation'],
    ignoresOtherTypes: true,
    readWhole: true,
    about: 'the pages of its artists',
    reads: 'a row that leads to an artist is left as it is',
    writes:
      'the artists’ pages, made where there are none, when it is empty: when the track is done, and by `orchestrator enrich`',
  },
} as const satisfies Record<string, DescribedColumn>
