// Does Eagle hold what is about to be fetched? A link in Eagle is a hint that anybody may have typed: what its item is has to be
// proved before a row is spared its download.

import type { HeldItem } from '../../eagle/look-up.ts'
import { isFault } from '../../errors.ts'
import type { Recording } from '../../library/index/entry.ts'
import { compareNames } from '../../model/recording/names.ts'
import { indexItem, isMusic } from '../eagle/item.ts'
import type { StageContext, TrackWork } from '../stage.ts'
import { wordsOf } from './entry.ts'
import { indexRow } from './index-row.ts'
import { isWhole, type Owner, ownerOf, ownersOf } from './owner.ts'

export interface InEagle {
  /** A finished row that has it. */
  known?: { owner: Owner; because: string; isHint: true }
  /** For people: what lies there that is no row's. */
  notes: string[]
}

/** Longest that an item's file is listened to for one row. */
const LISTEN_MS = 60_000
/** The others are found by their sound, should it be the same. */
const MOST_HEARD = 2

export async function lookInEagle(work: TrackWork, context: StageContext): Promise<InEagle> {
  const { tools, signal } = context
  const { row, link } = work
  const items = link ? ((await tools.eagle?.holds({ pageId: row.id, link }, signal)) ?? []) : []
  for (const item of items) {
    const owner = await ownerByTag(item, work, context)
    if (owner)
      return { known: { owner, because: `Eagle’s item “${item.name}” has the same link`, isHint: true }, notes: [] }
  }
  const strange = items.filter(({ ext, pages }) => isMusic(ext) && !pages.some(page => page !== row.id))
  const notes: string[] = []
  for (const [at, item] of strange.entries()) {
    const heard = at < MOST_HEARD ? await hear(item, context) : undefined
    const owner = heard && (await ownerBySound(heard, work, context))
    const because = `Eagle’s item “${item.name}” has the same link, and is the same recording`
    if (owner) return { known: { owner, because, isHint: true }, notes: [] }
    if (!heard)
      notes.push(`Eagle holds “${item.name}” (${item.ext}) with the same link, which could not be listened to`)
  }
  return { notes }
}

/** The page's tag and the file's sum: it is one of that row's files, whatever link its row names. */
async function ownerByTag({ pages, sha256 }: HeldItem, work: TrackWork, context: StageContext) {
  for (const page of pages.filter(one => one !== work.row.id)) {
    const recording = await indexRow(page, context)
    const owner = recording && ownerOf(page, recording, context.tools)
    const isIts = owner?.files.some(file => file.sha256 === sha256)
    if (recording && owner && isIts && (await mayShare(owner, recording, { work, context }))) return owner
  }
  return undefined
}

async function ownerBySound(recording: Recording, work: TrackWork, context: StageContext): Promise<Owner | undefined> {
  for (const owner of ownersOf(recording, work.row.id, context.tools))
    if (await mayShare(owner, recording, { work, context })) return owner
  return undefined
}

interface Asked {
  work: TrackWork
  context: StageContext
}

/** Nothing speaks against it: no person, no name, no file that is gone. */
async function mayShare(owner: Owner, recording: Recording, { work, context }: Asked): Promise<boolean> {
  const { merges } = context.tools
  const { row } = work
  if (merges.isRefused(row.id, { recording: recording.id, owner: owner.page })) return false
  if (merges.of(owner.page)?.owner === row.id) return false
  const { isOneSong, difference } = compareNames(wordsOf(work), recording)
  return isOneSong && difference === undefined && (await isWhole(owner, context.tools))
}

/** @returns undefined when its file cannot be read from here, or says nothing */
async function hear({ name, ext, path }: HeldItem, { tools, signal, log }: StageContext) {
  if (path === undefined) return undefined
  const limit = AbortSignal.timeout(LISTEN_MS)
  try {
    return await indexItem({ name, ext, path }, { tools, signal: AbortSignal.any([signal, limit]) })
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error) && !limit.aborted) throw error
    log.info({ path, error }, 'an item of Eagle could not be listened to')
    return undefined
  }
}
