// A row goes into Notion's trash, or comes out of it: repeated only after a look, and believed when the answer says so.

import { InputFault, Transient } from '../errors.ts'
import type { Notion } from './client.ts'
import { Saved } from './faults.ts'
import { ofRow } from './of-row.ts'
import { type Row, toRow } from './page.ts'
import type { Schema } from './schema.ts'
import { readRow } from './write.ts'

/**
 * Done again, it is done already.
 * @throws InputFault when there is no such row; Transient when Notion says otherwise than it was asked
 */
export async function setTrash<F extends string>(
  notion: Notion,
  schema: Schema<F>,
  { id, inTrash }: { id: string; inTrash: boolean },
): Promise<void> {
  const isAsMeant = ({ page }: Row<F>) => page.in_trash === inTrash
  if (isAsMeant(await readRow(notion, schema, id))) return
  const change = (): Promise<Row<F>> =>
    notion
      .once(client => client.pages.update({ page_id: id, in_trash: inTrash }), {
        urgent: true,
        endpoint: 'pages.update',
      })
      .then(answer => toRow(answer, schema))

  async function attempt(number: number): Promise<Row<F>> {
    const now = number > 1 ? await readRow(notion, schema, id) : undefined
    if (now && isAsMeant(now)) return now
    try {
      return await change()
    } catch (error) {
      if (error instanceof Saved) return readRow(notion, schema, id)
      throw ofRow(error, [403, 404])
    }
  }

  const row = await notion.persist(attempt)
  if (isAsMeant(row)) return
  if (!inTrash && row.page.is_archived) throw new InputFault(`the row ${id} is archived`, 'Unknown_Error')
  throw new Transient(`Notion left the row ${id} ${inTrash ? 'out of' : 'in'} its trash`, { fields: { page: id } })
}
