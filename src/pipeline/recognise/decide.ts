// Is what was fetched there already? What is the same shares the files that are there; what is near is kept, and said.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Match, Recording } from '../../library/index/entry.ts'
import { isEagleAsset } from '../../model/eagle-asset.ts'
import { trackKey } from '../../model/job.ts'
import { toPageId } from '../../model/page-id.ts'
import { compareNames } from '../../model/recording/names.ts'
import { trackLabel } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { need, type TrackWork } from '../stage.ts'
import { betterThan, type Owner, ownersOf } from './owner.ts'

export interface Heard {
  words: Uint32Array
  seconds: number
  title?: string
  artist?: string
}

export type Decision =
  | { kind: 'merge'; owner: Owner; because: string }
  /** Another row is about to file it. */
  | { kind: 'wait'; page: string; label: string }
  /** It gets files of its own. */
  | { kind: 'own'; recording?: number; notes: string[]; near: readonly Match[] }
  /** Whether the files are whole, and the same to their end, has to be looked at first. */
  | { kind: 'look'; owner: Owner }

/** What is shorter is a jingle or a tone: nothing is spared by sharing it, and chance makes two alike. */
export const LEAST_SECONDS = 8
/** Others are near the same ones. */
const MOST_NEAR = 2

/** By the owner's page, of those that were looked at: whether its files are whole, or why they are not the same after all. */
export type Whole = ReadonlyMap<string, boolean | string>

export function decide(work: TrackWork, heard: Heard, { tools, whole }: Known): Decision {
  const { row } = work
  const matches = heard.words.length > 0 ? tools.recordings.find(heard) : []
  const near = matches.filter(match => match.kind === 'near' && !isOwn(match.recording, row.id)).slice(0, MOST_NEAR)
  const unlike: string[] = []
  const own = (recording: number | undefined, ...notes: string[]): Decision => ({
    kind: 'own',
    recording,
    near,
    notes: [...notes, ...unlike, ...near.map(nearNote)],
  })
  for (const { recording, because } of sameAs(work, heard, { tools, matches })) {
    if (isOwn(recording, row.id) && tools.journal.filesOf(row.id).length > 0) return own(recording.id)
    const owners = ownersOf(recording, row.id, tools)
    if (owners.some(({ page }) => tools.merges.isRefused(row.id, { recording: recording.id, owner: page })))
      return own(recording.id)
    const unknown = owners.find(({ page }) => !whole.has(page))
    if (unknown) return { kind: 'look', owner: unknown }
    const owner = owners.find(({ page }) => whole.get(page) === true)
    const differing = owner ? [] : owners.flatMap(one => unlikeNote(one, whole.get(one.page)) ?? [])
    if (differing.length > 0) {
      unlike.push(...differing)
      continue
    }
    if (!owner)
      return (
        reserved(recording, work, tools) ??
        own(recording.id, ...owners.map(brokenNote), ...looseNotes(recording, work, tools))
      )
    if (isUntold(owner, tools)) return { kind: 'wait', page: owner.page, label: owner.label }
    const better = betterThan(work, owner)
    if (better)
      return own(recording.id, `a better source than that of “${owner.label}” (${better}): both kept, for review`)
    return { kind: 'merge', owner, because }
  }
  return own(undefined)
}

interface Known {
  tools: Tools
  whole: Whole
}

type Same = Pick<Match, 'recording' | 'because'>

/** A recording that was found for its row, and is not proved yet, has to bear its name too. */
function sameAs(
  work: TrackWork,
  heard: Heard,
  { tools, matches }: { tools: Tools; matches: readonly Match[] },
): Same[] {
  const { sha256 } = need(work.source, 'source')
  const bytes = heard.seconds >= LEAST_SECONDS ? tools.recordings.findBy({ sha256 }) : []
  const all: Same[] = [
    ...bytes.map(recording => ({ recording, because: 'its source is the very same file' })),
    ...matches.filter(({ kind }) => kind === 'same'),
  ]
  if (!work.choice || work.proof) return all
  return all.filter(({ recording }) => {
    const { isOneSong, difference } = compareNames(heard, recording)
    return isOneSong && difference === undefined
  })
}

/** As long as the other row's work goes on. */
function reserved({ id, title, artist }: Recording, { row }: TrackWork, tools: Tools): Decision | undefined {
  const page = tools.merges.reservedBy(id)
  if (page === undefined || page === row.id || !isWorkedOn(page, tools)) return undefined
  return { kind: 'wait', page, label: trackLabel({ id: page, title, artist }) }
}

/** It is filed, and what it was made of is not known before its work ends: until then all else would seem better. */
const isUntold = ({ page, source }: Owner, tools: Tools): boolean =>
  source.codec === undefined && isWorkedOn(page, tools)

function isWorkedOn(page: string, { queue }: Tools): boolean {
  const key = trackKey(page)
  const resting = queue.resting(key)?.state
  return queue.running(key) !== undefined || resting === 'waiting' || resting === 'delayed'
}

const isOwn = ({ keys }: Recording, page: string) => keys.pages.some(key => toPageId(key) === page)

const nearNote = ({ recording, agreement, because }: Match) =>
  `near “${trackLabel({ ...recording, id: String(recording.id) })}” (${percent(agreement)} agree; ${because}): kept, for review`
const unlikeNote = ({ label }: Owner, because: boolean | string | undefined) =>
  typeof because === 'string' ? `near “${label}” (${because}): kept, for review` : undefined
const brokenNote = ({ label }: Owner) => `the same as “${label}”, whose files are not whole any more`
/** The file that the row's link names. */
const isSource = ({ path }: { path: string }, { link = '' }: TrackWork): boolean =>
  link.startsWith('file:') && fileURLToPath(link) === path

/** Nobody knows whose a file is that no row has: it is left alone. */
function looseNotes({ files, keys }: Recording, work: TrackWork, { journal }: Tools): string[] {
  const isLoose = ({ path }: { path: string }) => journal.fileAt(path) === undefined && existsSync(path)
  const loose = files.find(file => !isEagleAsset(file.path) && isLoose(file) && !isSource(file, work))
  // what a row put there is its row's
  const held = keys.pages.length > 0 ? undefined : files.find(file => isEagleAsset(file.path) && isLoose(file))
  return [
    ...(loose ? [`is in the library already as “${loose.path}”, which no row has: both kept, for review`] : []),
    ...(held ? [`Eagle holds the same (${held.format}), put there by others: both kept, for review`] : []),
  ]
}
const percent = (share: number) => `${Math.floor(100 * share)} %`
