// How the last message to each channel of notices ended.

import { z } from 'zod'
import type { Store } from './database.ts'

const End = z.object({
  /** Epoch ms. */
  at: z.number(),
  ok: z.boolean(),
  /** Why it was not taken. */
  says: z.string(),
})
export type ChannelEnd = z.infer<typeof End>

export interface ChannelEnds {
  /** @param why it was not taken; undefined: it was */
  keep(channel: string, why?: string): Promise<void>
}

/** The same end again is not written each time. */
const SELDOM_MS = 10 * 60_000
const nameOf = (channel: string) => `notices: last to ${channel}`

export function openChannelEnds(store: Store, now: () => number): ChannelEnds {
  const put = store.database.prepare('insert or replace into fact (name, value) values (?, ?)')
  const kept = new Map<string, ChannelEnd>()
  return {
    async keep(channel, why) {
      const end = { at: now(), ok: why === undefined, says: why ?? '' }
      const last = kept.get(channel)
      if (last && last.ok === end.ok && last.says === end.says && Math.abs(end.at - last.at) < SELDOM_MS) return
      await store.commit(() => put.run(nameOf(channel), JSON.stringify(end)))
      kept.set(channel, end)
    },
  }
}

/** Undefined: nothing was sent to it yet. */
export function lastEnd({ database }: Pick<Store, 'database'>, channel: string): ChannelEnd | undefined {
  const value = database.prepare('select value from fact where name = ?').get(nameOf(channel))?.value
  return typeof value === 'string' ? End.safeParse(JSON.parse(value)).data : undefined
}
