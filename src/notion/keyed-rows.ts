// Rows that are asked for by a key they hold: found though a query does not show them yet, and made once over a kill.

import { setTimeout as sleep } from 'node:timers/promises'
import { isFault } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Notion } from './client.ts'
import { Saved, Unsure } from './faults.ts'
import { openMadeRows } from './made-rows.ts'
import type { Row, Values } from './page.ts'
import type { PageTable } from './pages.ts'
import type { Filter } from './query.ts'
import type { Schema } from './schema.ts'

interface Sought<F extends string> {
  keys: readonly string[]
  filter: (schema: Schema<F>) => Filter | undefined
  /** Whether a row is one with the keys; default: any that the filter finds. */
  isOne?: (row: Row<F>) => boolean
}

export interface KeyedRows<F extends string> {
  /**
   * Rows that the filter finds, and those that were made with one of the keys a short while ago. Where it is not known whether
   * one was made, it is looked for until queries must show it.
   */
  find(sought: Sought<F>): Promise<Row<F>[]>
  create(keys: readonly string[], values: (schema: Schema<F>) => Values<F>): Promise<Row<F>>
}

/** As long as Notion's queries are known to show rows as they were. */
const SEEN_AFTER_MS = 30_000

export function openKeyedRows<F extends string>(notion: Notion, table: PageTable<F>): KeyedRows<F> {
  const made = openMadeRows(notion.memory, table.schema.dataSourceId)

  async function look({ keys, filter }: Sought<F>): Promise<Row<F>[]> {
    const found = await table.query({ filter })
    const recent = new Set(keys.flatMap(key => made.idsOf(key, Date.now())))
    const unseen = [...recent].filter(id => !found.some(({ page }) => page.id === id))
    const read = await Promise.all(unseen.map(id => rowIfThere(table, id)))
    return [...found, ...read.filter(row => row !== undefined)]
  }

  /** For how long a row of a run that was killed may still come into view. */
  function msUnclear(keys: readonly string[]): number {
    const now = Date.now()
    const ages = keys.flatMap(key => made.unclearSince(key, now) ?? []).map(since => Math.abs(now - since))
    return Math.max(0, ...ages.map(age => SEEN_AFTER_MS - age))
  }

  return {
    async find(sought) {
      const { isOne = () => true } = sought
      let rows = await look(sought)
      for (const wait of notion.probeWaitsMs) {
        const left = msUnclear(sought.keys)
        if (left === 0 || rows.some(isOne)) break
        const { signal } = notion
        await sleep(Math.min(wait, left), undefined, { signal }).catch(() => signal.throwIfAborted())
        rows = await look(sought)
      }
      return rows
    },
    async create(keys, values) {
      for (const key of keys) made.begin(key, Date.now())
      try {
        const row = await table.create(values)
        await failpoint('notion.made')
        for (const key of keys) made.add(key, row.page.id, Date.now())
        return row
      } catch (error) {
        const id = isFault(error) && typeof error.fields.page === 'string' ? error.fields.page : undefined
        for (const key of keys) {
          if (id !== undefined) made.add(key, id, Date.now())
          else if (isRefusal(error)) made.end(key, Date.now())
        }
        throw error
      }
    },
  }
}

/** Of anything else it may still turn out that it made the row. */
const isRefusal = (error: unknown) =>
  isFault(error) && error.errorClass !== 'Transient' && !(error instanceof Saved || error instanceof Unsure)

/** A row that was removed since is none. */
async function rowIfThere<F extends string>(table: PageTable<F>, id: string): Promise<Row<F> | undefined> {
  try {
    return await table.read(id)
  } catch (error) {
    if (isFault(error) && error.fields.status === 404) return undefined
    throw error
  }
}
