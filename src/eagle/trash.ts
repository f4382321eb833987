// Into Eagle's trash and out of it again; nothing is ever removed from there.

import { Environment, Transient } from '../errors.ts'
import type { EagleApi } from './api.ts'
import type { LibraryGuard } from './library.ts'
import type { PageMemory } from './memory.ts'
import { isPageTag, pageTag } from './tags.ts'
import { lookUntil, type Patience } from './wait.ts'

export interface TrashContext {
  api: EagleApi
  guard: Pick<LibraryGuard, 'write'>
  patience: Patience
  signal: AbortSignal
  pageId: string
  memory: PageMemory
}

export interface Trashed {
  /** In the trash now. */
  trashed: string[]
  /** They belong to another page too: only this page's tag was taken off. */
  shared: string[]
  /** They were not there, or in the trash already. */
  absent: string[]
}

export async function trashItems(at: TrashContext, ids: readonly string[]): Promise<Trashed> {
  const { api, guard, signal, pageId } = at
  const result: Trashed = { trashed: [], shared: [], absent: [] }
  const mark = pageTag(pageId)
  for (const id of ids) {
    const item = await api.item(id, signal)
    if (!item || item.isDeleted) result.absent.push(id)
    else if (item.tags.some(tag => isPageTag(tag) && tag !== mark)) {
      const tags = item.tags.filter(tag => tag !== mark)
      if (tags.length < item.tags.length) await guard.write(api, signal, () => api.update(id, { tags }, signal))
      result.shared.push(id)
    } else result.trashed.push(id)
  }
  if (result.trashed.length === 0) return result
  remember(at, result.trashed, 'trashed')
  await guard.write(api, signal, () => api.trash(result.trashed, signal))
  for (const id of result.trashed) await proveDeleted(at, id, true)
  return result
}

/** @throws Environment when this Eagle can do that by hand only */
export async function restoreItems(at: TrashContext, ids: readonly string[]): Promise<void> {
  const { api, guard, signal } = at
  const { restore } = api
  if (!restore)
    throw new Environment('this Eagle cannot take items out of its trash for another program: do it in Eagle itself')
  for (const id of ids) {
    await guard.write(api, signal, () => restore(id, signal))
    await proveDeleted(at, id, false)
  }
  remember(at, ids, 'there')
}

async function proveDeleted({ api, patience, signal }: TrashContext, id: string, isMeant: boolean): Promise<void> {
  const look = async () => {
    const item = await api.item(id, signal)
    return (item?.isDeleted ?? true) === isMeant ? true : undefined
  }
  if (await lookUntil(look, { ...patience, ms: patience.appearMs, signal })) return
  const where = isMeant ? 'does not move it to its trash' : 'leaves it in its trash'
  throw new Transient(`Eagle says that it did as asked with an item, and ${where}`, { fields: { id } })
}

function remember({ memory }: TrashContext, ids: readonly string[], state: 'trashed' | 'there'): void {
  for (const [ext, kept] of memory.all()) {
    if (kept.id !== undefined && ids.includes(kept.id)) memory.put(ext, { ...kept, state })
  }
}
