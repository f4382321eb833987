// What is said of a search for a row's recording: the words it is made with, and what a person reads of its end.

import type { Answer, Candidate, Ranked, Wish } from './match/types.ts'
import { readWish } from './match/wish.ts'
import { isrcOf } from './metadata.ts'
import { spoken } from './spoken.ts'
import { fold } from './title/fold.ts'
import { romanise } from './title/romanise.ts'

/** Services that can be searched. */
export const SEARCH_SOURCES = ['soundcloud', 'youtube', 'youtube-music'] as const
export type SearchSource = (typeof SEARCH_SOURCES)[number]
/** YouTube finds what YouTube Music has, too. */
export const SEARCHED_BY_DEFAULT: readonly SearchSource[] = ['soundcloud', 'youtube']

/** Whether a second file is fetched to compare sounds. */
export const SECOND_SOURCE = ['never', 'unsure', 'always'] as const
export type SecondSource = (typeof SECOND_SOURCE)[number]

/** So many are shown to a person to choose from. */
const MOST_OFFERED = 3
const LONGEST_NAME = 90

export function searchWords({ title, artist }: Wish): string {
  return [artist ?? [], title].flat().join(' ')
}

/**
 * Other words for the same: its code where the service knows codes; else without guests and junk, or in Latin letters.
 * @returns undefined when they would be the first ones
 */
export function otherWords(wish: Wish, source: SearchSource): string | undefined {
  const code = source === 'youtube-music' ? isrcOf(wish.isrc) : undefined
  if (code) return code
  const { title, artists } = readWish(wish)
  const plain = [artists.names[0] ?? '', title.base, ...title.qualifiers.map(({ text }) => text)].join(' ')
  const first = fold(searchWords(wish))
  return [plain, romanise(plain)].find(words => fold(words) !== first)
}

/** The likeliest of those that no gate stopped. */
export const offered = ({ ranked }: Answer): readonly Ranked[] =>
  ranked.filter(({ veto }) => !veto).slice(0, MOST_OFFERED)

export const whyOffered = ({ reasons }: Ranked): string => reasons[0] ?? 'alike'

/** Two uploads of one recording differ by no more seconds. */
const SAME_SECONDS = 2
const ACCEPTABLE = 0.9

/** Links of what could be taken as well: the same recording at another service, the likeliest first. */
export function sameElsewhere({ best, ranked }: Answer): string[] {
  const { source, seconds = Number.NaN } = best?.candidate ?? {}
  const others = ranked.filter(({ veto, score }) => !veto && score >= ACCEPTABLE).map(({ candidate }) => candidate)
  return others
    .filter(other => other.source !== source && Math.abs((other.seconds ?? Number.NaN) - seconds) <= SAME_SECONDS)
    .map(({ link }) => link)
}

/** Asks a person which one it is. */
export function askWhich(answer: Answer): string {
  const lines = offered(answer).map((one, at) => `${at + 1}. ${shown(one.candidate)}: ${whyOffered(one)}`)
  return `Which of these is it? ${lines.map(line => `${line}.`).join(' ')} (Put its link into the row. None of them: take the tag Needs_Review off.)`
}

/** Says that nothing was found, what came nearest, and why it is not it. */
export function sayMissed({ because, best }: Answer, refused: readonly string[]): string {
  const before = refused.length > 0 ? ` Refused before: ${refused.join('; ')}.` : ''
  return `Not found: ${because}${best ? ` (${shown(best.candidate)})` : ''}.${before}`
}

/** `“Title” by somebody, 3:45, https://…` */
export function shown({ title, uploader, seconds, link }: Candidate): string {
  const by = uploader ? ` by ${short(uploader)}` : ''
  return [`“${short(title)}”${by}`, seconds === undefined ? 'of unknown length' : spoken(seconds), link].join(', ')
}

/** One line, without marks that turn the rest of it around. */
function short(text: string): string {
  const line = text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line
}
