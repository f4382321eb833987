// The connection itself: whose token it is, and the clock of who answers.

import { z } from 'zod'
import type { Notion } from './client.ts'
import { expectForm } from './page.ts'

const Me = z.looseObject({
  name: z.string().nullish(),
  bot: z.looseObject({ workspace_name: z.string().nullish() }).nullish(),
})

export interface Connection {
  name?: string
  /** The workspace it belongs to. */
  workspace?: string
}

/** @throws Environment when the token is refused */
export async function readConnection(notion: Notion): Promise<Connection> {
  const answer = await notion.repeatable(client => client.users.me({}), { endpoint: 'users.me' })
  const { name, bot } = expectForm(Me, answer)
  return { ...(name && { name }), ...(bot?.workspace_name && { workspace: bot.workspace_name }) }
}

export interface WatchedClock {
  fetch: typeof globalThis.fetch
  /** By how much our clock is ahead of theirs, in ms; undefined: no answer said what time it is. */
  readonly aheadMs: number | undefined
}

/** Compares our clock with the `Date` of each answer. */
export function watchClock(send: typeof globalThis.fetch, now: () => number): WatchedClock {
  let aheadMs: number | undefined
  return {
    async fetch(input, init) {
      const response = await send(input, init)
      const theirs = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(theirs)) aheadMs = now() - theirs
      return response
    },
    get aheadMs() {
      return aheadMs
    },
  }
}
