// One bracket, or one part behind a dash: which versions it names, which guests, or nothing of importance.

import { fold, keyOf } from './fold.ts'
import {
  GENRES,
  KINDS,
  type Kind,
  NEUTRAL_OPENINGS,
  NEUTRAL_PHRASES,
  NEUTRAL_WORDS,
  PERSONAL,
  wholeWords,
} from './kinds.ts'
import { splitFeatured } from './names.ts'

export interface Qualifier {
  kind: Kind
  /** Whose or which, folded: the remixer, the venue, the number of the part; of an unlisted bracket, all it says. */
  by?: string
  /** As it was written. */
  text: string
}

/** What a bracket or a tail turned out to be. */
export interface Marks {
  qualifiers: readonly Qualifier[]
  featured: readonly string[]
  /** Words that say nothing about the version, as written. */
  neutral: readonly string[]
}

/** Names that may stand in a bracket and say nothing: artist, album, label channel; as keys. */
export type Known = ReadonlySet<string>

const PATTERNS = KINDS.map(([kind, pattern]) => ({ kind, pattern: wholeWords(pattern) }))
const FEATURED = /^(?:feat(?:uring)?|ft|with|w)(?:\.|\/|\b)\s*(?=\S)(.+)$/iu
const NOT_GUESTS = wholeWords('lyrics?|subs?|subtitles?|orchestra|strings|choir|vocals?|intro|outro|the .* orchestra')
const PART = /^(?:pt|part|parts|teil|vol|volume|chapter|episode) ?(\d+|[ivx]+|one|two|three|four|five)$/u
// biome-ignore format: a table
const NUMBERS: Record<string, string> = {
  i: '1', ii: '2', iii: '3', iv: '4', v: '5', vi: '6', vii: '7', viii: '8', ix: '9', x: '10',
  one: '1', two: '2', three: '3', four: '4', five: '5',
}
const YEAR = /^(?:19|20)\d\d$/
/** Not a show and its year: "VMA 2000". */
const CATALOGUE_NUMBER = /^[A-Z]{2,10}(?:-?| (?!(?:19|20)\d\d$))\d{2,5}[A-Z]?$/
const LABEL = /^(?:\S+ ){1,3}(?:release|records|recordings|recs)$/u
const QUOTED_SOURCE = /^from\s+["“”'‘«]/iu

export function readMarks(text: string, known: Known): Marks {
  const guests = guestsOf(text)
  if (guests) return { qualifiers: [], featured: guests, neutral: [] }
  const { main, featured } = splitFeatured(text)
  const parts = main.split(/\s+[/|–—-]\s+|;\s/).filter(part => part.trim())
  const marks = mergeMarks(parts.map(part => readPart(part.trim(), known)))
  return { ...marks, featured: [...featured, ...marks.featured] }
}

export function mergeMarks(all: readonly Marks[]): Marks {
  return {
    qualifiers: all.flatMap(({ qualifiers }) => qualifiers),
    featured: all.flatMap(({ featured }) => featured),
    neutral: all.flatMap(({ neutral }) => neutral),
  }
}

export const isNeutral = (text: string, known: Known): boolean => {
  const { qualifiers, featured } = readMarks(text, known)
  return qualifiers.length + featured.length === 0
}

/** Whether it says something that the tables know, apart from guests. */
export const isListed = (text: string, known: Known): boolean =>
  !readMarks(text, known).qualifiers.some(({ kind }) => kind === 'unlisted')

export const isGenre = (text: string): boolean => fold(text).replace(GENRES, '').trim() === ''

export function numberOf(word: string): string {
  return NUMBERS[word] ?? String(Number(word))
}

function guestsOf(text: string): string[] | undefined {
  const guests = FEATURED.exec(text.trim())?.[1]
  if (!guests || fold(guests).search(NOT_GUESTS) !== -1) return undefined
  return [guests.trim()]
}

function readPart(text: string, known: Known): Marks {
  if (saysNothing(text, known)) return neutral(text)
  const part = PART.exec(fold(text))?.[1]
  if (part) return listed([{ kind: 'part', by: numberOf(part), text }])
  const { kinds, left } = takeKinds(withoutPhrases(fold(text)))
  const rest = left
    .split(' ')
    .filter(word => word && !NEUTRAL_WORDS.has(word))
    .join(' ')
  if (kinds.length > 0) return listed(named(kinds, rest, text))
  if (!rest || (YEAR.test(rest) && rest !== fold(text))) return neutral(text)
  return listed([{ kind: 'unlisted', by: rest, text }])
}

/** A name may hold a version's word; a band or an album that is called only that hides no version. */
function saysNothing(text: string, known: Known): boolean {
  if (known.has(keyOf(text)) && (text.trim().includes(' ') || !namesVersion(text))) return true
  if (YEAR.test(text) || !/[\p{L}\p{N}]/u.test(text)) return true
  const isName = CATALOGUE_NUMBER.test(text) || QUOTED_SOURCE.test(text) || LABEL.test(fold(text))
  return isName && !namesVersion(text)
}

export const namesVersion = (text: string): boolean => takeKinds(fold(text)).kinds.length > 0

const withoutPhrases = (folded: string) =>
  folded
    .replace(NEUTRAL_OPENINGS, phrase => (takeKinds(phrase).kinds.length > 0 ? phrase : ' '))
    .replace(NEUTRAL_PHRASES, ' ')

interface Taken {
  kind: Kind
  /** What the pattern took, folded. */
  words: string
}

function takeKinds(folded: string): { kinds: Taken[]; left: string } {
  const kinds: Taken[] = []
  let left = folded.replace(/\s+/g, ' ').trim()
  for (const { kind, pattern } of PATTERNS) {
    const found = left.match(pattern)?.[0]
    if (!found) continue
    kinds.push({ kind, words: found })
    left = left.replace(found, ' ').replace(/\s+/g, ' ').trim()
  }
  return { kinds, left }
}

/** What is left beside the kinds is the name of the one that is somebody's work, else of the first. */
function named(kinds: readonly Taken[], rest: string, text: string): Qualifier[] {
  const owner = kinds.find(({ kind }) => PERSONAL.has(kind)) ?? kinds[0]
  return kinds.map(taken => {
    const by = taken.kind === 'live' ? liveAt(taken.words, rest) : taken === owner ? byWhom(rest) : ''
    return { kind: taken.kind, text, ...(by ? { by } : {}) }
  })
}

const byWhom = (rest: string) => rest.replace(/^by /, '')

/** The place and year of a concert, without the words every concert has. */
const liveAt = (words: string, rest: string) =>
  `${words} ${rest}`
    .split(' ')
    .filter(
      word =>
        word &&
        !NEUTRAL_WORDS.has(word) &&
        !/^(?:live|at|from|in|on|the|version|performance|video|session|for)$/.test(word),
    )
    .join(' ')

const neutral = (text: string): Marks => ({ qualifiers: [], featured: [], neutral: [text] })
const listed = (qualifiers: readonly Qualifier[]): Marks => ({ qualifiers, featured: [], neutral: [] })
