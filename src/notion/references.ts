// The whole list behind a relation or people cell: a page shows 25 of them.

import { z } from 'zod'
import type { Notion } from './client.ts'
import { expectForm } from './page.ts'
import type { Column } from './schema.ts'
import { ofRow } from './write.ts'

const Reference = z.object({ id: z.string() })
const Items = z.object({
  results: z.array(z.object({ relation: Reference.optional(), people: Reference.optional() })),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
})

/** Ids in order. */
export async function readReferences(notion: Notion, pageId: string, column: Column): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const answer = await notion
      .repeatable(
        client =>
          client.pages.properties.retrieve({
            page_id: pageId,
            property_id: encodeURIComponent(column.id),
            start_cursor: cursor,
            page_size: 100,
          }),
        { endpoint: 'pages.properties.retrieve' },
      )
      .catch((error: unknown) => {
        throw ofRow(error, [403, 404])
      })
    const items = expectForm(Items, answer)
    ids.push(...items.results.flatMap(({ relation, people }) => (relation ?? people)?.id ?? []))
    cursor = items.has_more ? (items.next_cursor ?? undefined) : undefined
  } while (cursor)
  return ids
}
