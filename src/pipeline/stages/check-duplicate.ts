// Before anything is fetched: is it there already, by its link here, in Notion or in Eagle, or by the codes of what it was
// found for?

import { InputFault, isFault } from '../../errors.ts'
import type { Recording } from '../../library/index/entry.ts'
import { spotifyIdOf } from '../../model/enrichment.ts'
import { isrcOf } from '../../model/metadata.ts'
import type { Outcome } from '../../model/outcome.ts'
import { compareNames } from '../../model/recording/names.ts'
import { canonicalLinks, type Track, trackLabel, wantsWork, whySynced } from '../../model/track.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import { wordsOf } from '../recognise/entry.ts'
import { lookInEagle } from '../recognise/in-eagle.ts'
import { indexRow } from '../recognise/index-row.ts'
import { mergeInto } from '../recognise/merge-row.ts'
import { isWhole, type Owner, ownerOf, ownersOf } from '../recognise/owner.ts'
import { waitFor } from '../recognise/wait.ts'
import { isOutcome, need, type Stage, type StageContext, type TrackWork } from '../stage.ts'

export const checkDuplicate: Stage = {
  name: 'check duplicates',
  async run(work, context) {
    const { tools } = context
    if (hasOwnFiles(work, tools)) return work
    const known = await ownerInIndex(work, tools)
    if (known) return mergeInto(work, known, context)
    const shared = await askNotion(work, context)
    if (shared && isOutcome(shared)) return shared
    const inEagle = await lookInEagle(work, context)
    if (inEagle.known) return mergeInto(work, inEagle.known, context)
    return { ...(shared ?? work), notes: [...work.notes, ...inEagle.notes] }
  },
}

/** Notion away does not hold the track up. */
async function askNotion(work: TrackWork, context: StageContext): Promise<TrackWork | Outcome | undefined> {
  try {
    return await shareLink(work, context)
  } catch (error) {
    if (!isFault(error) || error instanceof InputFault) throw error
    context.log.info({ track: work.row.id, reason: error.message }, 'Notion is away: duplicates are looked for later')
    return { ...work, duplicatesUnknown: true }
  }
}

type Known = { owner: Owner; because: string }

/** Made of this link before: whatever became of its cells, they are its own. */
const hasOwnFiles = (work: TrackWork, { journal }: Tools) =>
  journal.filesOf(work.row.id).some(({ link }) => link === linkOf(work))

const linkOf = ({ link }: TrackWork): string => need(canonicalLink(need(link, 'link')), 'canonical link')

/** A link leads to one recording; codes do not, so names and length have to agree. */
async function ownerInIndex(work: TrackWork, tools: Tools): Promise<Known | undefined> {
  const byLink = tools.recordings.findBy({ link: linkOf(work) })
  for (const recording of byLink) {
    const owner = await wholeOwner(recording, work, tools)
    if (owner) return { owner, because: 'it has the same link' }
  }
  for (const recording of byCodes(work, tools)) {
    const owner = await wholeOwner(recording, work, tools)
    if (owner) return { owner, because: 'it has the same code, name and length' }
  }
  return undefined
}

/** Of several the one that was made of this link. */
async function wholeOwner(
  recording: Recording,
  { row, link = '' }: TrackWork,
  tools: Tools,
): Promise<Owner | undefined> {
  const owners = ownersOf(recording, row.id, tools)
  if (owners.some(({ page: owner }) => tools.merges.isRefused(row.id, { recording: recording.id, owner })))
    return undefined
  const ofLink = owners.filter(({ files }) => files.some(file => file.link === canonicalLink(link)))
  for (const owner of new Set([...ofLink, ...owners])) if (await isWhole(owner, tools)) return owner
  return undefined
}

/** Two releases of one recording may be so many seconds apart. */
const CODE_SECONDS = 3

/** Only for a row that names no link: whoever names one wants what lies there. */
function byCodes(work: TrackWork, { recordings }: Tools): Recording[] {
  const { row, search, choice } = work
  const seconds = row.duration ?? search?.wish.seconds
  if (!choice || seconds === undefined) return []
  const spotifyId = spotifyIdOf(row)
  const isrc = isrcOf(row.isrc ?? search?.wish.isrc)
  const coded = [...(spotifyId ? recordings.findBy({ spotifyId }) : []), ...(isrc ? recordings.findBy({ isrc }) : [])]
  return coded.filter(recording => {
    const { isOneSong, difference } = compareNames(wordsOf(work), recording)
    return isOneSong && difference === undefined && Math.abs(recording.seconds - seconds) <= CODE_SECONDS
  })
}

/**
 * Canonical forms of rows' links are compared, never raw text.
 * @returns how the row's work ends; undefined when it goes on
 * @throws InputFault naming the row that has the link and no files to share
 */
export async function shareLink(work: TrackWork, context: StageContext): Promise<Outcome | undefined> {
  const { tools } = context
  const { row } = work
  const link = linkOf(work)
  const rows = await (await tools.tracks()).listByLink(link)
  work.claim?.seen(rows.find(({ id }) => id === row.id)?.summary)
  const others = rows.filter(one => one.id !== row.id && !one.inTrash && canonicalLinks(one).includes(link))
  const finished = others.filter(one => whySynced(one) !== undefined && !isApart(row, one, tools))
  for (const one of finished) {
    const owner = await ownerOfLink(one, link, context)
    if (owner) return mergeInto(work, { owner, because: 'it has the same link' }, context)
  }
  const older = others.find(one => isOlder(one, row) && wantsWork(one).wants)
  const [owner = older] = finished
  if (!owner) return undefined
  const because = `the same link as "${trackLabel(owner)}" (${owner.id})`
  const waits = owner === older && (await waitFor(work.run, { page: owner.id, because }, tools))
  if (waits) return waits
  throw new InputFault(because, 'Duplicate')
}

/** A person wants files of its own for one of the two, or the other has this one's. */
function isApart(row: Track, other: Track, { merges, recordings }: Tools): boolean {
  const [recording] = recordings.findBy({ page: other.id })
  if (merges.isRefused(row.id, { recording: recording?.id ?? 0, owner: other.id })) return true
  const merge = merges.of(other.id)
  return merge !== undefined && (merge.owner === row.id || merges.isRefused(row.id, merge))
}

/** Its files have to be of this link: a person may have changed it since. */
async function ownerOfLink(other: Track, link: string, { tools, signal }: StageContext): Promise<Owner | undefined> {
  const isOfLink = tools.journal.filesOf(other.id).some(file => file.link === link)
  const recording = isOfLink ? await indexRow(other.id, { tools, signal }) : undefined
  const owner = recording && ownerOf(other.id, recording, tools)
  return owner && (await isWhole(owner, tools)) ? owner : undefined
}

const isOlder = (other: Track, row: Track) =>
  other.createdAt < row.createdAt || (other.createdAt === row.createdAt && other.id < row.id)
