// Is the same link already another row's? Canonical forms are compared, never raw text.

import { InputFault, isFault } from '../../errors.ts'
import { canonicalLinks, type Track, trackLabel, wantsWork } from '../../model/track.ts'
import { canonicalLink } from '../../model/url.ts'
import type { TrackTable } from '../../notion/tracks.ts'
import { need, type Stage, type TrackWork } from '../stage.ts'

export const checkDuplicate: Stage = {
  name: 'check duplicates',
  async run(work, { tools, log }) {
    try {
      await refuseDuplicate(work, await tools.tracks())
      return work
    } catch (error) {
      if (!isFault(error) || error instanceof InputFault) throw error
      log.info({ track: work.row.id, reason: error.message }, 'Notion is away: duplicates are looked for later')
      return { ...work, duplicatesUnknown: true }
    }
  },
}

/** @throws InputFault naming the row that has the link */
export async function refuseDuplicate(work: TrackWork, tracks: TrackTable): Promise<void> {
  const link = need(canonicalLink(need(work.link, 'link')), 'canonical link')
  const rows = await tracks.listByLink(link)
  work.claim?.seen(rows.find(({ id }) => id === work.row.id)?.summary)
  const others = rows.filter(row => row.id !== work.row.id && canonicalLinks(row).includes(link))
  const owner = others.find(row => isOwner(row, work.row))
  if (owner) throw new InputFault(`the same link as "${trackLabel(owner)}" (${owner.id})`, 'Duplicate')
}

/** A finished row owns its link; among unfinished ones the older does. */
function isOwner(other: Track, row: Track): boolean {
  if (other.inTrash) return false
  if (other.downloaded || other.m4aPath || other.wavPath || other.aiffPath || other.eagleId) return true
  const isOlder = other.createdAt < row.createdAt || (other.createdAt === row.createdAt && other.id < row.id)
  return isOlder && wantsWork(other).wants
}
