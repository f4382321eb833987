// Lists that come in pages: followed as the service says, on our own address only.

import type { z } from 'zod'
import { Environment } from '../../errors.ts'
import type { Ask, Refusals, Requests } from './requests.ts'
import type { AlbumPage, PlaylistPage, TrackPage } from './schemas.ts'

type Page = z.output<typeof TrackPage> | z.output<typeof PlaylistPage> | z.output<typeof AlbumPage>

export interface PagesOptions<T extends z.ZodType<Page>> {
  requests: Requests
  apiUrl: string
  form: T
  turn: Ask & Refusals
}

/** A list that was begun is read to its end: a whole window of the lane is waited for. */
const NEXT_PATIENCE_MS = 35_000

/** The pages from `path` on, each with the path of the next; whoever has seen enough stops asking. */
export async function* pages<T extends z.ZodType<Page>>(
  path: string,
  { requests, apiUrl, form, turn }: PagesOptions<T>,
) {
  const seen = new Set<string>()
  let next: string | undefined = path
  while (next !== undefined) {
    if (seen.has(next)) throw new Environment("Spotify's list comes back to a page that was read")
    const patience = seen.size > 0 ? { patienceMs: NEXT_PATIENCE_MS } : {}
    seen.add(next)
    const page: z.output<T> | undefined = await requests.get(next, form, { ...patience, ...turn })
    if (!page) return
    next = page.next ? pathOf(page.next, apiUrl) : undefined
    yield { page, next }
  }
}

/** The link word for word, but never to another host: the token goes with it. */
export function pathOf(link: string, apiUrl: string): string {
  const base = new URL(apiUrl)
  const { pathname, search } = new URL(link, apiUrl)
  return `${pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname}${search}`
}
