// What an upload is called in a library: who made it often stands in its title, before or behind a dash.

import { nameKey } from './title/fold.ts'
import { nameOfChannel } from './title/names.ts'
import { isListed, isNeutral } from './title/qualifiers.ts'

export interface Upload {
  title?: string
  /** From the service's own metadata, or the uploader again. */
  artist?: string
  uploader?: string
}

/** "Ada Low - Stone (Bob Remix)", put up by Bob: "Stone (Bob Remix)" by Ada Low. */
export function namesOfUpload({ title, artist, uploader = '' }: Upload): Pick<Upload, 'title' | 'artist'> {
  const account = nameOfChannel(uploader)
  const said = artist && (isTopic(uploader) || ![account, uploader].some(name => isSame(name, artist)))
  const by = said ? artist : account || undefined
  const [, first = '', second = ''] = DASH.exec(title?.trim() ?? '') ?? []
  if (!/\p{L}/u.test(first)) return { title, artist: by }
  if (by && isSame(first, by)) return { title: second, artist: said || by.includes(' ') ? by : first }
  if (by && isSame(second, by)) return { title: first, artist: by }
  return said || isVersion(second) ? { title, artist: by } : { title: second, artist: first }
}

const DASH = /^(.+?)\s+[-–—]\s+(.+)$/u
const NONE: ReadonlySet<string> = new Set()

const isTopic = (uploader: string) => / - Topic$/.test(uploader)

const isSame = (a: string, b: string) => nameKey(a) !== '' && nameKey(a) === nameKey(b)

/** "Stone - Extended Mix", "Stone - Remastered 2011": what stands behind the dash is no song. */
function isVersion(text: string): boolean {
  const bare = text.replace(/[([].*$/u, '').trim() || text
  return isNeutral(bare, NONE) || isListed(bare, NONE)
}
