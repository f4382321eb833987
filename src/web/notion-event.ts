// What an event of Notion means to this program.

import { z } from 'zod'

const Entity = z.object({ id: z.string().max(100), type: z.string().max(100) })

export const NotionEvent = z.object({
  id: z.string().min(1).max(100),
  timestamp: z.iso.datetime({ offset: true }),
  type: z.string().max(100),
  integration_id: z.string().optional(),
  authors: z.array(z.object({ id: z.string(), type: z.string() })).default([]),
  entity: Entity,
  data: z
    .object({
      parent: z.object({ id: z.string().optional(), data_source_id: z.string().optional() }).optional(),
      page_id: z.string().optional(),
    })
    .default({}),
})
type NotionEvent = z.output<typeof NotionEvent>

/** `wake`: it is looked for work; the others are why not. */
export type Judgement = 'wake' | 'own' | 'elsewhere' | 'late' | 'unknown kind'

export interface Known {
  /** Ids of databases and data sources that are worked with. */
  isPlace(id: string): boolean
  /** A page there is or was work for. */
  isPage(id: string): boolean
}

/** Notion's last try is about a day after the first. */
const LATE_MS = 26 * 3600_000
const KINDS = /^(page|database|data_source|comment)\./

/** @param now epoch ms */
export function judge(event: NotionEvent, known: Known, now: number): Judgement {
  if (now - Date.parse(event.timestamp) > LATE_MS) return 'late'
  if (!KINDS.test(event.type)) return 'unknown kind'
  if (isOwn(event)) return 'own'
  return concerns(event, known) ? 'wake' : 'elsewhere'
}

/** Whatever the connection itself wrote and nobody else with it. */
const isOwn = ({ authors, integration_id }: NotionEvent): boolean =>
  authors.length > 0 && authors.every(({ id, type }) => type === 'bot' && id === integration_id)

function concerns({ entity, data }: NotionEvent, known: Known): boolean {
  const places = [entity.id, data.parent?.id, data.parent?.data_source_id]
  if (places.some(id => id !== undefined && known.isPlace(id))) return true
  return [entity.id, data.page_id, data.parent?.id].some(id => id !== undefined && known.isPage(id))
}
