// The columns of Music Tracks that tell of a release; they go into the files' tags.

import type { DescribedColumn } from './rule.ts'

const WORDS = ['rich_text', 'select', 'multi_select'] as const

export const RELEASE_COLUMNS = {
  label: { names: ['Label'], types: WORDS, about: 'the record label', reads: 'tags' },
  composer: { names: ['Composer'], types: WORDS, about: 'who wrote it', reads: 'tags' },
  remixer: { names: ['Remixer'], types: WORDS, about: 'whose version it is', reads: 'tags' },
  releaseDate: {
    names: ['Release Date', 'Track Release Date'],
    types: ['date', 'rich_text'],
    about: 'when it came out',
    reads: 'tags: the day, the month or the year',
  },
  trackNumber: {
    names: ['Track Number', 'TrackNumber'],
    types: ['number'],
    about: 'its number on the album',
    reads: 'tags',
  },
  discNumber: { names: ['Disc Number', 'DiscNumber'], types: ['number'], about: 'the disc it is on', reads: 'tags' },
} as const satisfies Record<string, DescribedColumn>
