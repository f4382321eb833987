// The whole list behind a relation or people cell: a page shows 25 of them.

import { z } from 'zod'
import type { Notion } from './client.ts'
import { ofRow } from './of-row.ts'
import { expectForm, type Row } from './page.ts'
import type { Column, Schema } from './schema.ts'

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

const Cut = z.looseObject({ type: z.literal('relation'), has_more: z.literal(true) })

/** The row with all entries of the relations that are read whole. */
export async function wholeRow<F extends string>(notion: Notion, schema: Schema<F>, row: Row<F>): Promise<Row<F>> {
  let { cells } = row
  for (const field of Object.keys(schema.columns) as F[]) {
    const column = schema.columns[field]
    const { success, data: cell } = Cut.safeParse(cells[field])
    if (!column?.readWhole || !success) continue
    const ids = await readReferences(notion, row.page.id, column)
    cells = { ...cells, [field]: { ...cell, relation: ids.map(id => ({ id })), has_more: false } }
  }
  return cells === row.cells ? row : { ...row, cells }
}
