// A wish made ready for comparing: its title read once, in the way that fits its artist.

import { fold, keyOf } from '../title/fold.ts'
import { hasName, nameOfChannel, namesIn } from '../title/names.ts'
import { namesVersion } from '../title/qualifiers.ts'
import { knownNames, type ParsedTitle, parseTitle } from '../title/title.ts'
import { type Wanted, wantedArtists } from './credits.ts'
import type { Candidate, Wish } from './types.ts'

export interface ReadWish {
  wish: Wish
  title: ParsedTitle
  artists: Wanted
  /** Keys of its artists' names, and of the main one's. */
  own: ReadonlySet<string>
  main: ReadonlySet<string>
}

export function readWish(wish: Wish): ReadWish {
  const readings = parseTitle(wish.title, knownNames([albumOf(wish, true)]))
  const title = withExtended(wish, fitting(wish, readings))
  const named = wantedArtists(wish, title)
  const artists = named.names.length > 0 ? named : { ...named, names: title.artists }
  return {
    wish,
    title,
    artists,
    own: keysOf([...artists.names, ...artists.featured]),
    main: keysOf(artists.names.slice(0, 1)),
  }
}

/** Readings of a candidate's title, knowing which names mean nothing there. */
export function readCandidate({ wish, title, artists }: ReadWish, candidate: Candidate): ParsedTitle[] {
  const vouched = candidate.isLabel || candidate.isTopic
  const album = albumOf(wish, title.qualifiers.length > 0)
  const known = knownNames([album, ...artists.names, vouched ? candidate.uploader : undefined])
  return parseTitle(candidate.title, known)
    .flatMap(reading => [reading, ...behindName(artists, reading)])
    .flatMap(withSecondTitle)
}

/** "Live at Wembley" says something where the wish says which version it is, and in the wish itself. */
const albumOf = ({ album }: Wish, saysVersion: boolean) =>
  album && saysVersion && namesVersion(album) ? undefined : album

/** "Artist Title", with nothing between. */
function behindName({ names: [main = ''] }: Wanted, reading: ParsedTitle): ParsedTitle[] {
  const artist = fold(main)
  const base = fold(reading.base)
  if (!artist || reading.artists.length > 0 || !base.startsWith(`${artist} `)) return []
  return [{ ...reading, artists: [main], base: base.slice(artist.length + 1) }]
}

const keysOf = (names: readonly string[]): Set<string> => new Set(names.flatMap(name => [...namesIn(name)]))

/** "Sweet Dreams (Are Made of This)" is "Sweet Dreams Are Made of This" as well. */
export function withSecondTitle(reading: ParsedTitle): ParsedTitle[] {
  const second = reading.qualifiers.find(({ kind }) => kind === 'unlisted')
  if (!second) return [reading]
  const whole = {
    ...reading,
    base: `${reading.base} ${second.text}`,
    qualifiers: reading.qualifiers.filter(other => other !== second),
  }
  return [reading, whole]
}

function fitting(wish: Wish, readings: readonly ParsedTitle[]): ParsedTitle {
  const [first, ...others] = readings
  if (!first) throw new Error('a title has at least one reading')
  const artists = [wish.artist ?? []].flat()
  const stripped = readings.flatMap(reading => behindName({ names: [artists[0] ?? ''], featured: [] }, reading))[0]
  if (stripped) return stripped
  const byArtist = readings.find(
    ({ artists: [name] }) => name && artists.some(artist => hasName(namesIn(artist), name)),
  )
  if (byArtist) return byArtist
  if (others.length === 0) return first
  if (artists.length === 0) return first
  const alone = readings.find(reading => reading.artists.length === 0)
  const isListed = alone && !alone.qualifiers.some(({ kind }) => kind === 'unlisted')
  return isListed ? alone : (readings.at(-1) ?? first)
}

function withExtended(wish: Wish, title: ParsedTitle): ParsedTitle {
  if (!wish.wantsExtended || title.qualifiers.some(({ kind }) => kind === 'extended')) return title
  return { ...title, qualifiers: [...title.qualifiers, { kind: 'extended', text: 'Extended Mix' }] }
}

/** Whether the account is the artist's own. */
export const isOwnChannel = ({ own }: ReadWish, { uploader }: Candidate): boolean =>
  uploader !== undefined && keyOf(uploader) !== '' && hasName(own, nameOfChannel(uploader))
