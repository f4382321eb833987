// Is the same link already another row's? Canonical forms are compared, never raw text.

import { InputFault } from '../../errors.ts'
import { canonicalLinks, type Track, trackLabel, wantsWork } from '../../model/track.ts'
import { canonicalLink } from '../../model/url.ts'
import { need, type Stage } from '../stage.ts'

export const checkDuplicate: Stage = {
  name: 'check duplicates',
  async run(work, { tracks }) {
    const link = need(canonicalLink(need(work.link, 'link')), 'canonical link')
    const others = (await tracks.listByLink(link)).filter(
      row => row.id !== work.row.id && canonicalLinks(row).includes(link),
    )
    const owner = others.find(row => isOwner(row, work.row))
    if (owner) throw new InputFault(`the same link as "${trackLabel(owner)}" (${owner.id})`, 'Duplicate')
    return work
  },
}

/** A finished row owns its link; among unfinished ones the older does. */
function isOwner(other: Track, row: Track): boolean {
  if (other.inTrash) return false
  if (other.downloaded || other.m4aPath || other.wavPath || other.aiffPath || other.eagleId) return true
  const isOlder = other.createdAt < row.createdAt || (other.createdAt === row.createdAt && other.id < row.id)
  return isOlder && wantsWork(other).wants
}
