// What is fetched: the first of the row's links that can be, else the recording that is found for it.

import { InputFault } from '../../errors.ts'
import { blocked } from '../../model/outcome.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import { protectedService } from '../../model/url/protected.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import { findRecording } from '../search-recording.ts'
import { isSearchable, spotifyIn } from '../search-wish.ts'
import type { Stage } from '../stage.ts'

export const TAKEN_BACK =
  'what its link leads to was taken back (orchestrator undo): it waits for another link; orchestrator undo --redo brings it again'

export const findSource: Stage = {
  name: 'find source',
  async run(work, context) {
    const links = sourceLinks(work.row)
    const usable = usableLinks(work.row)
    const taken = usable.find(link => !isTakenBack(link, work.row, context.tools))
    if (taken) return { ...work, link: taken }
    if (usable.length > 0) throw new InputFault(TAKEN_BACK, 'Needs_Review')
    const spotify = spotifyIn(work.row)
    const broken = links.find(link => !protectedService(link))
    if (broken && !spotify)
      throw new InputFault(
        `the link "${broken.slice(0, 200)}" leads nowhere: expected http(s)://… or file://…`,
        'No_Source',
      )
    if (isSearchable(work.row, context.tools)) return findRecording(work, context)
    const service = spotify ? 'Spotify' : protectedService(links[0] ?? '')
    if (service)
      return blocked(`its only link is of ${service}, whose audio is DRM-protected: it waits for another link`)
    return blocked('it has no link yet: it waits for one')
  },
}

/** A person took back what all its links lead to. */
export function isAllTakenBack(row: Track, tools: Tools): boolean {
  const usable = usableLinks(row)
  return usable.length > 0 && usable.every(link => isTakenBack(link, row, tools))
}

const usableLinks = (row: Track) => sourceLinks(row).filter(link => canonicalLink(link) && !protectedService(link))

/** A person said no to it for this row. */
function isTakenBack(link: string, { id }: Track, { undone }: Tools): boolean {
  return undone.find(id)?.plan.links.includes(canonicalLink(link) ?? link) ?? false
}
