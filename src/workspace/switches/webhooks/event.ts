// An event as it is posted, in the key order of Notion's.

import type { Json } from '../../api/check.ts'
import { isObject } from '../../api/check.ts'
import { BOT, BOT_ID } from '../../api/identity.ts'
import { type Version, WITH_DATA_SOURCES } from '../../api/route.ts'
import type { Merged } from './merge-changes.ts'

/** The version whose words events use. */
const EVENT_VERSION: Version = WITH_DATA_SOURCES

export interface EventIds {
  id: string
  subscription: string
}

export function eventOf({ type, entity, authors, at, data }: Merged, { id, subscription }: EventIds): Json {
  const { parent, ...rest } = data
  return {
    id,
    timestamp: new Date(at).toISOString(),
    workspace_id: BOT.bot.workspace_id,
    workspace_name: BOT.bot.workspace_name,
    subscription_id: subscription,
    integration_id: BOT_ID,
    type,
    authors: authors.map(author => ({ id: author, type: author === BOT_ID ? 'bot' : 'person' })),
    attempt_number: 1,
    api_version: EVENT_VERSION,
    entity,
    data: isObject(parent) ? { parent: parentOf(parent), ...rest } : rest,
  }
}

/** A parent in the form of events, whether it came in that or in the form of pages and blocks. */
function parentOf(parent: Json): Json {
  const { type } = parent
  if (type === 'space' || type === 'workspace') return { id: BOT.bot.workspace_id, type: 'space' }
  if (type === 'data_source_id')
    return { id: parent.database_id, type: 'database', data_source_id: parent.data_source_id }
  if (typeof type === 'string' && type.endsWith('_id')) return { id: parent[type], type: type.slice(0, -'_id'.length) }
  return parent
}
