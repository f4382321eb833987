// The columns of Issues+Questions.

import type { DescribedColumn } from './rule.ts'

export const ISSUE_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Name',
    about: 'what is wrong, in a line',
    reads: 'a finding that has a row gets no second one',
    writes: 'a finding of `orchestrator verify --report`',
  },
  status: {
    names: ['Status'],
    types: ['status', 'select'],
    ignoresOtherTypes: true,
    about: 'where it stands',
    writes: '`Unreported`, where there is such an option',
  },
  priority: {
    names: ['Priority'],
    types: ['select'],
    ignoresOtherTypes: true,
    about: 'how urgent it is',
    writes: '`High` where a track cannot be played, else `Medium`',
  },
  type: {
    names: ['Type'],
    types: ['multi_select', 'select'],
    ignoresOtherTypes: true,
    about: 'what kind of issue it is',
    writes: '`Internal Issue`',
  },
  tags: {
    names: ['Tags'],
    types: ['multi_select'],
    ignoresOtherTypes: true,
    about: 'words to find it by',
    writes: 'the kind of finding',
  },
  description: {
    names: ['Description'],
    types: ['rich_text'],
    ignoresOtherTypes: true,
    about: 'what was found and what mends it',
    writes: 'that, with the id of the track',
  },
  track: {
    names: ['Related Track'],
    types: ['relation'],
    ignoresOtherTypes: true,
    about: 'the row of Music Tracks',
    writes: 'the row',
  },
} as const satisfies Record<string, DescribedColumn>
