// Many answers become one: for each value what most providers agree on, and of that the finest and most trusted.

import {
  type Gathered,
  LINK_PLACES,
  type LinkPlace,
  type Metadata,
  type MetadataField,
  type ProviderName,
  type ReleaseDate,
} from '../../model/metadata.ts'
import type { Found } from './provider.ts'
import { folded } from './same-recording.ts'

export interface Said {
  by: ProviderName
  found: Found
}
interface Offer<T> {
  by: ProviderName
  value: T
}
interface Rule<T> {
  /** The first is believed most. */
  trust: readonly ProviderName[]
  isSame(a: T, b: T): boolean
  /** How exact a value is. */
  fineness?(value: T): number
  show?(value: T): string
}

const equal = <T>(a: T, b: T) => a === b
const sameName = (a: string, b: string) => folded(a) === folded(b)
/** "Warp" and "Warp Records" are one label. */
const bareLabel = (label: string) => folded(label).replace(/ (records|recordings|music|ltd|llc|inc)$/, '')

const ISRC: Rule<string> = { trust: ['spotify', 'deezer', 'musicbrainz'], isSame: equal }
const ALBUM: Rule<string> = { trust: ['spotify', 'deezer', 'musicbrainz', 'itunes'], isSame: sameName }
const ALBUM_ARTIST: Rule<string> = { trust: ['musicbrainz', 'spotify', 'deezer', 'itunes'], isSame: sameName }
const LABEL: Rule<string> = {
  trust: ['musicbrainz', 'deezer', 'spotify'],
  isSame: (a, b) => bareLabel(a) === bareLabel(b),
}
const GENRE: Rule<string> = { trust: ['musicbrainz', 'itunes', 'deezer', 'spotify'], isSame: sameName }
const ARTWORK: Rule<string> = { trust: ['coverart', 'deezer', 'spotify', 'itunes'], isSame: equal }
const LINK: Rule<string> = { trust: ['spotify', 'deezer', 'itunes', 'musicbrainz'], isSame: equal }
const SECONDS: Rule<number> = {
  trust: ['spotify', 'musicbrainz', 'itunes', 'deezer'],
  isSame: (a, b) => Math.abs(a - b) <= 1,
}
const DATE: Rule<ReleaseDate> = {
  trust: ['musicbrainz', 'spotify', 'deezer', 'itunes'],
  // a year agrees with each of its days
  isSame: (a, b) => a.text.startsWith(b.text) || b.text.startsWith(a.text),
  fineness: ({ text }) => text.length,
  show: ({ text }) => text,
}

export function merge(said: readonly Said[]): Pick<Gathered, 'metadata' | 'evidence'> {
  const evidence: Gathered['evidence'] = {}
  function value<T>(name: MetadataField | LinkPlace, of: (found: Found) => T | undefined, rule: Rule<T>) {
    const offers = said.flatMap(({ by, found }) => {
      const value = of(found)
      return value === undefined ? [] : [{ by, value }]
    })
    const picked = pick(offers, rule)
    if (picked) evidence[name] = picked.evidence
    return picked?.value
  }
  const metadata: Metadata = {
    isrc: value('isrc', ({ isrc }) => isrc, ISRC),
    album: value('album', ({ album }) => album, ALBUM),
    albumArtist: value('albumArtist', ({ albumArtist }) => albumArtist, ALBUM_ARTIST),
    label: value('label', ({ label }) => label, LABEL),
    releaseDate: value('releaseDate', ({ releaseDate }) => releaseDate, DATE),
    genre: value('genre', ({ genre }) => genre, GENRE),
    artworkUrl: value('artworkUrl', ({ artworkUrl }) => artworkUrl, ARTWORK),
    seconds: value('seconds', ({ seconds }) => seconds, SECONDS),
    links: {},
  }
  for (const place of LINK_PLACES) {
    const link = value(place, ({ links }) => links?.[place], LINK)
    if (link !== undefined) metadata.links[place] = link
  }
  return { metadata, evidence }
}

function pick<T>(offers: readonly Offer<T>[], { trust, isSame, fineness = () => 0, show = String }: Rule<T>) {
  const rank = ({ by }: Offer<T>) => (trust.includes(by) ? trust.indexOf(by) : trust.length)
  const trusted = [...offers].sort((a, b) => rank(a) - rank(b))
  const agreeing = ({ value }: Offer<T>) => trusted.filter(other => isSame(other.value, value))
  const [lead] = [...trusted].sort((a, b) => agreeing(b).length - agreeing(a).length)
  if (!lead) return undefined
  const [shown = lead] = agreeing(lead).sort((a, b) => fineness(b.value) - fineness(a.value))
  const by = agreeing(shown).map(offer => offer.by)
  const others = groupsOf(
    trusted.filter(offer => !isSame(offer.value, shown.value)),
    isSame,
  ).map(group => ({ value: show(group[0].value), by: group.map(offer => offer.by) }))
  return { value: shown.value, evidence: { by, others } }
}

type Group<T> = [Offer<T>, ...Offer<T>[]]

function groupsOf<T>(offers: readonly Offer<T>[], isSame: Rule<T>['isSame']): Group<T>[] {
  const groups: Group<T>[] = []
  for (const offer of offers) {
    const group = groups.find(([first]) => isSame(first.value, offer.value))
    if (group) group.push(offer)
    else groups.push([offer])
  }
  return groups
}
