// Artist names: one text may hold one name with commas in it or several names, so every stretch of it counts as a name.

import { fold, nameKey } from './fold.ts'
import { isForeign, soundOf } from './romanise.ts'

const SEPARATOR =
  /\s*[,;、/×+]\s*|\s+(?:&|and|x|vs\.?|with|y|e|et|b2b|pres\.?|presents|aka|\|)\s+|\s*&\s*|\s+(?:feat(?:uring)?\.?|ft\.?)\s+/giu
const FEATURED = /[\s([]+(?:feat(?:uring)?|ft)(?:\.\s*|\s+)([^()[\]]+)[)\]]?/iu
const MOST_NAMES = 12

/** Main and featured names of an artist text: "A & B feat. C" → "A & B", ["C"]. */
export function splitFeatured(text: string): { main: string; featured: string[] } {
  const found = FEATURED.exec(text)
  if (!found) return { main: text.trim(), featured: [] }
  return { main: text.replace(found[0], ' ').trim(), featured: [(found[1] ?? '').trim()] }
}

/** "Tyler, The Creator & Kali Uchis" → its three pieces, as written. */
export const pieces = (text: string): string[] => text.split(SEPARATOR).filter(piece => piece?.trim())

/** Keys of all names that the text may hold: each piece, and each run of neighbouring pieces. */
export function namesIn(text: string): Set<string> {
  const cuts = [...text.matchAll(SEPARATOR)].slice(0, MOST_NAMES)
  const starts = [0, ...cuts.map(cut => cut.index + cut[0].length)]
  const ends = [...cuts.map(cut => cut.index), text.length]
  const names = starts.flatMap((start, first) => ends.slice(first).map(end => text.slice(start, end)))
  return new Set(names.flatMap(keysOfName).filter(Boolean))
}

/** A name by its letters and, marked, by its sound in Latin ones. */
function keysOfName(name: string): string[] {
  return [nameKey(name), `${isForeign(name) ? FOREIGN : LATIN}${soundOf(fold(name).replace(/^the /, ''))}`]
}

/** Whether a name is among those of a set made by `namesIn`; by sound only where another script is in play. */
export function hasName(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(nameKey(name))) return true
  const sound = soundOf(fold(name).replace(/^the /, ''))
  if (sound.length < SHORTEST_SOUND) return false
  return names.has(`${FOREIGN}${sound}`) || (isForeign(name) && names.has(`${LATIN}${sound}`))
}

const FOREIGN = '~'
const LATIN = '='
const SHORTEST_SOUND = 3

const CHANNEL_WORDS =
  /\s*[-–|]\s*topic$|\s*vevo$|\s+(?:official(?: youtube)?(?: channel)?|music|tv|channel|oficial|officiel)$|^official\s+/iu
const NAMELESS = /^user[-_ ]?\d+$/i

/** The artist a channel stands for: "KeshaVEVO" and "Queen Official" → "Kesha", "Queen"; none of "user-48213377". */
export function nameOfChannel(channel: string): string {
  if (NAMELESS.test(channel.trim())) return ''
  return channel.trim().replace(CHANNEL_WORDS, '').replace(CHANNEL_WORDS, '').trim()
}
