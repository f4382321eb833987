// Who made it: the artists a wish names, looked for in a candidate's metadata, channel and title.

import { nameKey } from '../title/fold.ts'
import { hasName, nameOfChannel, namesIn, pieces, splitFeatured } from '../title/names.ts'
import { isForeign } from '../title/romanise.ts'
import type { ParsedTitle } from '../title/title.ts'
import type { Candidate, Wish } from './types.ts'

/** The artists of a wish. */
export interface Wanted {
  /** The first is the main one; a name may hold commas. Empty when the wish names nobody. */
  names: readonly string[]
  /** Guests named as such. */
  featured: readonly string[]
}

export interface Credits {
  /** Where the main artist stands. */
  main: 'credited' | 'channel' | 'guest' | 'contradicted' | 'nowhere'
  /** Artists of the wish beside the main one that nothing names. */
  missing: readonly string[]
  missingGuests: readonly string[]
  /** Main artists that the wish does not know. */
  strangers: readonly string[]
  strangeGuests: readonly string[]
}

const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  (typeof names === 'string' ? [names] : (names ?? [])).filter(name => name.trim())

export function wantedArtists(wish: Wish, title: ParsedTitle): Wanted {
  const split = listOf(wish.artist).map(splitFeatured)
  return {
    names: split.map(({ main }) => main),
    featured: [...split.flatMap(({ featured }) => featured), ...title.featured],
  }
}

export function creditsOf(wanted: Wanted, reading: ParsedTitle, candidate: Candidate): Credits {
  const metadata = listOf(candidate.artist).map(splitFeatured)
  const credited = union([...metadata.map(({ main }) => main), ...reading.artists])
  const channel = namesIn(nameOfChannel(candidate.uploader ?? ''))
  const guests = union([...metadata.flatMap(({ featured }) => featured), ...reading.featured])
  const everywhere = new Set([...credited, ...channel, ...guests, ...union(reading.qualifiers.map(({ text }) => text))])
  const known = union([...wanted.names, ...wanted.featured])
  return {
    main: mainPlace(wanted, { credited, channel, guests, title: reading }),
    missing: coArtists(wanted, everywhere),
    missingGuests: wanted.featured
      .flatMap(pieces)
      .filter(name => !hasName(everywhere, name) && !hasAll(everywhere, name)),
    strangers: [
      ...strangers(credit(reading, known), known),
      ...otherMaker(
        wanted,
        metadata.map(({ main }) => main),
        known,
      ),
    ],
    strangeGuests: reading.featured.flatMap(text => strangers(text, known)),
  }
}

interface Places {
  credited: ReadonlySet<string>
  channel: ReadonlySet<string>
  guests: ReadonlySet<string>
  title: ParsedTitle
}

function mainPlace({ names }: Wanted, places: Places): Credits['main'] {
  const main = names[0] ?? ''
  if (holds(places.credited, main)) return 'credited'
  const onChannel = holds(places.channel, main)
  if (onChannel && !contradicts(main, places.title)) return 'channel'
  if (holds(places.guests, main)) return 'guest'
  return onChannel ? 'contradicted' : 'nowhere'
}

/** The title credits somebody else, in letters that would have shown the wished name. */
const contradicts = (main: string, { artists: [credit] }: ParsedTitle) =>
  credit !== undefined && isForeign(credit) === isForeign(main)

/** The whole name, or, when a row's one cell holds several, the first of them. */
const holds = (names: ReadonlySet<string>, wanted: string) =>
  hasName(names, wanted) || leaders(wanted).some(name => hasName(names, name))

/** "Rasp-5 x parkbreezy": either may stand for both; "Tyler, The Creator" is nobody's "Tyler" though "Tyler" may be first. */
const leaders = (wanted: string) => (pieces(wanted).length > 1 ? pieces(wanted).filter(isName) : [])

function coArtists({ names }: Wanted, everywhere: ReadonlySet<string>): string[] {
  const [main = '', ...others] = names
  const partners = hasName(everywhere, main) ? [] : pieces(main)
  return [...partners, ...others].filter(name => !hasName(everywhere, name) && !hasAll(everywhere, name))
}

/** What the title credits; nothing when that is the wished name in another script, which stands beside it. */
function credit({ artists: [main = '', ...spellings] }: ParsedTitle, known: ReadonlySet<string>): string {
  const isOther = spellings.some(name => isForeign(name) !== isForeign(main) && hasName(known, name))
  return isOther ? '' : main
}

/** Whom the service names, where that is none of the wish's: somebody who plays the song may name its maker in the title. */
const otherMaker = ({ names }: Wanted, makers: readonly string[], known: ReadonlySet<string>): string[] =>
  names.length === 0 ||
  makers.some(maker => holds(union([maker]), names[0] ?? '')) ||
  makers.some(maker => hasName(known, maker))
    ? []
    : [...makers]

/** Names of a text that are not among the known ones. */
function strangers(text: string, known: ReadonlySet<string>): string[] {
  if (!text || hasName(known, text)) return []
  return pieces(text).filter(piece => isName(piece) && !hasName(known, piece))
}

const hasAll = (names: ReadonlySet<string>, name: string) =>
  pieces(name).length > 1 && pieces(name).every(piece => hasName(names, piece))
const isName = (piece: string) => nameKey(piece).length > 1
const union = (texts: readonly string[]): Set<string> => new Set(texts.flatMap(text => [...namesIn(text)]))
