// Conditions on texts.

import { stringAt } from '../api/check.ts'
import type { Compared } from './facet-sql.ts'
import { folded } from './guesses.ts'
import { raw, type Sql, sql } from './sql.ts'

export const TEXT_CONDITIONS = ['equals', 'does_not_equal', 'contains', 'does_not_contain', 'starts_with', 'ends_with']

const MAX_TEXT = 2000

/** The index of long texts knows groups of so many letters. */
const GROUP = 3
/** Of a long text that is looked for, its first groups find few enough rows. */
const MAX_GROUPS = 40

/** A `does_not_…` is answered as its positive form. */
export function textCondition(name: string, { wanted, path }: { wanted: unknown; path: string }, compared: Compared) {
  const text = folded(stringAt(wanted, path, MAX_TEXT))
  switch (name) {
    case 'equals':
    case 'does_not_equal':
      return sql`coalesce(${compared.value}, '') = ${text}`
    default:
      return text === '' ? raw('1') : partly(name, text, compared)
  }
}

function partly(name: string, text: string, { value, stored }: Compared): Sql {
  switch (name) {
    case 'starts_with':
      return like(value, `${literal(text)}%`)
    case 'ends_with':
      return like(value, `%${literal(text)}`)
    default:
      return stored ? inStored(stored, text) : like(value, `%${literal(text)}%`)
  }
}

/** Twice as fast as instr in long texts. */
const like = (value: Sql, pattern: string): Sql => sql`${value} LIKE ${pattern} ESCAPE '\\'`
const literal = (text: string) => text.replaceAll(/[%_\\]/g, '\\$&')

/** A long text that is in the index (long-texts.ts) is read only when its letters are found there. */
function inStored(stored: Sql, text: string): Sql {
  const pattern = `%${literal(text)}%`
  const long = sql`EXISTS (SELECT 1 FROM long_text WHERE id = ${stored} AND ${like(raw('text'), pattern)})`
  const groups = groupsOf(text)
  const known = sql`SELECT rowid FROM long_text_index WHERE long_text_index MATCH ${groups.join(' AND ')}`
  return sql`iif(typeof(${stored}) = 'text', ${like(stored, pattern)},
    ${groups.length === 0 ? long : sql`(${stored} < 0 OR ${stored} IN (${known})) AND ${long}`})`
}

/** As the index is asked for them. */
function groupsOf(text: string): string[] {
  const letters = [...text]
  const groups = letters.slice(GROUP - 1).map((_, index) => letters.slice(index, index + GROUP).join(''))
  return [...new Set(groups)].slice(0, MAX_GROUPS).map(group => `"${group.replaceAll('"', '""')}"`)
}
