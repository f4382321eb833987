// MusicBrainz: by ISRC, by the recordings a fingerprint points at, else by names; then the release it came out on.

import { Limited } from '../../errors.ts'
import { isrcOf, type Links, placeOf, releaseDateOf } from '../../model/metadata.ts'
import { waitUntil } from '../../model/retry-after.ts'
import { type DoorDeps, type Meaning, openDoor } from './door.ts'
import type { JsonAnswer } from './http-json.ts'
import { chooseRelease, creditOf, genreOf } from './musicbrainz-release.ts'
import { Recording, Recordings, Release } from './musicbrainz-schemas.ts'
import { type Found, ifItCan, type Provider, type Query } from './provider.ts'
import { bestOf, firstArtist, type Hit, phrase, plainTitle } from './same-recording.ts'

const OF_RECORDING = 'inc=artist-credits+isrcs+releases+release-groups+genres+url-rels&fmt=json'
const OF_RELEASE = 'inc=artist-credits+labels+release-groups+genres&fmt=json'
/** Recordings of one fingerprint that are looked at. */
const MOST_HEARD = 3

export function openMusicbrainz(deps: DoorDeps & { baseUrl: string }): Provider {
  const door = openDoor(deps, { name: 'musicbrainz', baseUrl: deps.baseUrl, meaningOf })
  const [askRecordings, askRecording, askRelease] = [door.gets(Recordings), door.gets(Recording), door.gets(Release)]
  const recordingOf = (id: string, signal: AbortSignal) => askRecording(`ws/2/recording/${id}?${OF_RECORDING}`, signal)

  async function byIsrc({ wish, judge, signal }: Query): Promise<Recording | undefined> {
    const isrc = isrcOf(wish.isrc)
    const found = isrc && (await askRecordings(`ws/2/isrc/${isrc}?${OF_RECORDING}`, signal))
    return found ? bestOf(found.recordings, recording => hitOf(recording, isrc), wish, judge) : undefined
  }

  async function byFingerprint({ wish, ids, judge, signal }: Query): Promise<Recording | undefined> {
    for (const id of (ids.recordings ?? []).slice(0, MOST_HEARD)) {
      const recording = await recordingOf(id, signal)
      if (recording && judge(wish, hitOf(recording))) return recording
    }
    return undefined
  }

  async function byNames({ wish, judge, signal }: Query): Promise<Recording | undefined> {
    const artist = firstArtist(wish.artist)
    if (!artist) return undefined
    const query = `recording:"${phrase(plainTitle(wish.title))}" AND artist:"${phrase(artist)}"`
    const found = await askRecordings(
      `ws/2/recording?${new URLSearchParams({ query, fmt: 'json', limit: '10' })}`,
      signal,
    )
    const best = bestOf(found?.recordings ?? [], hitOf, wish, judge)
    return best && ((await recordingOf(best.id, signal)) ?? best)
  }

  return {
    name: 'musicbrainz',
    turn: 'second',
    async find(query) {
      const recording = (await byIsrc(query)) ?? (await byFingerprint(query)) ?? (await byNames(query))
      if (!recording) return undefined
      const chosen = chooseRelease(recording.releases, query.wish.album)
      const asksMore = chosen && query.wants('label', 'genre', 'albumArtist')
      const asked = isrcOf(query.wish.isrc)
      if (!asksMore) return foundOf(recording, chosen, asked)
      const asking = askRelease(`ws/2/release/${chosen.id}?${OF_RELEASE}`, query.signal)
      const { more = chosen, lacks } = await ifItCan(asking, query.signal)
      return { ...foundOf(recording, more, asked), lacks }
    },
  }
}

/** It sheds load with a 503 too, and says then that it may be asked again at once. */
const SOON_S = '5'

function meaningOf({ status, body, host, retryAfter }: JsonAnswer, now: number): Meaning | undefined {
  if (status !== 503 || body === undefined) return undefined
  const wait = Number(retryAfter) === 0 ? SOON_S : (retryAfter ?? SOON_S)
  return new Limited('MusicBrainz asks us to wait (503)', waitUntil(wait, now), { fields: { status, host } })
}

const VERSION =
  /\b(live|re-?mix|mix|edit|version|demo|acoustic|instrumental|karaoke|dub|vip|extended|session|clean|a ?cappella)\b/i

/** What tells a recording from others of its name stands beside the title. */
function hitOf(recording: Recording, isrc?: string): Hit {
  const { title, disambiguation = '', length, isrcs } = recording
  return {
    title: VERSION.test(disambiguation) ? `${title} (${disambiguation})` : title,
    artist: (recording['artist-credit'] ?? []).map(({ name }) => name),
    seconds: length === undefined ? undefined : length / 1000,
    isrc: isrc ?? isrcs?.[0],
  }
}

function foundOf(recording: Recording, release: Release | undefined, asked: string | undefined): Found {
  const group = release?.['release-group']
  return {
    isrc: isrcAmong(recording.isrcs ?? [], asked),
    artists: (recording['artist-credit'] ?? []).map(({ name }) => name),
    album: release?.title,
    albumArtist: creditOf(release?.['artist-credit']),
    label: release?.['label-info']?.find(({ label }) => label)?.label?.name,
    releaseDate: releaseDateOf(recording['first-release-date']) ?? releaseDateOf(release?.date),
    genre: genreOf(recording.genres) ?? genreOf(release?.genres) ?? genreOf(group?.genres),
    seconds: hitOf(recording).seconds,
    links: { ...linksOf(recording), musicbrainz: `https://musicbrainz.org/recording/${recording.id}` },
    ids: { recordings: [recording.id], release: release?.id, releaseGroup: group?.id },
  }
}

/** A recording may have many: the asked one, else the only one. */
const isrcAmong = (isrcs: readonly string[], asked: string | undefined) =>
  isrcs.length === 1 ? isrcOf(isrcs[0]) : isrcs.find(isrc => isrcOf(isrc) === asked)

function linksOf({ relations = [] }: Recording): Links {
  const found = relations.flatMap(({ url, ended }) => {
    const place = url && !ended && placeOf(url.resource)
    return place ? [[place, url.resource] as const] : []
  })
  return Object.fromEntries(found.reverse()) // of two at one place the first counts
}
