// Which of the databases there are is Agent-Tasks, and which Music Tracks: told by their columns, then by their names.

import { Environment } from '../errors.ts'
import { type DescribedColumn, TASK_COLUMNS, TRACK_COLUMNS } from '../notion/columns.ts'
import { resolveSchema, type Schema } from '../notion/schema.ts'
import type { SeenTable } from '../notion/setup/find-databases.ts'

export interface Role {
  name: 'tasks' | 'tracks'
  /** As it is usually called. */
  title: string
  /** What stands in it, for whoever is asked. */
  about: string
  setting: 'AGENT_TASKS_DB_ID' | 'TRACKS_DB_ID'
  rules: Record<string, DescribedColumn>
  /** Columns that have to be found, so that not every table with a status is one. */
  least: number
}

export const ROLES: readonly Role[] = [
  {
    name: 'tasks',
    title: 'Agent-Tasks',
    about: 'a row for each piece of work',
    setting: 'AGENT_TASKS_DB_ID',
    rules: TASK_COLUMNS,
    least: 4,
  },
  {
    name: 'tracks',
    title: 'Music Tracks',
    about: 'a row for each track',
    setting: 'TRACKS_DB_ID',
    rules: TRACK_COLUMNS,
    least: 4,
  },
]

export interface Candidate {
  table: SeenTable
  schema: Schema<string>
  /** Columns that were found. */
  found: number
}

/** Those that could be it, the likeliest first. */
export function candidatesFor(role: Role, tables: readonly SeenTable[]): Candidate[] {
  return tables
    .flatMap(table => {
      const schema = fitOf(role, table)
      return typeof schema === 'string' ? [] : [{ table, schema, found: Object.keys(schema.columns).length }]
    })
    .filter(({ found }) => found >= role.least)
    .toSorted((a, b) => Number(isCalled(role, b)) - Number(isCalled(role, a)) || b.found - a.found)
}

/** The one that needs no question: there is no other, or no other is called so. */
export function clearOne(role: Role, candidates: readonly Candidate[]): Candidate | undefined {
  if (candidates.length === 1) return candidates[0]
  const called = candidates.filter(candidate => isCalled(role, candidate))
  return called.length === 1 ? called[0] : undefined
}

/** Its columns, or why they do not fit. */
export function fitOf({ rules }: Pick<Role, 'rules'>, { source }: SeenTable): Schema<string> | string {
  try {
    return resolveSchema(source, rules)
  } catch (error) {
    if (!(error instanceof Environment)) throw error
    return error.message
  }
}

const isCalled = ({ title }: Role, { table }: Candidate) => lettersOf(table.title) === lettersOf(title)
/** Signs and case do not count. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
