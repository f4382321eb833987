// A recording came out many times: which of its releases it is known by.

import type { Credits, Genres, Release } from './musicbrainz-schemas.ts'
import { folded } from './same-recording.ts'

/** The one of the album that is known, else an official one that is no collection, the earliest. */
export function chooseRelease(releases: readonly Release[] | undefined, album: string | undefined) {
  const rank = (release: Release) => [
    album !== undefined && folded(album) === folded(release.title) ? 0 : 1,
    release.status === undefined || release.status === 'Official' ? 0 : 1,
    isCollection(release) ? 1 : 0,
  ]
  const order = (release: Release) => `${rank(release).join('')} ${release.date || '9999'}`
  return [...(releases ?? [])].sort((a, b) => compare(order(a), order(b)))[0]
}

const COLLECTIONS = new Set(['Compilation', 'DJ-mix', 'Mixtape/Street', 'Soundtrack'])

const isCollection = (release: Release) =>
  release['release-group']?.['secondary-types']?.some(type => COLLECTIONS.has(type)) ?? false

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export const creditOf = (credits: Credits | undefined): string | undefined =>
  credits?.map(({ name, joinphrase = '' }) => name + joinphrase).join('') || undefined

/** The one most people gave it, as a tag has it: "Deep House". */
export function genreOf(genres: Genres | undefined): string | undefined {
  const [first] = [...(genres ?? [])].sort((a, b) => b.count - a.count)
  return first?.name.replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, letter => letter.toUpperCase())
}
