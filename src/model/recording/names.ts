// What two titles say about two recordings: whether they name one song, and whether they name other versions of it.

import { compareQualifiers } from '../match/qualifiers.ts'
import { compareTitles } from '../match/title.ts'
import { type ReadWish, readWish } from '../match/wish.ts'
import { fold, nameKey } from '../title/fold.ts'

export interface Named {
  title?: string
  artist?: string
}

export interface NamesCompared {
  /** Both have a title, and they name one song of one artist. */
  isOneSong: boolean
  /** What tells the versions apart, for a person; undefined: nothing does, or a title is not known. */
  difference?: string
}

export function compareNames(one: Named, other: Named): NamesCompared {
  const [read, beside] = [readName(one), readName(other)]
  if (!read || !beside) return { isOneSong: false }
  return { isOneSong: isOneSong(read, beside), difference: differenceOf(read, beside) }
}

/** Equal for all versions of a song by one artist; empty without both names. */
export function songKey(named: Named): string {
  const read = readName(named)
  const artist = read?.artists.names[0]
  return read && artist ? `${nameKey(artist)} ${nameKey(read.title.base)}` : ''
}

const readName = ({ title, artist }: Named): ReadWish | undefined =>
  title?.trim() ? readWish({ title, artist: artist?.trim() || undefined }) : undefined

function isOneSong(one: ReadWish, other: ReadWish): boolean {
  const isSameTitle = compareTitles(one.title, other.title).doubt !== undefined
  return isSameTitle && [...one.own].some(name => other.own.has(name))
}

/** "(Clean)", "(Extended Mix)", "(Kölsch Remix)", "(Remastered 2011)" on one side only, or another of its kind. */
function differenceOf(one: ReadWish, other: ReadWish): string | undefined {
  const own = new Set([...one.own, ...other.own])
  if (compareQualifiers(versionsOf(one), versionsOf(other), own).veto) return 'their titles name different versions'
  return remasterOf(one) === remasterOf(other) ? undefined : 'one of them is remastered, as their titles say'
}

const versionsOf = ({ title }: ReadWish) => title.qualifiers.filter(({ kind }) => kind !== 'unlisted')

/** The year too: there may be several. */
const remasterOf = ({ wish, title }: ReadWish): string => {
  const said = title.neutral.find(text => REMASTER.test(text)) ?? REMASTER.exec(wish.title)?.[0]
  return said === undefined ? '' : `remaster ${/\b(?:19|20)\d\d\b/.exec(fold(said))?.[0] ?? ''}`
}

const REMASTER = /\bre-?master(?:ed|ing)?\b.*/i
