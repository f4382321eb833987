// Rows this program made a short while ago: queries lag behind writes and may not know them yet.

import { z } from 'zod'
import { type Memory, readJson } from './memory.ts'

export interface MadeRows {
  /** `key`: what rows are asked for by; `now` in epoch ms, as below. */
  add(key: string, id: string, now: number): void
  idsOf(key: string, now: number): string[]
  /** A row with the key is about to be made. */
  begin(key: string, now: number): void
  /** None was made, or it is known which. */
  end(key: string, now: number): void
  /** Since when it has been unknown whether such a row was made; undefined: it is known. */
  unclearSince(key: string, now: number): number | undefined
}

const Made = z.array(z.object({ key: z.string(), id: z.string(), at: z.number() }))
type Made = z.infer<typeof Made>[number]

/** Longer than any lag that was heard of. */
const LAG_MS = 10 * 60_000
/** No page has it: the row's id is not known yet. */
const UNKNOWN = ''

/** What other runs of this program made is known by its memory. */
export function openMadeRows(memory: Memory, dataSourceId: string): MadeRows {
  const name = `notion made ${dataSourceId}`
  let own: Made[] = []
  const recent = (now: number) => {
    const kept = readJson(Made, memory.recall(name)) ?? []
    const all = new Map([...kept, ...own].map(row => [`${row.key} ${row.id}`, row]))
    return [...all.values()].filter(({ at }) => Math.abs(now - at) < LAG_MS)
  }
  const keep = (rows: Made[]) => {
    own = rows
    memory.remember(name, JSON.stringify(rows))
  }
  const isUnclear = (row: Made, key: string) => row.key === key && row.id === UNKNOWN
  return {
    add: (key, id, now) => keep([...recent(now).filter(row => !isUnclear(row, key)), { key, id, at: now }]),
    idsOf: (key, now) => recent(now).flatMap(row => (row.key === key && row.id !== UNKNOWN ? [row.id] : [])),
    begin: (key, now) => keep([...recent(now).filter(row => !isUnclear(row, key)), { key, id: UNKNOWN, at: now }]),
    end(key, now) {
      if (recent(now).some(row => isUnclear(row, key))) keep(recent(now).filter(row => !isUnclear(row, key)))
    },
    unclearSince: (key, now) => recent(now).find(row => isUnclear(row, key))?.at,
  }
}
