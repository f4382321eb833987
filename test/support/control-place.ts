// A control page in a local workspace, and a person who writes on it.

import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { failed } from '../../src/model/outcome.ts'
import { type Track, trackLabel } from '../../src/model/track.ts'
import type { PagePort } from '../../src/notion/page-port.ts'
import { tendControlPage } from '../../src/orchestrator/control-page/tend.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { newVar } from './cli.ts'
import { addTracks, type TestRow, withWorkspace } from './rows.ts'

const Made = z.object({ id: z.string() })
const Text = z.looseObject({
  rich_text: z.array(z.object({ plain_text: z.string() })).default([]),
  checked: z.boolean().optional(),
})
const Blocks = z.object({
  results: z.array(z.looseObject({ id: z.string(), type: z.string(), has_children: z.boolean() })),
})

export interface ShownBlock {
  id: string
  type: string
  text: string
  checked: boolean | undefined
}

interface Look {
  waiting?: readonly { id: string; label: string; because: string }[]
  isSoon?: boolean
  isNews?: boolean
  /** What it sees and does on the page goes through this. */
  as?: (page: PagePort) => PagePort
  /** How long the page may be shown as it was before a write; default: not at all. */
  settleMs?: number
}

export async function openControlPlace(rows: readonly TestRow[] = []) {
  const varDir = await newVar()
  const page = await withWorkspace(varDir, async call => {
    const title = { title: { title: [{ text: { content: 'Control' } }] } }
    return Made.parse(await call('POST', 'pages', { parent: { workspace: true }, properties: title })).id
  })
  const pages = await addTracks(varDir, rows)
  const config = loadConfig({ varDir, environment: { CONTROL_PAGE_ID: page } })
  /** All looks are of one moment: the page says the time. */
  const opened = new Date()
  let app = await open()

  function open(): Promise<App> {
    return createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
  }

  const person = <T>(work: (call: (method: string, path: string, body?: object) => Promise<unknown>) => Promise<T>) =>
    withWorkspace(varDir, call => work(call))

  return {
    varDir,
    page,
    pages,
    get tools() {
      return app.tools
    },
    get app() {
      return app
    },
    person,
    /** A row whose work was done and failed. */
    async fail(row: Track, reason: string): Promise<void> {
      const { queue } = app.tools
      await queue.enqueue([trackJob(row, { at: Date.now(), asked: true })])
      const [job] = await queue.claim({ pool: 'tracks', limit: 1, key: `track:${row.id}` })
      if (!job) throw new Error(`${trackLabel(row)} was not claimed`)
      await queue.finish(job, failed(reason, 'No_Source'), { startedAt: Date.now() })
    },
    row: async (at: number) => (await app.tools.tracks()).read(pages[at] ?? ''),
    /** One look at the page: however short ago the last one was, unless it `isSoon`. @returns requests */
    async look({
      waiting = [],
      isSoon = false,
      isNews = false,
      as = page => page,
      settleMs = 0,
    }: Look = {}): Promise<number> {
      const { tools, notion } = app
      const port = await tools.controlPage?.()
      const fact = `control page ${page}`
      const kept = tools.ledger.fact(fact)
      if (kept && !isSoon)
        tools.ledger.setFact(fact, JSON.stringify({ ...JSON.parse(kept), lookedAt: 1, waitMs: 1, softAt: 0 }))
      const before = notion.requests
      await tendControlPage({
        tools: { ...tools, settleMs, now: () => opened, controlPage: port && (async () => as(port)) },
        signal: new AbortController().signal,
        log: silentLog,
        readyStatuses: config.settings.TASK_READY_STATUSES,
        isNews,
        waiting,
      })
      return notion.requests - before
    },
    /** All blocks of the page, as a person reads them. */
    blocks: () =>
      person(async (call): Promise<ShownBlock[]> => {
        const { results } = Blocks.parse(await call('GET', `blocks/${page}/children?page_size=100`))
        return results.map(block => {
          const { rich_text, checked } = Text.safeParse(block[block.type]).data ?? { rich_text: [] }
          return { id: block.id, type: block.type, text: rich_text.map(one => one.plain_text).join(''), checked }
        })
      }),
    /** The first box whose text has these words. */
    async tick(words: string, checked = true): Promise<string> {
      const block = (await this.blocks()).find(({ type, text }) => type === 'to_do' && text.includes(words))
      if (!block) throw new Error(`no box says "${words}"`)
      await person(call => call('PATCH', `blocks/${block.id}`, { to_do: { checked } }))
      return block.id
    },
    rewrite: (id: string, type: string, text: string) =>
      person(call => call('PATCH', `blocks/${id}`, { [type]: { rich_text: [{ text: { content: text } }] } })),
    write: (text: string, after?: string) =>
      person(async call => {
        const children = [{ paragraph: { rich_text: [{ text: { content: text } }] } }]
        await call('PATCH', `blocks/${page}/children`, { children, ...(after && { after }) })
      }),
    remove: (id: string) => person(call => call('DELETE', `blocks/${id}`)),
    /** While the program is not open here. */
    async closed<T>(work: () => Promise<T>): Promise<T> {
      await app[Symbol.asyncDispose]()
      try {
        return await work()
      } finally {
        app = await open()
      }
    },
    restart(): Promise<void> {
      return this.closed(async () => {})
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await rm(varDir, { recursive: true, force: true })
    },
  }
}
