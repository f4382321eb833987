// What the program knows once a group is done, and once it is taken back: files, recordings, playlists, shared files.

import type { DedupeRecord, Folded } from '../../model/dedupe/record.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import type { FieldWrite } from '../../model/write.ts'
import type { Tools } from '../../tools.ts'
import type { DedupeContext } from './context.ts'
import type { GroupJob } from './do-group.ts'

/** @param moved files that are in the trash: of others nothing is forgotten */
export async function keepInStore(
  { plan, group, moved }: GroupJob & { moved: readonly string[] },
  { tools }: DedupeContext,
): Promise<void> {
  const { id, record } = group
  const files = record.files.filter(({ path }) => moved.includes(path))
  await tools.store.commit(() => {
    const folded = fold(record, moved, tools)
    for (const { path } of files) {
      tools.journal.forgetFile(path)
      tools.recordings.forgetFile(path)
    }
    const { page } = record.keeper
    if (page) for (const file of record.handed) tools.journal.recordFile({ ...file, page })
    for (const { page: shares } of record.merged) tools.merges.forget(shares)
    if (page) for (const place of record.places) tools.knownPlaylists.leadPlace(place, place.page, page)
    tools.deduped.markGroup(plan, id, { state: 'done', record: { ...record, files, ...(folded && { folded }) } })
  })
}

/** A recording that keeps a file after all is left as it is. */
function fold({ index, keeper }: DedupeRecord, moved: readonly string[], { recordings }: Tools): Folded | undefined {
  const { into, whole, partly } = index
  if (into === undefined || whole.length + partly.length === 0) return undefined
  const goes = [...moved, ...keeper.files.map(({ path }) => path)]
  const isWhole = (id: number) => recordings.get(id)?.files.every(({ path }) => goes.includes(path)) ?? true
  const folded = recordings.fold({
    into,
    whole: whole.filter(isWhole),
    partly: [...partly, ...whole.filter(id => !isWhole(id))],
  })
  const stay = folded.aside.flatMap(({ files }) => files).filter(({ path }) => !moved.includes(path))
  if (stay.length > 0) recordings.put({ recording: into, files: stay })
  return folded
}

export interface ItemLeft {
  item: string
  page: string
  because: string
}

interface Back extends GroupJob {
  /** Files that are in their place again. */
  back: readonly string[]
  /** They are asked for again next time, and nothing else is. */
  itemsLeft: readonly ItemLeft[]
}

export async function forgetInStore({ plan, group, back, itemsLeft }: Back, { tools }: DedupeContext): Promise<void> {
  const { id, record } = group
  const { keeper } = record
  await tools.store.commit(() => {
    if (record.folded) tools.recordings.unfold(record.folded)
    for (const { path, known, indexed } of record.files) {
      if (!back.includes(path)) {
        tools.recordings.forgetFile(path)
        continue
      }
      if (known) tools.journal.recordFile(known)
      if (indexed && tools.recordings.get(indexed.recording))
        tools.recordings.put({ recording: indexed.recording, files: [indexed.file] })
    }
    if (group.state !== 'begun') shareAgain(record, tools)
    const isSharing = keeper.page !== undefined && tools.merges.of(keeper.page) !== undefined
    const fields = gainsBack({ ...record, untagged: record.untagged && isSharing })
    if (keeper.page && Object.keys(fields).length > 0) tools.outbox.add({ target: 'tracks', page: keeper.page, fields })
    if (itemsLeft.length === 0) tools.deduped.markGroup(plan, id, { state: 'undone' })
    else tools.deduped.markGroup(plan, id, { state: 'done', record: onlyItems(record, itemsLeft) })
  })
}

const onlyItems = ({ label, keeper }: DedupeRecord, items: readonly ItemLeft[]): DedupeRecord => ({
  label,
  keeper,
  items: items.map(({ item, page }) => ({ item, page })),
  gains: [],
  files: [],
  rows: [],
  handed: [],
  untagged: false,
  merged: [],
  heirs: [],
  places: [],
  index: { whole: [], partly: [] },
})

/** What a person changed since stays: a row that got files of its own shares none again. */
function shareAgain({ keeper, handed, merged, heirs, places }: DedupeRecord, tools: Tools): void {
  const { journal, merges } = tools
  const { page: kept } = keeper
  const theirs = handed.filter(({ path }) => journal.fileAt(path)?.page === kept)
  const isAsLeft = (page: string) =>
    merges.of(page) === undefined &&
    journal.filesOf(page).every(({ path }) => theirs.some(file => file.path === path)) &&
    (page !== kept || theirs.length === handed.length)
  const again = merged.filter(({ page, merge }) => isAsLeft(page) && !merges.isRefused(page, merge))
  for (const file of theirs) journal.recordFile(file)
  for (const { page, merge } of again) merges.put(page, merge)
  if (kept) for (const place of places) tools.knownPlaylists.leadPlace(place, kept, place.page)
  for (const { page, before, after, cells } of heirs) {
    if (merges.of(page)?.owner !== after.owner) continue
    merges.put(page, before)
    const fields = cells.map(({ field, from, to }) => [field, { how: 'move', from: to, value: from }] as const)
    if (cells.length > 0) tools.outbox.add({ target: 'tracks', page, fields: Object.fromEntries(fields) })
  }
}

/** What a person changed since stays. */
function gainsBack({ gains, untagged }: DedupeRecord): Record<string, FieldWrite> {
  const fields: Record<string, FieldWrite> = untagged ? { tags: { how: 'options', add: [MERGED_TAG], remove: [] } } : {}
  for (const gain of gains) {
    if (gain.how === 'add') {
      const add = gain.field === 'tags' && untagged ? [MERGED_TAG] : []
      fields[gain.field] = { how: 'options', add, remove: gain.values, isUndo: true }
    } else {
      const empty = typeof gain.value === 'boolean' ? false : null
      fields[gain.field] = { how: 'move', from: gain.value, value: empty }
    }
  }
  return fields
}
