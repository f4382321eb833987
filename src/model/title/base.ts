// The song's name out of one segment of a title: brackets are read as marks, guests and junk are cut off its end.

import { fold } from './fold.ts'
import { PERSONAL, TRAILING, TRAILING_KIND } from './kinds.ts'
import { splitFeatured } from './names.ts'
import { isListed, type Known, type Marks, mergeMarks, numberOf, type Qualifier, readMarks } from './qualifiers.ts'
import { isForeign, isLatin } from './romanise.ts'
import type { Bracket, Segment } from './segments.ts'

/** One way to read a title. */
export interface ParsedTitle {
  /** The song's name without brackets, guests and junk. */
  base: string
  /** The same name in another script or form. */
  also: readonly string[]
  /** The Latin words and the others, where a name holds both: either may be the name, or only a remark. */
  mixed: readonly string[]
  /** Who the title says it is by, the first as the credit, then other spellings; empty when this reading names nobody. */
  artists: readonly string[]
  featured: readonly string[]
  qualifiers: readonly Qualifier[]
  /** "Official Video", "Remastered 2011", the label: said, but no version. */
  neutral: readonly string[]
}

export function titleOf(segment: Segment, known: Known): ParsedTitle {
  const kept = segment.brackets.filter(bracket => bracket.leads && !isListed(bracket.text, known))
  const guests = splitFeatured(unquoted(segment.text))
  const { text, qualifiers } = trimTail(guests.main)
  const base =
    [...kept.map(({ text: lead }) => lead), text].join(' ').trim() || segment.text || (segment.brackets[0]?.text ?? '')
  const others = segment.brackets.filter(bracket => !kept.includes(bracket))
  const names = others.filter(({ text: inner }) => isOtherScript(base, inner) && isNoVersion(inner, known))
  const marks = mergeMarks(
    marksOfBrackets(
      others.filter(bracket => !names.includes(bracket)),
      known,
    ),
  )
  return joined(
    {
      base,
      also: names.map(({ text: inner }) => inner),
      mixed: byScript(base),
      artists: [],
      featured: guests.featured,
      qualifiers,
      neutral: [],
    },
    marks,
  )
}

export const joined = (reading: ParsedTitle, marks: Marks): ParsedTitle => ({
  ...reading,
  featured: [...reading.featured, ...marks.featured],
  qualifiers: [...reading.qualifiers, ...marks.qualifiers],
  neutral: [...reading.neutral, ...marks.neutral],
})

/** Where a round bracket says which version it is, an unlisted square one behind it is the label. */
export function marksOfBrackets(brackets: readonly Bracket[], known: Known): Marks[] {
  const marks = brackets.map(({ text }) => readMarks(text, known))
  return marks.map((mark, at) => {
    const isLabel = brackets[at]?.square && mark.qualifiers.every(({ kind }) => kind === 'unlisted')
    if (!isLabel || !marks.slice(0, at).some(saysVersion)) return mark
    return { ...mark, qualifiers: [], neutral: [...mark.neutral, ...mark.qualifiers.map(({ text }) => text)] }
  })
}

const saysVersion = ({ qualifiers, neutral }: Marks) =>
  qualifiers.some(({ kind, by }) => kind === 'extended' || (PERSONAL.has(kind) && by !== undefined)) ||
  neutral.some(text => /^original mix$/i.test(text))

const PART_TAIL = /^(.+?)[\s,:]+(?:pt|part|teil|vol|volume)\.?\s*(\d+|[ivx]+|one|two|three|four|five)$/iu

/** Takes junk, versions and a part's number off the end, as long as a name is left. */
function trimTail(text: string): { text: string; qualifiers: readonly Qualifier[] } {
  const [, name, number] = PART_TAIL.exec(text) ?? []
  if (name && number) return { text: name, qualifiers: [{ kind: 'part', by: numberOf(number.toLowerCase()), text }] }
  const words = text.split(' ')
  for (let from = 1; from < words.length; from += 1) {
    const tail = words.slice(from).join(' ')
    const isVersion = TRAILING_KIND.test(fold(tail))
    if (!isVersion && !TRAILING.test(fold(tail))) continue
    const left = trimTail(words.slice(0, from).join(' '))
    const said = readMarks(tail, new Set()).qualifiers.filter(({ kind }) => kind !== 'unlisted')
    return { text: left.text, qualifiers: [...left.qualifiers, ...said] }
  }
  return { text, qualifiers: [] }
}

const unquoted = (text: string) => text.replace(/^["“‘'「『](.+)["”’'」』]$/u, '$1').trim()

const isOtherScript = (base: string, bracket: string) =>
  isForeign(bracket) !== isLatin(bracket) && isForeign(base) !== isLatin(base) && isForeign(bracket) !== isForeign(base)

const isNoVersion = (text: string, known: Known) =>
  readMarks(text, known).qualifiers.some(({ kind }) => kind === 'unlisted')

/** "팔레트 Palette" is one name in two scripts, "Palette 리믹스" is not. */
function byScript(base: string): string[] {
  if (!isForeign(base) || !isLatin(base)) return []
  const words = base.split(' ')
  const latin = words.filter(word => !isForeign(word))
  const foreign = words.filter(word => !isLatin(word))
  return [latin.join(' '), foreign.join(' ')].filter(Boolean)
}
