// Whether a hit is the recording that is meant: by its code and length, or by its names and length. No score.

import type { Wish } from '../../model/match/types.ts'
import { isrcOf } from '../../model/metadata.ts'

/** A recording as a service describes it. */
export interface Hit {
  title: string
  artist: string | readonly string[]
  album?: string
  seconds?: number
  isrc?: string
}
/** Another one may judge in place of `isSameRecording`. */
export type Judge = (wish: Wish, hit: Hit) => boolean

/** Labels give one code to two recordings now and then, so the length must agree too. */
const ISRC_SLACK = 2
const NAMES_SLACK = 3

/** Nothing is the same whose length is not known on both sides. */
export const isSameRecording: Judge = (wish, hit) => {
  if (wish.seconds === undefined || hit.seconds === undefined) return false
  const apart = Math.abs(wish.seconds - hit.seconds)
  const isrc = isrcOf(wish.isrc)
  if (isrc && isrc === isrcOf(hit.isrc)) return apart <= ISRC_SLACK
  return apart <= NAMES_SLACK && sameTitle(wish.title, hit.title) && sameArtists(wish.artist, hit.artist)
}

/** Where the length is not known, the code with both names proves it too. */
export const isProved: Judge = (wish, hit) => {
  if (wish.seconds !== undefined) return isSameRecording(wish, hit)
  const isrc = isrcOf(wish.isrc)
  const isOfCode = isrc !== undefined && isrc === isrcOf(hit.isrc)
  return isOfCode && sameTitle(wish.title, hit.title) && sameArtists(wish.artist, hit.artist)
}

/** The hit that is the same; of several with one code, that of the name, and the nearest in length. */
export function bestOf<T>(hits: readonly T[], hitOf: (it: T) => Hit, wish: Wish, judge: Judge): T | undefined {
  const apart = (it: T) => Math.abs((hitOf(it).seconds ?? 0) - (wish.seconds ?? 0))
  const renamed = (it: T) => (sameTitle(wish.title, hitOf(it).title) ? 0 : 1)
  return hits.filter(it => judge(wish, hitOf(it))).sort((a, b) => renamed(a) - renamed(b) || apart(a) - apart(b))[0]
}

/** The same song by one of the same artists, in whichever version. */
export function isSameSong(wish: Wish, hit: Hit): boolean {
  const artists = namesOf(wish.artist)
  return songOf(wish.title) === songOf(hit.title) && namesOf(hit.artist).some(name => artists.includes(name))
}

const FEATURING =
  /\s*[([]\s*(?:feat|ft|featuring)\b[^)\]]*[)\]]|\s(?:feat|ft|featuring)\b\.?\s.*?(?=\s[-–—]\s|\s*[([]|$)/gi
const NOISE =
  'official(?: (?:music |lyrics? )?(?:video|audio|visuali[sz]er))?|(?:music |lyrics? )video|lyrics?|audio|visuali[sz]er|hd|hq|4k|explicit|original mix'
const NOISY_BRACKET = new RegExp(`\\s*[([]\\s*(?:${NOISE})\\s*[)\\]]`, 'gi')
const NOISY_END = /\s+[-–—]\s+original mix\s*$/i

/** Without guests and what says nothing about the recording; readable, for searches. */
export const plainTitle = (title: string): string =>
  title.replace(FEATURING, ' ').replace(NOISY_BRACKET, ' ').replace(NOISY_END, '').replace(/\s+/g, ' ').trim()

/** As it stands between the quotes of a search. */
export const phrase = (text: string): string => text.replace(/["\\\s]+/g, ' ').trim()

/** Without what tells versions apart. */
const songOf = (title: string) => folded(plainTitle(title).replace(/\s*(?:[([]|\s[-–—]\s).*$/, ''))

/** "Song (Radio Edit)" and "Song - Radio Edit" are one title; "Song" is another. */
function sameTitle(wished: string, found: string): boolean {
  return folded(plainTitle(wished)) === folded(plainTitle(found))
}

/** The same names, or those of one among those of the other together with its first. */
function sameArtists(wished: Wish['artist'], found: Hit['artist']): boolean {
  const [one, two] = [namesOf(wished), namesOf(found)]
  const [fewer, more] = one.length <= two.length ? [one, two] : [two, one]
  if (fewer.length === 0 || !fewer.every(name => more.includes(name))) return false
  return fewer.length === more.length || fewer.includes(more[0] ?? '')
}

const BETWEEN_ARTISTS = /\s*(?:,|;|&|\+|\s\/\s|\s(?:and|x|vs\.?|with|feat\.?|ft\.?|featuring|pres\.?|presents)\s)\s*/i

/** Who is searched for: services list a recording under each of its artists. */
export const firstArtist = (artist: Wish['artist']): string | undefined =>
  (typeof artist === 'string' ? artistsOf(artist) : (artist ?? []))[0]

/** Each artist by itself, as written. */
const artistsOf = (artist: Wish['artist']): string[] =>
  [artist ?? []].flat().flatMap(names => names.split(BETWEEN_ARTISTS).filter(name => name.trim() !== ''))

const namesOf = (artist: Wish['artist']) => [
  ...new Set(artistsOf(artist).map(name => folded(name).replace(/^the (?=.)/, ''))),
]

/** Small letters and digits of any script, without accents; what has none is left as it is. */
export function folded(text: string): string {
  const small = text.normalize('NFKC').toLowerCase().trim()
  const bare = small
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/['’`´]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
  return bare || small
}
