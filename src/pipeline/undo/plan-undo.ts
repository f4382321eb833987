// What taking a track's results back would do. What a person did since stays; what is not known is said.

import { UsageFault } from '../../errors.ts'
import { isInside, trashPlace } from '../../library/trash.ts'
import { trackKey } from '../../model/job.ts'
import { type Track, trackLabel } from '../../model/track.ts'
import { PATH_FIELDS } from '../../model/unmeasured.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { FieldValue } from '../../model/write.ts'
import { trackColumn } from '../../notion/column-names.ts'
import type { SeenTrack } from '../../notion/finished.ts'
import type { Written } from '../../outbox/outbox-rows.ts'
import type { UndoneRow, UndoPlan } from '../../store/undone.ts'
import type { Tools } from '../../tools.ts'

export interface PlannedUndo {
  plan: UndoPlan
  /** What stays as it is, and why. */
  stays: readonly string[]
}

/**
 * @param before what was taken back of the row earlier: it is not taken again either
 * @throws UsageFault while the track is being worked on, and of a row in the trash: Notion takes no write to that
 */
export async function planUndo(seen: SeenTrack, tools: Tools, before?: UndoneRow): Promise<PlannedUndo> {
  const { track, now } = seen
  requireOutOfTrash(track)
  if (tools.queue.running(trackKey(track.id)))
    throw new UsageFault('the track is being worked on: undo it when it is done')
  const files = await filesToTrash(track, tools)
  const written = tools.outbox.writtenTo(track.id)
  const fields = written.flatMap(one => backIn(one, now))
  const lists = written.flatMap(one => entriesBack(one))
  const plan: UndoPlan = {
    page: track.id,
    label: trackLabel(track),
    files: files.taken,
    handed: files.handed,
    recording: tools.merges.of(tools.merges.withOwner(track.id)[0] ?? '')?.recording,
    fields,
    lists,
    links: [...new Set([...(before?.plan.links ?? []), ...[...files.taken, ...files.handed].flatMap(linkOf)])],
    eagle:
      tools.eagle && track.eagleId && files.handed.length === 0 && isHeld(written, now, 'eagleId')
        ? [track.eagleId]
        : [],
    merge: tools.merges.of(track.id),
  }
  return { plan, stays: [...files.stay, ...written.flatMap(one => whyItStays(one, seen))] }
}

export function requireOutOfTrash(track: Track): void {
  if (!track.inTrash) return
  throw new UsageFault(
    `“${trackLabel(track)}” (${track.id}) is in Notion’s trash: restore it there first (Trash in the sidebar, then Restore), and run this again`,
  )
}

export const isNothing = ({ files, handed, fields, lists, eagle, merge }: UndoPlan): boolean =>
  files.length + handed.length + fields.length + eagle.length + lists.length === 0 && !merge

interface Sorted {
  taken: UndoPlan['files']
  handed: UndoPlan['handed']
  stay: string[]
}

/** Files that were made for this row and are named by no other; what rows share is theirs from then on. */
async function filesToTrash(track: Track, tools: Tools): Promise<Sorted> {
  const { journal, library } = tools
  const known = journal.filesOf(track.id)
  const others =
    known.length > 0
      ? await namedByOthers(
          track,
          known.map(({ path }) => path),
          tools,
        )
      : new Map()
  const sharing = tools.merges.withOwner(track.id).length // their rows may not say it yet
  const taken: UndoPlan['files'] = []
  const handed: UndoPlan['handed'] = []
  const stay: string[] = []
  const at = tools.now()
  for (const { path, format, sha256, link } of known) {
    const owner = others.get(path)
    if (sharing > 0) {
      handed.push({ path, format, sha256, link })
      stay.push(`${path}: ${owner ? `"${owner}"` : 'another row'} shares it, and has it from then on`)
    } else if (owner) stay.push(`${path}: "${owner}" names it too`)
    else if (!isInside(library.dir, path)) stay.push(`${path}: it lies outside the library`)
    else taken.push({ path, kept: trashPlace(library.dir, path, at), format, sha256, link })
  }
  const named = PATH_FIELDS.flatMap(field => track[field] ?? [])
  const strange = named.filter(path => !known.some(file => file.path === path))
  return {
    taken,
    handed,
    stay: [...stay, ...strange.map(path => `${path}: it is not known to be made by this program`)],
  }
}

async function namedByOthers(track: Track, paths: readonly string[], tools: Tools): Promise<Map<string, string>> {
  const rows = await (await tools.tracks()).finishedRows.byPaths(paths)
  const others = rows.filter(({ id, inTrash }) => id !== track.id && !inTrash)
  return new Map(
    others.flatMap(row => PATH_FIELDS.flatMap(field => (row[field] ? [[row[field], trackLabel(row)]] : []))),
  )
}

/** Of older results it was not kept what stood there before; a cell for these is only ever filled when it is empty. */
const EMPTY_BEFORE = new Set<string>(['downloaded', ...PATH_FIELDS, 'summary', 'processedAt', 'fingerprint', 'eagleId'])
/** Lists that are put back entry by entry. Playlists are where a track was found, not what came of it. */
const LISTS = ['tags', 'artists']
const KEPT = ['playlists']

const isText = (value: FieldValue): value is readonly string[] => Array.isArray(value)

function backIn({ field, ours, before }: Written, now: SeenTrack['now']): UndoPlan['fields'] {
  if (isText(ours) || !now.takes(field, ours) || now.isEmpty(field) || !now.holds(field, ours)) return []
  if (before === undefined && !EMPTY_BEFORE.has(field)) return []
  return [{ field, ours, before: before === undefined || isText(before) ? null : before }]
}

function entriesBack({ field, ours, before }: Written): UndoPlan['lists'] {
  if (!LISTS.includes(field) || !isText(ours) || !before || !isText(before)) return []
  const added = ours.filter(entry => !before.includes(entry))
  const removed = before.filter(entry => !ours.includes(entry))
  return added.length + removed.length > 0 ? [{ field, added, removed }] : []
}

function whyItStays({ field, ours, before }: Written, { now }: SeenTrack): string[] {
  if (LISTS.includes(field) || KEPT.includes(field) || now.isEmpty(field) || ours === null) return []
  if (!now.holds(field, ours)) return [`${trackColumn(field)}: a person changed it (${now.shown(field)})`]
  return before === undefined && !EMPTY_BEFORE.has(field)
    ? [`${trackColumn(field)}: it is not known what stood there before`]
    : []
}

const linkOf = ({ link }: { link: string }) => (link ? [canonicalLink(link) ?? link] : [])

const isHeld = (written: readonly Written[], now: SeenTrack['now'], field: string) =>
  written.some(one => one.field === field && now.holds(field, one.ours))
