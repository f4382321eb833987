// AcoustID: what the audio itself is known as. It has no values of its own; it points at MusicBrainz's recordings.

import { z } from 'zod'
import { Environment, InputFault, Limited, Transient } from '../../errors.ts'
import type { Wish } from '../../model/match/types.ts'
import type { FingerprintProof } from '../../model/metadata.ts'
import { waitUntil } from '../../model/retry-after.ts'
import { type DoorDeps, type Meaning, openDoor } from './door.ts'
import type { JsonAnswer } from './http-json.ts'
import type { Found, Provider, Query } from './provider.ts'
import { type Hit, isSameSong } from './same-recording.ts'
import { optional } from './schema.ts'

const Recording = z.object({
  id: z.string(),
  title: optional(z.string()),
  artists: optional(z.array(z.object({ name: z.string() }))),
})
type Recording = z.output<typeof Recording>
const Lookup = z.object({
  results: z.array(z.object({ score: z.number(), recordings: optional(z.array(Recording)) })),
})
type Result = z.output<typeof Lookup>['results'][number]
const Refusal = z.object({ status: z.literal('error'), error: z.object({ code: z.number(), message: z.string() }) })

const [BAD_KEY, INTERNAL, AWAY, TOO_MANY] = [4, 5, 13, 14]
/** A rate is counted over a second. */
const SOON_S = '2'
/** Less is chance (beets draws the line there too). */
const LEAST_SCORE = 0.5
/** From here on it is that audio. */
const SURE_SCORE = 0.9

export function openAcoustid(deps: DoorDeps & { baseUrl: string; key: string }): Provider {
  const door = openDoor(deps, { name: 'acoustid', baseUrl: deps.baseUrl, meaningOf })
  const lookup = door.posts('v2/lookup', Lookup)
  return {
    name: 'acoustid',
    turn: 'first',
    async find({ wish, audio, judge, signal }) {
      if (!audio) return undefined
      const { fingerprint } = audio
      const duration = String(Math.round(audio.seconds))
      const form = { client: deps.key, format: 'json', duration, fingerprint, meta: 'recordings compress' }
      return foundOf((await lookup(form, signal))?.results ?? [], { ...wish, seconds: audio.seconds }, judge)
    },
  }
}

function meaningOf({ body, host, status, retryAfter }: JsonAnswer, now: number): Meaning | undefined {
  const { error } = Refusal.safeParse(body).data ?? {}
  if (!error) return undefined
  const { code, message } = error
  const options = { fields: { host, status, code } }
  if (code === TOO_MANY) return new Limited('AcoustID asks us to wait', waitUntil(retryAfter ?? SOON_S, now), options)
  if (code === BAD_KEY) return new Environment('AcoustID does not know the key (ACOUSTID_KEY)', options)
  if (code === INTERNAL || code === AWAY) return new Transient(`AcoustID is not able to answer (${message})`, options)
  return new InputFault(`AcoustID did not take the question (${code} ${message})`, 'Metadata_Failed', options)
}

function foundOf(results: readonly Result[], wish: Wish, judge: Query['judge']): Found | undefined {
  const heard = results.filter(({ score }) => score >= LEAST_SCORE).sort((a, b) => b.score - a.score)
  const known = heard
    .flatMap(({ score, recordings = [] }) => recordings.map(recording => ({ ...recording, score })))
    .filter(({ title, artists }) => title !== undefined && artists !== undefined)
  const same = known.filter(recording => judge(wish, hitOf(recording, wish)))
  const fingerprint = proofOf(wish, known, same)
  return fingerprint && { fingerprint, ids: { recordings: same.map(({ id }) => id) } }
}

type Known = readonly (Recording & { score: number })[]

/** Other names speak against it only where it is that audio beyond doubt. */
function proofOf(wish: Wish, known: Known, same: Known): FingerprintProof | undefined {
  const score = (same[0] ?? known[0])?.score
  if (score === undefined) return undefined
  if (same.length > 0) return { verdict: 'same', score, knownAs: namesOf(same) }
  if (score < SURE_SCORE) return undefined
  const isSong = known.some(recording => isSameSong(wish, hitOf(recording, wish)))
  return { verdict: isSong ? 'unclear' : 'other', score, knownAs: namesOf(known) }
}

const namesOf = (known: Known) => [
  ...new Set(known.map(({ artists = [], title }) => `${artists.map(({ name }) => name).join(', ')} – ${title}`)),
]

/** The service compared the lengths, so only the names are left to be judged. */
const hitOf = ({ title = '', artists = [] }: Recording, { seconds }: Wish): Hit => ({
  title,
  artist: artists.map(({ name }) => name),
  seconds,
})
