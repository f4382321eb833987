// What a delivery wishes for, as a job: its row is found or made by the job, not in the request.

import { z } from 'zod'
import { UsageFault } from '../errors.ts'
import { type NewJob, PRIORITY } from '../model/job.ts'
import { toPageId } from '../model/page-id.ts'
import { canonicalLink } from '../model/url/url.ts'
import { requireTrackLink } from '../pipeline/row-of-link.ts'
import { BadBody } from './raw-json.ts'

/** The handler in handlers/wish.ts. */
const WISH_HANDLER = 'wish'
const HERE = 'here'
const MOST_ITEMS = 200
const LONGEST = 2048
const EXPECTED = 'expected {"url": "https://…"} or {"pageId": "32 hex digits"}'

const Item = z.union([
  z.strictObject({ url: z.string().max(LONGEST) }),
  z.strictObject({ pageId: z.string().max(LONGEST) }),
])
export type Wished = { job: NewJob } | { refused: string }

/** One for each item, in their order. @throws BadBody when there is none */
export function wishedJobs(body: unknown): Wished[] {
  const items = Array.isArray(body) ? body : [body]
  if (items.length === 0) throw new BadBody(`the list is empty: ${EXPECTED}, or a list of these`)
  if (items.length > MOST_ITEMS) throw new BadBody(`the list has ${items.length} items: expected at most ${MOST_ITEMS}`)
  return items.map(wishedJob)
}

function wishedJob(item: unknown): Wished {
  const { data } = Item.safeParse(item)
  if (!data) return { refused: `${EXPECTED}, nothing else beside it` }
  return 'url' in data ? ofLink(data.url.trim()) : ofPage(data.pageId)
}

function ofLink(link: string): Wished {
  if (!/^https?:\/\//i.test(link)) return { refused: 'url: expected a link that begins with https:// or http://' }
  try {
    requireTrackLink(link)
  } catch (error) {
    if (error instanceof UsageFault) return { refused: `url: ${error.message}` }
    throw error
  }
  return { job: jobOf(canonicalLink(link) ?? link, { link }) }
}

function ofPage(text: string): Wished {
  const pageId = toPageId(text)
  return pageId ? { job: jobOf(pageId, { pageId }) } : { refused: 'pageId: expected 32 hex digits or a Notion URL' }
}

/** Of one link or page there is one job, however often it comes. */
const jobOf = (what: string, input: { link: string } | { pageId: string }): NewJob => ({
  key: `wish:${what}`,
  pool: 'wishes',
  lane: HERE,
  handler: WISH_HANDLER,
  input,
  wish: what,
  label: what,
  because: 'it came by webhook',
  priority: PRIORITY.asked,
  asked: true,
})
