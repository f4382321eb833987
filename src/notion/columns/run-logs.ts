// The columns of Execution-Logs.

import type { DescribedColumn } from './rule.ts'

const optional = { ignoresOtherTypes: true } as const

export const RUN_LOG_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Name',
    about: 'when it ran',
    reads: 'work that has a row gets no second one',
    writes: 'the time, and a code by which the row is found again',
  },
  runId: { ...optional, names: ['Run ID', 'Execution ID'], types: ['rich_text'], about: 'the code', writes: 'it' },
  startedAt: { ...optional, names: ['Start Time'], types: ['date'], about: 'when the first work began', writes: 'it' },
  endedAt: { ...optional, names: ['End Time'], types: ['date'], about: 'when the last work ended', writes: 'it' },
  status: {
    ...optional,
    names: ['Status'],
    types: ['select', 'status', 'rich_text'],
    about: 'how it ended',
    writes: '`Success`, `Partial` or `Failed`, or the nearest option there is',
  },
  finalStatus: {
    ...optional,
    names: ['Final Status'],
    types: ['select', 'status', 'rich_text'],
    about: 'the same in older words',
    writes: '`Completed` or `Failed`, or the nearest option there is',
  },
  seconds: {
    ...optional,
    names: ['Duration (s)'],
    types: ['number'],
    about: 'how long it took',
    writes: 'seconds from the first start to the last end',
  },
  errors: { ...optional, names: ['Error Count'], types: ['number'], about: 'what failed', writes: 'how many' },
  warnings: {
    ...optional,
    names: ['Warning Count'],
    types: ['number'],
    about: 'what is tried again, or waits for somebody',
    writes: 'how many',
  },
  script: {
    ...optional,
    names: ['Script Name-AI'],
    types: ['rich_text'],
    about: 'which program',
    writes: '`orchestrator`',
  },
  summary: {
    ...optional,
    names: ['Plain-English Summary', 'Log Summary'],
    types: ['rich_text'],
    about: 'what was done, in words',
    writes: 'each piece of work in a line, as many as fit',
  },
  counts: {
    ...optional,
    names: ['Performance Data (JSON)', 'Metrics'],
    types: ['rich_text'],
    about: 'the same as numbers',
    writes: 'how many ended in which way, by kind of work',
  },
  failures: {
    ...optional,
    names: ['Errors (JSON)'],
    types: ['rich_text'],
    about: 'what failed, and why',
    writes: 'a list, as much as fits',
  },
} as const satisfies Record<string, DescribedColumn>
