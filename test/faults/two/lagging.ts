// Notion whose reads are late: queries by the workspace’s own switch, a page by what it was a while ago.

import { join } from 'node:path'
import { z } from 'zod'
import { openWorkspace } from '../../../src/workspace/workspace.ts'
import type { Random } from '../soak/seed.ts'
import type { VirtualTime } from '../soak/virtual-time.ts'

export interface LaggingOptions {
  dir: string
  time: VirtualTime
  random: Random
  lagMs: number
}

interface Version {
  at: number
  text: string
}

const Id = z.object({ id: z.string() })
const PAGE = /\/v1\/pages\/([\w-]+)$/
/** Longer than the longest lag. */
const KEPT_MS = 60_000

export function openLagging({ dir, time, random, lagMs }: LaggingOptions) {
  const file = join(dir, 'notion.db')
  // as of so long ago to twice that
  const workspace = openWorkspace({ file, switches: { lagMs: Math.floor(lagMs / 2) } })
  const fresh = openWorkspace({ file })
  const versions = new Map<string, Version[]>()
  const lags = new Map<string, number>()
  const headers = { authorization: 'Bearer racer', 'notion-version': '2025-09-03', 'content-type': 'application/json' }

  async function keep(page: string): Promise<void> {
    const answer = await fresh.fetch(`https://near.invalid/v1/pages/${page}`, { headers })
    const kept = (versions.get(page) ?? []).filter((_, index, all) => {
      const next = all[index + 1] // until when it was what the page held
      return next === undefined || next.at > time.now() - KEPT_MS
    })
    versions.set(page, [...kept, { at: time.now(), text: await answer.text() }])
  }

  /** The same for all who read this page. */
  function lagOf(page: string): number {
    const lag = lags.get(page) ?? random.between(0, lagMs)
    lags.set(page, lag)
    return lag
  }

  function lateAnswer(page: string): Response | undefined {
    const known = versions.get(page)
    if (!known) return undefined
    const version = known.findLast(({ at }) => at <= time.now() - lagOf(page)) ?? known[0]
    return new Response(version?.text, { status: 200, headers: { 'content-type': 'application/json' } })
  }

  const send: typeof fetch = async (input, init) => {
    await time.sleep(random.between(30, 300))
    const method = init?.method ?? 'GET'
    const [, page] = PAGE.exec(String(input)) ?? []
    const late = page && method === 'GET' ? lateAnswer(page) : undefined
    if (late) return late
    const answer = await workspace.fetch(input, init)
    if (page && method === 'PATCH' && answer.ok) await keep(page)
    return answer
  }

  return {
    ids: workspace.ids,
    fetch: send,
    /** A person adds a row. */
    async add(source: string, properties: object): Promise<string> {
      const answer = await fresh.fetch('https://near.invalid/v1/pages', {
        method: 'POST',
        headers,
        body: JSON.stringify({ parent: { data_source_id: source }, properties }),
      })
      const { id } = Id.parse(await answer.json())
      await keep(id)
      return id
    },
    close() {
      workspace.close()
      fresh.close()
    },
  }
}
