// Is everything of a group still as it was when the plan was made? What is not is named.

import { lstat, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { checkDecoded } from '../../audio/check-decoded.ts'
import { sumOf } from '../../durable-file.ts'
import { isPageTag, pageTag } from '../../eagle/tags.ts'
import { codeOf, InputFault, messageOf } from '../../errors.ts'
import { isInside } from '../../library/trash.ts'
import type { DedupeCopy, DedupeGroup } from '../../model/dedupe/plan.ts'
import { trackLabel } from '../../model/track.ts'
import { type DedupeContext, heirsOf, type Parties, partiesOf, type SeenRows } from './context.ts'
import { staleRow } from './fresh-row.ts'

export interface Looked {
  /** Sentences; none: it may be done. */
  stale: string[]
  rows: SeenRows
}

/** @throws Environment when the library's volume or Eagle is away */
export async function lookAt(group: DedupeGroup, context: DedupeContext): Promise<Looked> {
  const parties = partiesOf(group)
  await context.tools.library.check()
  const rows = new Map()
  const stale: string[] = []
  for (const copy of [parties.keeper, ...parties.going]) {
    stale.push(...(await staleFiles(copy, { ...context, isKept: copy === parties.keeper })))
    stale.push(...(await staleItems(copy, group, context)))
    if (copy.page) stale.push(...(await staleRow(copy, { ...context, group, rows })))
  }
  if (stale.length === 0)
    stale.push(...(await keptByOthers(parties, context)), ...(await namedElsewhere(parties, context)))
  return { stale, rows }
}

async function staleFiles(
  { files }: DedupeCopy,
  { tools, signal, isKept }: DedupeContext & { isKept: boolean },
): Promise<string[]> {
  const stale: string[] = []
  for (const file of files) {
    signal.throwIfAborted()
    const because = await staleFile(file, tools.library.dir)
    if (because !== undefined) stale.push(`${file.path} ${because}`)
    else if (isKept) stale.push(...(await brokenFile(file.path, { tools, signal })))
  }
  return stale
}

async function staleFile(file: DedupeCopy['files'][number], library: string): Promise<string | undefined> {
  const { path, bytes, changedAt, sha256 } = file
  const state = await lstat(path).catch(error => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
  if (!state) return 'is not there any more'
  if (!state.isFile()) return 'is no file'
  if (state.size !== bytes || Math.floor(state.mtimeMs) !== Math.floor(changedAt)) return 'has changed since'
  if (isInside(library, path) && !(await isReallyInside(library, path))) return 'is led to out of the library'
  return sha256 !== undefined && (await sumOf(path)) !== sha256 ? 'holds something else than it did' : undefined
}

const isReallyInside = async (library: string, path: string) => {
  const [root, folder] = await Promise.all([realpath(library), realpath(dirname(path))])
  return folder === root || isInside(root, folder)
}

/** What stays has to be whole: as it was made, or it is decoded. */
async function brokenFile(path: string, { tools, signal }: Pick<DedupeContext, 'tools' | 'signal'>): Promise<string[]> {
  const known = tools.journal.fileAt(path)
  if (known && (await sumOf(path)) === known.sha256) return []
  try {
    const facts = await tools.audio.check(path, signal)
    checkDecoded(await tools.audio.process({ input: path, facts, outputs: {}, signal }), facts)
    return []
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof InputFault)) throw error
    return [`${path}, which would be kept, cannot be played: ${messageOf(error)}`]
  }
}

async function staleItems(
  { item, otherItems = [], page }: DedupeCopy,
  { removals }: DedupeGroup,
  { tools, signal }: DedupeContext,
): Promise<string[]> {
  const stale: string[] = []
  for (const planned of [...(item ? [item] : []), ...otherItems]) {
    const goes = removals.some(removal => removal.what === 'item' && removal.item === planned.id)
    if (!tools.eagle) {
      if (goes) stale.push(`Eagle is switched off (EAGLE_ENABLED), and its item ${planned.id} would go`)
      continue
    }
    if (!goes && !removals.some(removal => removal.what === 'item')) continue
    const now = await tools.eagle.item(planned.id, signal)
    const name = `Eagle’s item ${planned.id} (${planned.name})`
    const others = now?.tags.filter(tag => isPageTag(tag) && tag !== pageTag(page ?? '')) ?? []
    if (!now) stale.push(`${name} is not there any more`)
    else if (now.isDeleted) stale.push(`${name} is in Eagle’s trash`)
    else if (now.name !== planned.name) stale.push(`${name} is called “${now.name}” now`)
    else if (planned.bytes !== undefined && now.size !== planned.bytes) stale.push(`${name} has another file now`)
    else if (goes && others.length > 0) stale.push(`${name} is another track’s, too`)
  }
  return stale
}

/** By the file itself, whatever it is called. */
async function keptByOthers({ keeper, pages, paths }: Parties, { staying }: DedupeContext): Promise<string[]> {
  const kept = keeper.files.map(({ path }) => path)
  const because: string[] = []
  for (const path of paths) {
    const why = await staying.why(path, { pages, kept })
    if (why !== undefined) because.push(`${path} stays: ${why}`)
  }
  return because
}

/** A file that a row outside the group names, and does not share by this program's doing, stays. */
async function namedElsewhere(parties: Parties, { tools }: DedupeContext): Promise<string[]> {
  const own = [parties.keeper.page, ...parties.pages, ...heirsOf(parties, tools)]
  const rows = await (await tools.tracks()).finishedRows.byPaths(parties.paths)
  return rows
    .filter(({ id, inTrash }) => !inTrash && !own.includes(id))
    .map(row => `“${trackLabel(row)}” (${row.id}) names one of its files, too`)
}
