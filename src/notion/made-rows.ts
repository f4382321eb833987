// Rows this program made a short while ago: queries lag behind writes and may not know them yet.

import { z } from 'zod'
import { type Memory, readJson } from './memory.ts'

export interface MadeRows {
  /** `key`: what rows are asked for by; `now` in epoch ms, as below. */
  add(key: string, id: string, now: number): void
  idsOf(key: string, now: number): string[]
}

const Made = z.array(z.object({ key: z.string(), id: z.string(), at: z.number() }))

/** Longer than any lag that was heard of. */
const LAG_MS = 10 * 60_000

/** What other runs of this program made is known by its memory. */
export function openMadeRows(memory: Memory, dataSourceId: string): MadeRows {
  const name = `notion made ${dataSourceId}`
  let own: z.infer<typeof Made> = []
  const recent = (now: number) => {
    const kept = readJson(Made, memory.recall(name)) ?? []
    const all = new Map([...kept, ...own].map(row => [`${row.key} ${row.id}`, row]))
    return [...all.values()].filter(({ at }) => Math.abs(now - at) < LAG_MS)
  }
  return {
    add(key, id, now) {
      own = [...recent(now), { key, id, at: now }]
      memory.remember(name, JSON.stringify(own))
    },
    idsOf: (key, now) =>
      recent(now)
        .filter(row => row.key === key)
        .map(({ id }) => id),
  }
}
