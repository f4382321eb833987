// An upload's title in its fields. A title can be read in more than one way; who looks for something sees which way fits.

import { joined, marksOfBrackets, type ParsedTitle, titleOf } from './base.ts'
import { keyOf } from './fold.ts'
import { nameOfChannel, splitFeatured } from './names.ts'
import { isGenre, isListed, isNeutral, type Known, type Marks, mergeMarks, readMarks } from './qualifiers.ts'
import { isForeign } from './romanise.ts'
import { glue, type Segment, segmentsOf } from './segments.ts'

export type { ParsedTitle } from './base.ts'

/** Names that mean nothing in a bracket: the artist's, the album's, the label's. */
export const knownNames = (names: readonly (string | undefined)[]): Known =>
  new Set(names.flatMap(name => (name ? [keyOf(name), keyOf(nameOfChannel(name))] : [])).filter(Boolean))

/** All readings of a title, the likeliest first: artist – title, title alone, title – artist, and title across dashes. */
export function parseTitle(title: string, known: Known = new Set()): ParsedTitle[] {
  const cut = segmentsOf(title)
  const all = cut.length > 0 ? cut : [bare(title)]
  const spoken = all.filter(segment => !isSilent(segment, known))
  const likely = readingsOf(spoken, without(all, spoken), known)
  if (spoken.length > 1 || spoken.length === all.length) return likely
  // a song may be called "Music", or "Video"
  return [...likely, ...readingsOf(all, [], known)]
}

function readingsOf(spoken: readonly Segment[], silent: readonly Segment[], known: Known): ParsedTitle[] {
  const [first, ...rest] = spoken
  if (!first) return []
  const found = rest.length > 0 ? acrossCuts(first, rest, known) : inOneSegment(first, known)
  return found.map(reading => withTails(reading, silent, known))
}

/** Junk words only, or a genre in a bracket before everything. */
function isSilent({ text, brackets }: Segment, known: Known): boolean {
  const isJunk = text ? isNeutral(text, known) && !known.has(keyOf(text)) && /\p{L}/u.test(text) : true
  return isJunk && brackets.every(inner => isNeutral(inner.text, known) || (!text && isGenre(inner.text)))
}

function inOneSegment(segment: Segment, known: Known): ParsedTitle[] {
  return [...inQuotes(segment, known), titleOf(segment, known), ...byLine(segment, known)]
}

function acrossCuts(first: Segment, rest: readonly Segment[], known: Known): ParsedTitle[] {
  const behindArtist = rest.flatMap(segment =>
    titlesOf(segment, known).map(reading =>
      credited(withTails(reading, without(rest, [segment]), known), first, known),
    ),
  )
  const alone = withTails(titleOf(first, known), rest, known)
  const beforeArtist = rest.map(segment =>
    credited(withTails(titleOf(first, known), without(rest, [segment]), known), segment, known),
  )
  const whole = titleOf(glue([first, ...rest]), known)
  const wholeBehindArtist = rest.length > 1 ? [credited(titleOf(glue(rest), known), first, known)] : []
  return [...behindArtist, alone, ...beforeArtist, ...wholeBehindArtist, whole]
}

const without = (segments: readonly Segment[], some: readonly Segment[]) => segments.filter(one => !some.includes(one))

const NUMBERED = /^\d{2}\s+(?=\S)/

/** A segment as a title: as it stands, without the number of an album's track, and what its quotes hold. */
function titlesOf(segment: Segment, known: Known): ParsedTitle[] {
  const numbered = NUMBERED.test(segment.text) ? [{ ...segment, text: segment.text.replace(NUMBERED, '') }] : []
  const quotes = inQuotes(segment, known).filter(({ artists }) => artists.length === 0)
  return [...quotes, ...[segment, ...numbered].map(one => titleOf(one, known))]
}

const QUOTES = /^(.*?)(?:(?<=^|\s)["'‘“](.+)["'’”](?=\s|$)|[「『“](.+)[」』”])(.*)$/u

/** "ARTIST 'TITLE' Official MV" and 「」: the title stands in the quotes, the artist before them. */
function inQuotes(segment: Segment, known: Known): ParsedTitle[] {
  const [, before = '', plain, cornered, behind = ''] = QUOTES.exec(segment.text) ?? []
  const inside = (plain ?? cornered)?.trim()
  if (!inside) return []
  const reading = withTails(titleOf({ ...segment, text: inside }, known), [bare(behind)], known)
  return [before.trim() ? credited(reading, bare(before), known) : reading]
}

/** "Title by Artist". */
function byLine(segment: Segment, known: Known): ParsedTitle[] {
  const [, title, artist] = /^(.+)\s+by\s+(.+)$/iu.exec(segment.text) ?? []
  return title && artist ? [credited(titleOf({ ...segment, text: title }, known), bare(artist), known)] : []
}

const bare = (text: string): Segment => ({ text: text.trim(), brackets: [] })

/** What stands behind further dashes and bars belongs to the title as a bracket would. */
function withTails(reading: ParsedTitle, tails: readonly Segment[], known: Known): ParsedTitle {
  const marks = tails.flatMap(({ text, brackets }): Marks[] => [
    ...(text ? [readMarks(text, known)] : []),
    ...marksOfBrackets(
      brackets.filter(({ text: inner }) => text || !isGenre(inner)),
      known,
    ),
  ])
  return joined(reading, mergeMarks(marks))
}

/** Of two artists with one name, and the handle of an account. */
const COUNTRY = /^(?:[A-Z]{2,3}|@\S+)$/
const isCountry = (bracket: string, known: Known) => COUNTRY.test(bracket) && !isListed(bracket, known)

const isOtherName = (bracket: string, name: string, known: Known) =>
  isForeign(bracket) !== isForeign(name) && !isListed(bracket, known)

/** "Live" is no artist, unless that is who is looked for. */
const versionsIn = (name: string, known: Known): Marks[] =>
  known.has(keyOf(name)) || !isListed(name, known) ? [] : [readMarks(name, known)]

/** The artist's segment: a bracket may hold the name in another script; whatever else it says, it says of the title. */
function credited(reading: ParsedTitle, { text, brackets }: Segment, known: Known): ParsedTitle {
  const { main, featured } = splitFeatured(text)
  const names = brackets.filter(({ text: inner }) => known.has(keyOf(inner)) || isOtherName(inner, text, known))
  const rest = brackets.filter(
    ({ text: inner }) => !names.some(name => name.text === inner) && !isCountry(inner, known),
  )
  const marks = mergeMarks([...versionsIn(main, known), ...marksOfBrackets(rest, known)])
  const artists = [main, ...names.map(({ text: inner }) => inner)].filter(Boolean)
  return { ...joined(reading, marks), artists, featured: [...reading.featured, ...featured, ...marks.featured] }
}
