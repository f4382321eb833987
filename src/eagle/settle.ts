// Brings an item to what the track says: read, merged, written, read again. What a person changed stays changed.

import { Transient } from '../errors.ts'
import type { EagleApi, ItemChange } from './api.ts'
import type { LibraryGuard } from './library.ts'
import type { Kept } from './memory.ts'
import type { Item } from './schemas.ts'
import { mergeTags } from './tags.ts'

export interface Settled {
  item: Item
  /** Those of the wanted tags that we put on it, now or before. */
  tags: string[]
  notes: string[]
}

export interface Wish {
  name: string
  tags: readonly string[]
  folder?: string | undefined
  link?: string | undefined
}

const MOST_TRIES = 3

/** @throws Transient when Eagle does not keep what is written */
export async function settle(
  { api, guard, signal }: { api: EagleApi; guard: Pick<LibraryGuard, 'write'>; signal: AbortSignal },
  id: string,
  { wish, kept }: { wish: Wish; kept: Kept | undefined },
): Promise<Settled> {
  const before = kept?.tags ?? []
  const first = await read(api, id, signal)
  const notes: string[] = []
  let item = first
  for (let tries = 0; ; tries += 1) {
    const tags = mergeTags({ present: item.tags, wanted: wish.tags, before })
    const once = tries === 0 ? changesOf(item, wish, kept) : {}
    if (tries === 0) notes.push(...notPossible(api, once))
    const change = possible(api, isSameList(tags, item.tags) ? once : { ...once, tags })
    if (Object.keys(change).length === 0) break
    if (tries === MOST_TRIES) throw new Transient(`Eagle does not keep the tags of “${item.name}”`, { fields: { id } })
    const isThere = await guard.write(api, signal, () => api.update(id, change, signal))
    if (!isThere) throw gone(id)
    item = await read(api, id, signal)
  }
  return { item, tags: wish.tags.filter(tag => before.includes(tag) || !first.tags.includes(tag)), notes }
}

async function read(api: EagleApi, id: string, signal: AbortSignal): Promise<Item> {
  const item = await api.item(id, signal)
  if (!item) throw gone(id)
  return item
}

const gone = (id: string) => new Transient('the item in Eagle is gone while it is worked on', { fields: { id } })

/** A name, folder or link that a person gave or took away is left alone. */
function changesOf(item: Item, { name, folder, link }: Wish, kept: Kept | undefined): ItemChange {
  const isNamedByUs = kept !== undefined && kept.name === item.name && kept.wished !== name
  const isToFile = folder !== undefined && !item.folders.includes(folder) && kept?.folder !== folder
  return {
    ...(isNamedByUs && { name }),
    ...(isToFile && { folders: [...item.folders, folder] }),
    ...(link !== undefined && item.url === undefined && kept === undefined && { url: link }),
  }
}

const FIELDS = { name: 'renamed', folders: 'put into its folder', tags: 'tagged', url: 'given its link' } as const
const fieldsOf = (change: ItemChange) => Object.keys(change) as (keyof ItemChange)[]

const notPossible = (api: EagleApi, change: ItemChange): string[] =>
  fieldsOf(change)
    .filter(field => !api.changes.has(field))
    .map(field => `the item in Eagle could not be ${FIELDS[field]}: this Eagle can do that by hand only`)

const possible = (api: EagleApi, change: ItemChange): ItemChange =>
  Object.fromEntries(Object.entries(change).filter(([field]) => api.changes.has(field as keyof ItemChange)))

const isSameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((text, at) => text === other[at])
