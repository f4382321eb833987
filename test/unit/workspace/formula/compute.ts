// One formula computed on a page made up for it.

import { evaluateFormula } from '../../../../src/workspace/formula/evaluate.ts'
import { FormulaError, parseFormula } from '../../../../src/workspace/formula/parse.ts'
import type { FormulaDate, PageValue, PersonValue, Value } from '../../../../src/workspace/formula/value.ts'

/** A Thursday. */
export const NOW = Date.UTC(2026, 4, 14, 16, 45, 30)
export const PAGE_ID = '11111111-2222-3333-4444-555555555555'

export const day = (year: number, month: number, date: number): FormulaDate => ({
  kind: 'date',
  start: Date.UTC(year, month - 1, date),
  end: undefined,
  isDay: true,
})

export const time = (iso: string): FormulaDate => ({
  kind: 'date',
  start: Date.parse(iso),
  end: undefined,
  isDay: false,
})

export const page = (id: string): PageValue => ({ kind: 'page', id })
const person: PersonValue = { kind: 'person', id: 'p1', name: 'Ada', email: 'ada@example.com' }

const PROPERTIES: Record<string, Value> = {
  Title: 'Bohemian Rhapsody',
  Tempo: 144,
  Done: true,
  'Not done': false,
  Note: '',
  'No number': undefined,
  'No choice': undefined,
  Key: 'B♭ major',
  Tags: ['rock', 'opera', 'ballad'],
  Released: day(1975, 10, 31),
  Tour: { kind: 'date', start: Date.UTC(2026, 0, 5), end: Date.UTC(2026, 2, 1), isDay: true },
  Added: time('2026-05-10T09:05:00Z'),
  'No date': undefined,
  Owner: person,
  People: [person, { kind: 'person', id: 'p2', name: 'Bob' }],
  Playlists: [page('a'), page('b'), page('c')],
  'No playlists': [],
  'say "hi"': 'quoted',
}

const PAGES: Record<string, Record<string, Value>> = {
  a: { Name: 'Autumn', Tracks: 12, Open: true, Next: page('b') },
  b: { Name: 'Berlin', Tracks: 30, Open: false },
  c: { Name: 'Cellar', Tracks: undefined, Open: true },
}

export function compute(expression: string): Value {
  return evaluateFormula(parseFormula(expression), {
    now: NOW,
    pageId: PAGE_ID,
    prop: name => named(PROPERTIES, name),
    pageProp: ({ id }, name) => named(PAGES[id] ?? {}, name),
    titleOf,
  })
}

export const titleOf = ({ id }: PageValue): string => String(PAGES[id]?.Name ?? 'Untitled')

function named(cells: Record<string, Value>, name: string): Value {
  if (!(name in cells)) throw new FormulaError(`"${name}" is no property`)
  return cells[name]
}
