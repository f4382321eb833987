// Names of the pages that relations lead to: each is asked for once a day, and known from one run to the next.

import { z } from 'zod'
import { InputFault, Transient } from '../errors.ts'
import { agentKey } from '../model/agents/handoff.ts'
import { readText } from './cells.ts'
import type { Notion } from './client.ts'
import { readJson } from './memory.ts'
import { ofRow } from './of-row.ts'
import { expectForm, Page } from './page.ts'

export interface PageNames {
  /** Undefined: the page cannot be read. */
  nameOf(id: string): Promise<string | undefined>
  /** The page of this name, among those that were asked for. */
  pageOf(name: string): string | undefined
}

const Kept = z.record(z.string(), z.object({ name: z.string(), at: z.number() }))
const FRESH_MS = 24 * 3600_000
/** What could not be read is asked for again after this long. */
const MISSED_MS = 15 * 60_000
const MOST_KEPT = 500
const FACT = 'names of pages'

export function openPageNames(notion: Notion, now: () => number = Date.now): PageNames {
  const missed = new Map<string, number>()
  const kept = () => readJson(Kept, notion.memory.recall(FACT)) ?? {}

  function keep(id: string, name: string): void {
    const { [id]: _old, ...others } = kept()
    const rest = Object.entries(others).slice(1 - MOST_KEPT)
    notion.memory.remember(FACT, JSON.stringify({ ...Object.fromEntries(rest), [id]: { name, at: now() } }))
  }

  return {
    async nameOf(id) {
      const known = kept()[id]
      const isFresh = (at: number | undefined, ms: number) => at !== undefined && Math.abs(now() - at) < ms
      if (isFresh(known?.at, FRESH_MS) || isFresh(missed.get(id), MISSED_MS)) return known?.name
      try {
        const name = await titleOf(notion, id)
        missed.delete(id)
        if (name !== undefined) keep(id, name)
        return name
      } catch (error) {
        if (!(error instanceof InputFault || error instanceof Transient)) throw error
        notion.log.warn({ page: id, reason: error.message }, 'the page that a row leads to cannot be read')
        missed.set(id, now())
        return known?.name
      }
    },
    pageOf: name => Object.entries(kept()).find(([, known]) => agentKey(known.name) === agentKey(name))?.[0],
  }
}

async function titleOf(notion: Notion, id: string): Promise<string | undefined> {
  try {
    const read = { endpoint: 'pages.retrieve' } as const
    const page = expectForm(Page, await notion.repeatable(client => client.pages.retrieve({ page_id: id }), read))
    return readText(Object.values(page.properties).find(({ type }) => type === 'title'))?.trim()
  } catch (error) {
    throw ofRow(error, [403, 404])
  }
}
