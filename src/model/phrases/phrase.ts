// Phrases of a rule: whole words in a row, with lists of words in their places. No regular expressions.

import { type Word, type Words, wordsOf } from './words.ts'

/** Lists of words and phrases by name. */
export type Lists = Readonly<Record<string, readonly string[]>>

export interface Phrase {
  /** Where it first stands in the text, as it stands there; undefined: nowhere. */
  find(words: Words): string | undefined
}

/** What one place of a phrase takes. */
interface Slot {
  /** By their first word. */
  entries: ReadonlyMap<string, readonly (readonly Word[])[]>
  /** `*`: any number of times, none too. */
  many: boolean
}

const MOST_SLOTS = 12
/** So many times is any number. */
const MOST_TIMES = 8
const PART = /<([^<>]*)>(\*?)|[^\s<>]+/g

/**
 * `download <small>* tracks`: words and names of lists in a row. `^` before it: it begins the text; `$` behind it: it ends it;
 * a `.` of its own behind it: it ends a sentence.
 * @throws Error that says what is wrong with it
 */
export function compilePhrase(source: string, lists: Lists = {}): Phrase {
  const { begins, ends, inner } = anchorsOf(source.trim())
  const slots = [...inner.matchAll(PART)].flatMap(([part, list, star]) =>
    list === undefined ? slotsOf(part) : [listSlot(list, lists, star === '*')],
  )
  if (slots.every(({ many }) => many)) throw new Error(`"${source}" has no word that must be there`)
  if (slots.length > MOST_SLOTS)
    throw new Error(`"${source}" has ${slots.length} places, expected at most ${MOST_SLOTS}`)
  const shape = { slots, begins, ends }
  return { find: words => found(words, shape) }
}

interface Shape {
  slots: readonly Slot[]
  begins: boolean
  ends: 'text' | 'sentence' | undefined
}

function anchorsOf(source: string): { begins: boolean; ends: Shape['ends']; inner: string } {
  const begins = source.startsWith('^')
  const ends = source.endsWith('$') ? 'text' : /\s\.$/.test(source) ? 'sentence' : undefined
  return { begins, ends, inner: source.slice(begins ? 1 : 0, ends ? -1 : undefined) }
}

/** The words that stand there. "code.gs" is two of them. */
function slotsOf(part: string): Slot[] {
  const { words } = wordsOf(part)
  if (words.length === 0) throw new Error(`"${part}" is no word`)
  return [slot([words], false)]
}

function listSlot(name: string, lists: Lists, many: boolean): Slot {
  const entries = Object.hasOwn(lists, name) ? lists[name] : undefined
  if (!entries)
    throw new Error(`there is no list "${name}": expected one of ${Object.keys(lists).join(', ') || 'none'}`)
  const compiled = entries.map(entry => wordsOf(entry).words)
  const empty = compiled.findIndex(words => words.length === 0)
  if (empty >= 0) throw new Error(`"${entries[empty]}" in the list "${name}" is no word`)
  return slot(compiled, many)
}

function slot(entries: readonly (readonly Word[])[], many: boolean): Slot {
  const byFirst = new Map<string, (readonly Word[])[]>()
  for (const words of entries) {
    const first = words[0]?.text ?? ''
    byFirst.set(first, [...(byFirst.get(first) ?? []), words])
  }
  return { entries: byFirst, many }
}

function found({ text, words, places }: Words, shape: Shape): string | undefined {
  for (const start of startsOf(words, places, shape)) {
    const end = endFrom(words, start, shape)
    if (end !== undefined) return text.slice(words[start]?.start, words[end - 1]?.end)
  }
  return undefined
}

/** The places where it can begin, in order. */
function startsOf(words: Words['words'], places: Words['places'], { slots, begins }: Shape): Iterable<number> {
  if (begins) return words.length > 0 ? [0] : []
  const [first] = slots
  if (!first || first.many) return words.keys()
  return [...first.entries.keys()].flatMap(word => places.get(word) ?? []).sort((a, b) => a - b)
}

/** Keeps the places where the phrase may have come to, not the ways there: the time it takes is bounded. */
function endFrom(words: readonly Word[], start: number, { slots, begins, ends }: Shape): number | undefined {
  let places = new Set([start])
  slots.forEach((each, index) => {
    // what may lead in or out may be parted by any sign: "[Weekly] music sync", "music sync (daily)"
    const isLead = begins && slots.slice(0, index).every(({ many }) => many)
    const isTail = ends === 'text' && slots.slice(index).every(({ many }) => many)
    const next = new Set(each.many ? places : [])
    let now = places
    for (let times = 0; now.size > 0 && times < (each.many ? MOST_TIMES : 1); times++) {
      now = new Set([...now].flatMap(at => after(words, at, each, at === start || isLead || isTail)))
      for (const at of now) next.add(at)
    }
    places = next
  })
  const isEnd = (at: number) => at === words.length || (ends === 'sentence' && words[at]?.joined === false)
  const good = [...places].filter(at => at > start && (ends === undefined || isEnd(at)))
  return good.length > 0 ? Math.max(...good) : undefined
}

/** Where each entry that stands at this place ends. */
function after(words: readonly Word[], at: number, { entries }: Slot, isFree: boolean): number[] {
  const first = words[at]
  if (!first || !(isFree || first.joined)) return []
  return (entries.get(first.text) ?? [])
    .filter(entry => entry.every((word, index) => isAt(words[at + index], word, index)))
    .map(entry => at + entry.length)
}

/** A plain word is no part of a dotted name, and a part of a dotted name is no plain word. */
function isAt(word: Word | undefined, { text, afterDot, beforeDot }: Word, index: number): boolean {
  if (word?.text !== text || word.afterDot !== afterDot || word.beforeDot !== beforeDot) return false
  return index === 0 || afterDot || word.joined
}

/** The first of them that stands in the text. */
export function findAny(phrases: readonly Phrase[], words: Words): string | undefined {
  for (const phrase of phrases) {
    const evidence = phrase.find(words)
    if (evidence !== undefined) return evidence
  }
  return undefined
}
