// A comment on a page, made once: the same words are not said twice.

import { z } from 'zod'
import { splitText } from './cells.ts'
import type { Notion } from './client.ts'
import { Saved, Unsure } from './faults.ts'
import { expectForm } from './page.ts'

const Listing = z.object({
  results: z.array(z.object({ rich_text: z.array(z.object({ plain_text: z.string() })) })),
  next_cursor: z.string().nullable(),
})

/** @throws Transient when it stays unknown whether it was made; Refused where the connection may not comment */
export async function commentOnce(notion: Notion, page: string, text: string): Promise<void> {
  if (await isSaid(notion, page, text)) return
  const body = { parent: { page_id: page }, rich_text: splitText(text).map(content => ({ text: { content } })) }
  try {
    await notion.once(client => client.comments.create(body), { urgent: true, endpoint: 'comments.create' })
  } catch (error) {
    if (error instanceof Saved) return
    if (error instanceof Unsure && (await isSaid(notion, page, text))) return
    throw error
  }
}

async function isSaid(notion: Notion, page: string, text: string): Promise<boolean> {
  let cursor: string | undefined
  do {
    const start_cursor = cursor
    const answer = await notion.repeatable(client => client.comments.list({ block_id: page, start_cursor }), {
      endpoint: 'comments.list',
    })
    const { results, next_cursor } = expectForm(Listing, answer)
    if (results.some(({ rich_text }) => rich_text.map(part => part.plain_text).join('') === text)) return true
    cursor = next_cursor ?? undefined
  } while (cursor !== undefined)
  return false
}
