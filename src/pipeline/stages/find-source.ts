// What is fetched: the first of the row's links that can be, else the recording that is found for it.

import { InputFault } from '../../errors.ts'
import { blocked } from '../../model/outcome.ts'
import { sourceLinks } from '../../model/track.ts'
import { canonicalLink, linkKind } from '../../model/url.ts'
import { findRecording } from '../search-recording.ts'
import { isSearchable, spotifyIn } from '../search-wish.ts'
import type { Stage } from '../stage.ts'

export const findSource: Stage = {
  name: 'find source',
  async run(work, context) {
    const links = sourceLinks(work.row)
    const usable = links.find(link => canonicalLink(link) && linkKind(link) !== 'spotify')
    if (usable) return { ...work, link: usable }
    const spotify = spotifyIn(work.row)
    const broken = links[0]
    if (broken && !spotify)
      throw new InputFault(
        `the link "${broken.slice(0, 200)}" leads nowhere: expected http(s)://… or file://…`,
        'No_Source',
      )
    if (isSearchable(work.row, context.tools)) return findRecording(work, context)
    if (spotify) return blocked('it has only a Spotify link, whose audio is DRM-protected: it waits for another link')
    return blocked('it has no link yet: it waits for one')
  },
}
