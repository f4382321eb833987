// The columns of Music Tracks that tell of a release; they go into the files' tags.

import type { DescribedColumn } from './rule.ts'

/** By `orchestrator enrich`, and by the stage of that name. */
const FOUND = 'what services say, when it is empty'

const WORDS = ['rich_text', 'select', 'multi_select'] as const

export const RELEASE_COLUMNS = {
  isrc: {
    names: ['ISRC', 'Track ISRC'],
    types: ['rich_text'],
    about: 'the recording’s code',
    reads: 'tags; to ask services by',
    writes: FOUND,
  },
  genre: {
    names: ['Genre', 'Genres'],
    types: ['select', 'multi_select', 'rich_text'],
    about: 'the genre',
    reads: 'tags; several genres as one text with commas',
    writes: FOUND,
  },
  label: { names: ['Label'], types: WORDS, about: 'the record label', reads: 'tags', writes: FOUND },
  composer: { names: ['Composer'], types: WORDS, about: 'who wrote it', reads: 'tags' },
  remixer: { names: ['Remixer'], types: WORDS, about: 'whose version it is', reads: 'tags' },
  releaseDate: {
    names: ['Release Date', 'Track Release Date'],
    types: ['date', 'rich_text'],
    about: 'when it came out',
    reads: 'tags: the day, the month or the year',
    writes: `${FOUND}; in a date column only a day`,
  },
  trackNumber: {
    names: ['Track Number', 'TrackNumber'],
    types: ['number'],
    about: 'its number on the album',
    reads: 'tags',
  },
  discNumber: { names: ['Disc Number', 'DiscNumber'], types: ['number'], about: 'the disc it is on', reads: 'tags' },
  rating: {
    names: ['Rating'],
    types: ['number', 'select'],
    ignoresOtherTypes: true,
    about: 'stars, 0 to 5, as a number or as `★★★`',
    reads: '`orchestrator export rekordbox`',
  },
} as const satisfies Record<string, DescribedColumn>
