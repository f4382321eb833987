// How the searches for rows' recordings ended, and which links are never taken for a row again.

import { z } from 'zod'
import { canonicalLink } from '../model/url/url.ts'
import type { Store } from './database.ts'

export interface SearchEnd {
  /** What was asked for: the row's input. */
  input: string
  /** A person was asked which of `links` it is, or nothing was found. */
  ended: 'asked' | 'missed'
  links: readonly string[]
  /** Of each of these, in their order: what a person reads of it, and why it may be it. */
  offered?: readonly Offer[]
}

const Offer = z.object({ shown: z.string(), because: z.string() })
export type Offer = z.infer<typeof Offer>

export interface Searches {
  lastEnd(page: string): SearchEnd | undefined
  /** Inside a commit, as below. */
  end(page: string, end: SearchEnd): void
  /** The links that are never taken for the page again, in their canonical form, and why not. */
  refused(page: string): ReadonlyMap<string, string>
  refuse(page: string, link: string, reason: string): void
  /** A link may be taken again. */
  allow(page: string, link: string): void
  /** Pages that stand as not found since before, the oldest first. @param before epoch ms */
  missedBefore(before: number, limit: number): string[]
  /** It is thought of, as if it had ended now. */
  lookedAt(page: string): void
}

const EndRow = z.object({
  input: z.string(),
  ended: z.enum(['asked', 'missed']),
  links: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.string())),
  offered: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(Offer)),
})
const RefusedRow = z.object({ link: z.string(), reason: z.string() })

const canonical = (link: string) => canonicalLink(link) ?? link

export function openSearches({ database }: Store, now: () => number): Searches {
  const find = database.prepare('select input, ended, links, offered from search where page = ?')
  const put = database.prepare(
    'insert or replace into search (page, input, ended, links, offered, at) values (?, ?, ?, ?, ?, ?)',
  )
  const refused = database.prepare('select link, reason from refused_link where page = ? order by at, link')
  const refuse = database.prepare('insert or ignore into refused_link (page, link, reason, at) values (?, ?, ?, ?)')
  const allow = database.prepare('delete from refused_link where page = ? and link = ?')
  const touch = database.prepare('update search set at = ? where page = ?')
  const missed = database.prepare(
    `select page from search where ended = 'missed' and at < ?
       and exists (select 1 from job where job.key = 'track:' || search.page and job.state = 'failed'
         and job.wish = search.input)
     order by at limit ?`,
  )
  return {
    lastEnd(page) {
      const row = find.get(page)
      return row && EndRow.parse(row)
    },
    end: (page, { input, ended, links, offered = [] }) =>
      void put.run(page, input, ended, JSON.stringify(links), JSON.stringify(offered), now()),
    refused: page =>
      new Map(
        refused
          .all(page)
          .map(row => RefusedRow.parse(row))
          .map(({ link, reason }) => [canonical(link), reason]),
      ),
    refuse: (page, link, reason) => void refuse.run(page, canonical(link), reason, now()),
    allow: (page, link) => void allow.run(page, canonical(link)),
    lookedAt: page => void touch.run(now(), page),
    missedBefore: (before, limit) => missed.all(before, limit).map(({ page }) => String(page)),
  }
}
