// A finished track's files in Eagle, each once, however often and wherever a run of this was cut off.

import { Transient } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { FileImport } from './file-import.ts'
import { findElsewhere, itemsOfPage } from './find.ts'
import type { Kept } from './memory.ts'
import { pictureOf } from './picture.ts'
import type { Item } from './schemas.ts'
import { settle } from './settle.ts'
import { isPageTag, pageTag } from './tags.ts'
import { isOfKind, isSameAsKept, isSameContent, isWhole } from './track-file.ts'
import { lookUntil } from './wait.ts'

export interface FileInEagle {
  ext: string
  /** Undefined when it was left out. */
  id?: string
  was: 'added' | 'there' | 'taken out'
  /** Items of the page with an earlier file of this kind: left as they are. */
  earlier: string[]
  notes: string[]
}

/** @throws Environment when another library is open; Transient when the item does not come to be there */
export async function importFile(job: FileImport): Promise<FileInEagle> {
  const { file, memory } = job
  const ofKind = (await ofPage(job)).filter(item => isOfKind(item, file))
  const there = (await findHere(job, ofKind)) ?? (await findAdded(job)) ?? (await elsewhere(job))
  const earlier = (found?: string) =>
    ofKind.filter(item => !item.isDeleted && item.id !== found && !isOthers(job, item)).map(({ id }) => id)
  if (!there && !job.again && (await wasTakenOut(job, ofKind))) {
    const notes = [`the ${file.ext} was taken out of Eagle by hand: it is not put back`]
    return { ext: file.ext, was: 'taken out', earlier: earlier(), notes }
  }
  const id = there?.id ?? (await add(job)).id
  const { item, tags, notes } = await settle(job, id, { wish: job.wish, kept: sameKept(job) })
  await failpoint('eagle.tagged')
  const before = sameKept(job)
  const kept = keptOf(job, { state: 'there', id, name: item.name, tags, isOurs: before?.isOurs ?? false })
  const isInFolder = job.wish.folder !== undefined && item.folders.includes(job.wish.folder)
  const folder = isInFolder ? job.wish.folder : before?.folder
  memory.put(file.ext, { ...kept, folder, hasPicture: before?.hasPicture })
  notes.push(...(await pictureOf(job, id)))
  return { ext: file.ext, id, was: there ? 'there' : 'added', earlier: earlier(id), notes }
}

const ofPage = (job: FileImport) => itemsOfPage(contextOf(job), job.pageId)
/** It has another page's tag too: its file is not an earlier one of this page. */
const isOthers = ({ pageId }: FileImport, { tags }: Item) => tags.some(tag => isPageTag(tag) && tag !== pageTag(pageId))

const contextOf = ({ api, library, signal }: FileImport) => ({ api, signal, library: library.path })

/** What is remembered of this very file. */
function sameKept({ memory, file }: FileImport): Kept | undefined {
  const kept = memory.get(file.ext)
  return kept && isSameAsKept(kept, file) ? kept : undefined
}

/** The first of these that is this very file. */
async function sameIn({ file, library }: FileImport, items: readonly Item[]): Promise<Item | undefined> {
  for (const item of items) if (isOfKind(item, file) && (await isSameContent(item, file, library.path))) return item
  return undefined
}

/** An item of this page, or the one that is remembered, should somebody have taken its tag off. */
async function findHere(job: FileImport, ofKind: readonly Item[]): Promise<Item | undefined> {
  const alive = await sameIn(
    job,
    ofKind.filter(({ isDeleted }) => !isDeleted),
  )
  if (alive) return await whole(job, alive)
  const kept = sameKept(job)
  if (kept?.state !== 'there' || kept.id === undefined) return undefined
  const item = await job.api.item(kept.id, job.signal)
  return item && !item.isDeleted && item.size === job.file.size ? item : undefined
}

/** An add whose end is not known may have happened, or may happen yet, however long ago the run was that asked for it. */
async function findAdded(job: FileImport): Promise<Item | undefined> {
  const { api, patience, signal } = job
  const kept = sameKept(job)
  if (kept?.state !== 'adding') return undefined
  const look = async () => {
    const { id } = kept
    const item = id === undefined ? undefined : await api.item(id, signal)
    return item ?? (await sameIn(job, await ofPage(job)))
  }
  const item = await lookUntil(look, { ...patience, ms: patience.landMs, signal })
  return item && !item.isDeleted ? await whole(job, item) : undefined
}

const elsewhere = (job: FileImport) => findElsewhere(contextOf(job), job.file, job.clues)

/** In Eagle's trash, or gone, and not by us. */
async function wasTakenOut(job: FileImport, ofKind: readonly Item[]): Promise<boolean> {
  const { api, file, memory, owner, signal } = job
  const kept = memory.get(file.ext) ?? owner?.get(file.ext)
  const isByUs = (id: string) => kept?.state === 'trashed' && kept.id === id
  if (
    await sameIn(
      job,
      ofKind.filter(({ id, isDeleted }) => isDeleted && !isByUs(id)),
    )
  )
    return true
  if (kept?.state !== 'there' || kept.id === undefined || !isSameAsKept(kept, file)) return false
  const item = await api.item(kept.id, signal)
  return item === undefined || item.isDeleted
}

/** The intent is kept before the effect, so that a run that is cut off here knows what to look for. */
async function add(job: FileImport): Promise<Item> {
  const { api, guard, file, wish, memory, signal } = job
  const intent = keptOf(job, { state: 'adding', name: wish.name, tags: [...wish.tags], isOurs: true })
  const id = await guard.write(api, signal, async () => {
    memory.put(file.ext, intent)
    await failpoint('eagle.intended')
    return api.add({ ...wish, path: file.path }, signal)
  })
  await failpoint('eagle.added')
  if (id !== undefined) memory.put(file.ext, { ...intent, id })
  const look = async () => (id === undefined ? await sameIn(job, await ofPage(job)) : await api.item(id, signal))
  const item = await whole(job, undefined, look)
  await failpoint('eagle.there')
  memory.put(file.ext, { ...intent, id: item.id, name: item.name, folder: wish.folder })
  return item
}

/** Waits until the item has its size, and its file where that can be seen. */
async function whole(
  job: FileImport,
  first: Item | undefined,
  look = async () => (first ? await job.api.item(first.id, job.signal) : undefined),
): Promise<Item> {
  const { file, library, patience, signal } = job
  const isReady = async (item: Item | undefined) => item && (await isWhole(item, file, library.path))
  if (first && (await isReady(first))) return first
  const seen = async () => {
    const item = await look()
    return (await isReady(item)) ? item : undefined
  }
  const item = await lookUntil(seen, { ...patience, ms: patience.appearMs, signal })
  if (item) return item
  const seconds = Math.round(patience.appearMs / 1000)
  throw new Transient(`Eagle took ${file.path}, but does not show it with its ${file.size} bytes after ${seconds} s`)
}

function keptOf(
  { file, wish }: FileImport,
  more: Pick<Kept, 'state' | 'name' | 'tags' | 'isOurs'> & Partial<Kept>,
): Kept {
  return { size: file.size, sha256: file.sha256, wished: wish.name, ...more }
}
