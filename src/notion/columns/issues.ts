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
    writes: 'work that failed for good, a finding of `orchestrator verify --report`',
  },
  status: {
    names: ['Status'],
    types: ['status', 'select'],
    ignoresOtherTypes: true,
    about: 'where it stands',
    writes: '`Unreported`, and `Resolved` when it is mended, where there are such options',
  },
  priority: {
    names: ['Priority'],
    types: ['select'],
    ignoresOtherTypes: true,
    about: 'how urgent it is',
    writes: '`High` where a track cannot be played or the program was ended, else `Medium`',
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
    writes: 'the kind of finding, or what failed',
  },
  description: {
    names: ['Description'],
    types: ['rich_text'],
    ignoresOtherTypes: true,
    about: 'what was found and what mends it',
    writes: 'that',
  },
  task: {
    names: ['Agent-Tasks', 'Related Tasks'],
    types: ['relation'],
    ignoresOtherTypes: true,
    about: 'the row of Agent-Tasks',
    writes: 'the row, when a task is what failed',
  },
  track: {
    names: ['Related Track'],
    types: ['relation'],
    ignoresOtherTypes: true,
    about: 'the row of Music Tracks',
    writes: 'the row',
  },
} as const satisfies Record<string, DescribedColumn>
