// Rows of one database: query all of them, read one, write one, make one. Speaks fields, not columns.

import { isDeepStrictEqual } from 'node:util'
import { InputFault } from '../errors.ts'
import { type Changes, changedSince } from './changes.ts'
import type { Notion } from './client.ts'
import type { ColumnRule } from './columns.ts'
import { createRow } from './create.ts'
import { chooseDataSource } from './data-source.ts'
import { Misfit, Odd } from './faults.ts'
import { isRenamed, oddityOf, type Page, type Row, toRow, type Values } from './page.ts'
import { type Filter, queryPages } from './query.ts'
import { readReferences, wholeRow } from './references.ts'
import type { Schema } from './schema.ts'
import { openStanding } from './standing.ts'
import { setTrash } from './trash.ts'
import { type Change, expectUnmoved, fieldsOf, readRow, writeRow } from './write.ts'

/** Made of the columns as they are now: a refusal lets them be read, and it be made, anew. */
type Made<F extends string, T> = (schema: Schema<F>) => T

interface TableQuery<F extends string> {
  /** Undefined when no row can match: an option it asks for is not there. */
  filter: Made<F, Filter | undefined>
  /** Stop after so many rows; default: all of them. */
  limit?: number
}

/** The row as it was read, and the fields that decided, beside those that are written. */
type Basis<F extends string> = Partial<Pick<Change<F>, 'before' | 'given'>>

/** While the database does not fit, all of them throw the Environment fault that says why, and nothing is written. */
export interface PageTable<F extends string> {
  readonly schema: Schema<F>
  /** Oldest first. Rows that do not have the columns as they are known are left out, and said. */
  query(query: TableQuery<F>): Promise<Row<F>[]>
  /** @param known the `next` of the last look whose work is done */
  changedSince(known: string | undefined): Promise<Changes<F>>
  read(id: string): Promise<Row<F>>
  /**
   * Writes absolute values and checks the answer; fields without a column are left out.
   * @param basis what the values were decided on; default: the row as it is now
   */
  write(id: string, values: Made<F, Values<F>>, basis?: Basis<F>): Promise<Row<F>>
  create(values: Made<F, Values<F>>): Promise<Row<F>>
  /** Into Notion's trash, or out of it. */
  setTrash(id: string, inTrash: boolean): Promise<void>
  /** All ids a relation or people cell refers to. */
  references(id: string, field: F): Promise<string[]>
}

/**
 * Opens the data source of a database and resolves its columns.
 * @throws Environment when the database has no data source or does not fit the rules
 */
export async function openPageTable<F extends string>(
  notion: Notion,
  databaseId: string,
  rules: Record<F, ColumnRule>,
): Promise<PageTable<F>> {
  const dataSourceId = await chooseDataSource(notion, databaseId)
  const standing = await openStanding(notion, dataSourceId, rules)
  const leftOut = new Set<string>()
  let namesSettled: Schema<F> | undefined

  /** A refusal may mean that a person changed the columns: they are read again, and if they did change, it is tried again. */
  async function fitting<T>(used: Schema<F>, work: (schema: Schema<F>, isSure: boolean) => Promise<T>): Promise<T> {
    try {
      return await work(used, false)
    } catch (error) {
      if (!(error instanceof Misfit || error instanceof Odd)) throw await standing.checked(error)
      const now = await standing.look()
      if (error instanceof Misfit && isDeepStrictEqual(now, used)) throw error
      namesSettled = now // rows may bear the old names for a while
      return work(now, true)
    }
  }

  /** @throws Odd at the first sign that the columns are not as they are known */
  function expectKnown(page: Page, schema: Schema<F>): void {
    const hasNewNames = schema !== namesSettled && isRenamed(page, schema)
    const odd = oddityOf(page, schema) ?? (hasNewNames ? 'a column was renamed' : undefined)
    if (odd !== undefined) throw new Odd(`the row ${page.id} is odd: ${odd}`, 'Unknown_Error')
  }

  function isWhole(page: Page, schema: Schema<F>): boolean {
    const because = oddityOf(page, schema)
    if (because === undefined) return true
    if (!leftOut.has(page.id))
      notion.log.warn({ page: page.id, because }, 'a row is left out: its columns are not known')
    leftOut.add(page.id)
    return false
  }

  return {
    get schema() {
      return standing.schema
    },
    async query(query) {
      const used = await standing.polled()
      return fitting(query.filter(used) ? used : await standing.look(), async (now, isSure) => {
        const filter = query.filter(now) // the option may have been added since
        const pages = filter ? await queryPages(notion, dataSourceId, { filter, limit: query.limit }) : []
        if (!isSure) for (const page of pages) expectKnown(page, now)
        return inOrder(
          pages.filter(page => isWhole(page, now)).map(page => toRow(page, now)),
          row => wholeRow(notion, now, row),
        )
      })
    },
    async changedSince(known) {
      return fitting(await standing.polled(), async (now, isSure) => {
        const changes = await changedSince(notion, now, known)
        if (!isSure) for (const { page } of changes.rows) expectKnown(page, now)
        return { ...changes, rows: await inOrder(changes.rows, row => wholeRow(notion, now, row)) }
      })
    },
    read: async id => fitting(await standing.current(), now => readRow(notion, now, id)),
    async write(id, values, { before, given = [] } = {}) {
      const used = await standing.current()
      return fitting(used, async (now, isSure) => {
        const meant = values(now)
        const asRead = isSure || !before ? await readRow(notion, now, id) : before
        expectUnmoved(before ?? asRead, asRead, [...fieldsOf(meant), ...given])
        return writeRow(notion, now, { id, values: meant, before: asRead, given })
      })
    },
    async create(values) {
      const startedAt = new Date()
      return fitting(await standing.fresh(), now => createRow(notion, now, { values: values(now), startedAt }))
    },
    setTrash: async (id, inTrash) => fitting(await standing.current(), now => setTrash(notion, now, { id, inTrash })),
    async references(id, field) {
      const { columns, databaseTitle } = await standing.current()
      const column = columns[field]
      if (!column) throw new InputFault(`"${databaseTitle}" has no column for ${field}`, 'Unknown_Error')
      return readReferences(notion, id, column)
    },
  }
}

async function inOrder<T>(values: readonly T[], work: (value: T) => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (const value of values) done.push(await work(value))
  return done
}
