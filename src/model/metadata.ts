// What services say about a recording, and which of them said it.

export const METADATA_PROVIDERS = ['spotify', 'deezer', 'musicbrainz', 'coverart', 'itunes', 'acoustid'] as const
export type ProviderName = (typeof METADATA_PROVIDERS)[number]

/** `1997`, `1997-01` or `1997-01-17`: as exact as it is known. */
export interface ReleaseDate {
  text: string
  precision: 'year' | 'month' | 'day'
}

/** Where the same recording may be found elsewhere. */
export const LINK_PLACES = [
  'spotify',
  'deezer',
  'musicbrainz',
  'apple',
  'soundcloud',
  'youtube',
  'bandcamp',
  'beatport',
  'tidal',
] as const
export type LinkPlace = (typeof LINK_PLACES)[number]
export type Links = Partial<Record<LinkPlace, string>>

export interface Metadata {
  isrc?: string
  album?: string
  albumArtist?: string
  label?: string
  releaseDate?: ReleaseDate
  genre?: string
  artworkUrl?: string
  seconds?: number
  links: Links
}
export type MetadataField = Exclude<keyof Metadata, 'links'>

/** Where a value comes from. */
export interface Evidence {
  /** Those that gave it; two that agree beat one. */
  by: readonly ProviderName[]
  /** What others said instead. */
  others: readonly { value: string; by: readonly ProviderName[] }[]
}

/** What became of one provider. */
export interface ProviderLine {
  provider: ProviderName
  outcome: 'found' | 'unknown' | 'not needed' | 'waits' | 'failed' | 'not set up'
  /** Why not, or why not all of it. */
  because?: string
  /** When it may be asked again. */
  until?: Date
}

/** What the audio itself says, by its fingerprint. */
export interface FingerprintProof {
  /** `unclear`: it is the song, by another name of a version at least. */
  verdict: 'same' | 'unclear' | 'other'
  /** 0 to 1. */
  score: number
  /** The recordings it is known as, "Artist – Title". */
  knownAs: readonly string[]
}

export interface Gathered {
  metadata: Metadata
  evidence: Partial<Record<MetadataField | LinkPlace, Evidence>>
  providers: readonly ProviderLine[]
  /** Names that services list as one artist each. */
  artists: readonly string[]
  /** Absent: nobody was asked, or nobody knew. */
  fingerprint?: FingerprintProof
}

const DATE = /^([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)/

/** @returns undefined of what is no date, such as `0000-00-00` */
export function releaseDateOf(text: string | undefined): ReleaseDate | undefined {
  const [, year, month, day] = DATE.exec(text?.trim() ?? '') ?? []
  if (!year) return undefined
  if (!month) return { text: year, precision: 'year' }
  return day ? { text: `${year}-${month}-${day}`, precision: 'day' } : { text: `${year}-${month}`, precision: 'month' }
}

const ISRC = /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/

/** Upper case, without dashes; undefined of what is none. */
export function isrcOf(text: string | undefined): string | undefined {
  const bare = text?.replace(/[\s-]/g, '').toUpperCase() ?? ''
  return ISRC.test(bare) ? bare : undefined
}

const PLACES: readonly (readonly [LinkPlace, RegExp])[] = [
  ['spotify', /^open\.spotify\.com$/],
  ['deezer', /(^|\.)deezer\.com$/],
  ['musicbrainz', /(^|\.)musicbrainz\.org$/],
  ['apple', /^(music|itunes)\.apple\.com$/],
  ['soundcloud', /(^|\.)soundcloud\.com$/],
  ['youtube', /(^|\.)(youtube\.com|youtu\.be)$/],
  ['bandcamp', /(^|\.)bandcamp\.com$/],
  ['beatport', /(^|\.)beatport\.com$/],
  ['tidal', /(^|\.)tidal\.com$/],
]

/** @returns undefined of a place that is not kept */
export function placeOf(url: string): LinkPlace | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, protocol } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return PLACES.find(([, host]) => host.test(hostname))?.[0]
}
