// Which of the row's links is fetched.

import { InputFault } from '../../errors.ts'
import { blocked } from '../../model/outcome.ts'
import { sourceLinks } from '../../model/track.ts'
import { canonicalLink, linkKind } from '../../model/url.ts'
import type { Stage } from '../stage.ts'

export const findSource: Stage = {
  name: 'find source',
  async run(work) {
    const links = sourceLinks(work.row)
    const usable = links.find(link => canonicalLink(link) && linkKind(link) !== 'spotify')
    if (usable) return { ...work, link: usable }
    const spotify = links.find(link => linkKind(link) === 'spotify') ?? work.row.spotifyUrl ?? work.row.spotifyId
    if (spotify) return blocked('it has only a Spotify link, whose audio is DRM-protected: it waits for another link')
    const broken = links[0]
    if (broken)
      throw new InputFault(
        `the link "${broken.slice(0, 200)}" leads nowhere: expected http(s)://… or file://…`,
        'No_Source',
      )
    return blocked('it has no link yet: it waits for one')
  },
}
