// What a row lacks of its release, and what of the services' answer is for it.

import type { Gathered, MetadataField, ProviderLine, ProviderName } from './metadata.ts'
import type { Track } from './track.ts'
import { canonicalLink } from './url/url.ts'

/** Cells that services can fill. */
const RELEASE_WORDS = {
  isrc: 'ISRC',
  album: 'album',
  label: 'label',
  releaseDate: 'release date',
  genre: 'genre',
} as const satisfies Partial<Record<MetadataField & keyof Track, string>>
export type ReleaseField = keyof typeof RELEASE_WORDS
export const RELEASE_FIELDS = Object.keys(RELEASE_WORDS) as ReleaseField[]

/** For people: "ISRC, label". */
export const releaseWords = (fields: readonly ReleaseField[]): string =>
  fields.map(field => RELEASE_WORDS[field]).join(', ')

/** @param absent fields that the database has no column for */
export const lackedBy = (row: Pick<Track, ReleaseField>, absent: readonly string[] = []): ReleaseField[] =>
  RELEASE_FIELDS.filter(field => row[field] === undefined && !absent.includes(field))

/** By what name services are asked about it. */
export const nameAsked = ({ title, artist }: Pick<Track, 'title' | 'artist'>): string => JSON.stringify([title, artist])

/** What was found for a row, in its words. */
export interface Enrichment extends Partial<Record<ReleaseField, string>> {
  artworkUrl?: string
  spotifyUrl?: string
  spotifyId?: string
}

/** Nothing of what is said about another recording than the one that is heard. */
export function enrichmentOf(
  { metadata, fingerprint }: Gathered,
  row: Pick<Track, 'spotifyUrl' | 'spotifyId'>,
  wants: readonly MetadataField[],
): Enrichment {
  if (fingerprint?.verdict === 'other') return {}
  const found = { ...metadata, releaseDate: metadata.releaseDate?.text }
  const asked = [...RELEASE_FIELDS, 'artworkUrl' as const].filter(field => wants.includes(field))
  const values = Object.fromEntries(asked.flatMap(field => (found[field] ? [[field, found[field]]] : [])))
  return { ...values, ...spotifyFor(row, metadata.links.spotify) }
}

const DAY_MS = 24 * 3600_000
const MONTH_MS = 30 * DAY_MS
/** They know a recording by its names; the others may be asked nothing at all. */
const KNOW_NAMES: readonly ProviderName[] = ['deezer', 'musicbrainz', 'itunes']

/**
 * When the same question makes sense again, epoch ms: once a month, earlier where not all could answer.
 * @returns undefined when nobody answered
 */
export function askAgainAt(providers: readonly ProviderLine[], now: number): number | undefined {
  const hasAnswered = ({ provider, outcome }: ProviderLine) =>
    outcome === 'found' || (outcome === 'unknown' && KNOW_NAMES.includes(provider))
  if (!providers.some(hasAnswered)) return undefined
  return now + (providers.some(({ outcome }) => outcome === 'failed' || outcome === 'waits') ? DAY_MS : MONTH_MS)
}

/** Which of the release it has. */
export const fieldsIn = (enrichment: Enrichment): ReleaseField[] =>
  RELEASE_FIELDS.filter(field => enrichment[field] !== undefined)

/** Where the row names another track there, it is left at that. */
function spotifyFor({ spotifyUrl, spotifyId }: Pick<Track, 'spotifyUrl' | 'spotifyId'>, link: string | undefined) {
  const id = trackIdOf(link)
  const known = spotifyIdOf({ spotifyUrl, spotifyId }) ?? spotifyUrl
  if (!link || !id || (known && known !== id)) return {}
  return { ...(!spotifyUrl && { spotifyUrl: canonicalLink(link) }), ...(!spotifyId && { spotifyId: id }) }
}

/** The id its row has of it, in whichever cell. */
export const spotifyIdOf = ({ spotifyId, spotifyUrl }: Pick<Track, 'spotifyUrl' | 'spotifyId'>) =>
  spotifyId ?? trackIdOf(spotifyUrl)

const trackIdOf = (link = '') => /\/track\/(\w+)$/.exec(canonicalLink(link) ?? '')?.[1]
