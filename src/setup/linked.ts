// The databases that rows of Music Tracks lead to: told by the columns themselves.

import { isFault } from '../errors.ts'
import { readTableOf, type SeenTable } from '../notion/setup/find-databases.ts'
import type { InitOptions } from './initialise.ts'
import type { Ids } from './make-databases.ts'
import { fitOf, type Role } from './roles.ts'

const FIELDS = [
  ['playlists', 'PLAYLISTS_DB_ID'],
  ['artists', 'ARTISTS_DB_ID'],
] as const

/** Those that are set already stay; those that are not shared are left out. */
export async function linkedIds(
  { notion, values }: Pick<InitOptions, 'notion' | 'values'>,
  found: readonly { role: Role; table: SeenTable }[],
): Promise<Ids> {
  const tracks = found.find(({ role }) => role.name === 'tracks')
  const schema = tracks && fitOf(tracks.role, tracks.table)
  if (schema === undefined || typeof schema === 'string') return {}
  const ids: Ids = {}
  for (const [field, setting] of FIELDS) {
    const target = schema.columns[field]?.relatedTo
    if (target === undefined || values[setting] !== undefined) continue
    const table = await readTableOf(notion, target).catch((error: unknown) => {
      if (!isFault(error)) throw error
      return undefined
    })
    if (table) ids[setting] = table.databaseId
  }
  return ids
}
