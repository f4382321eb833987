// What every provider of metadata is asked and what it answers.

import { type Fault, isFault } from '../../errors.ts'
import type { Wish } from '../../model/match/types.ts'
import type { FingerprintProof, Metadata, MetadataField, ProviderName } from '../../model/metadata.ts'
import type { Judge } from './same-recording.ts'

/** What was downloaded. */
export interface HeardAudio {
  /** Chromaprint's, as fpcalc prints it. */
  fingerprint: string
  seconds: number
}

export interface Query {
  /** What is looked for, with what was learned of it so far. */
  wish: Wish
  audio?: HeardAudio
  /** The row's own. */
  spotifyId?: string
  /** What earlier providers pointed at. */
  ids: Ids
  /** Whether a value is asked for at all; what costs a request of its own is left out otherwise. */
  wants(...fields: MetadataField[]): boolean
  judge: Judge
  signal: AbortSignal
}

/** MusicBrainz's. */
export interface Ids {
  recordings?: readonly string[]
  release?: string
  releaseGroup?: string
}

export interface Found extends Partial<Metadata> {
  ids?: Ids
  fingerprint?: FingerprintProof
  /** The artists of the recording, one by one. */
  artists?: readonly string[]
  /** Why a part of it is missing. */
  lacks?: Fault
}

export type Turn = 'first' | 'second' | 'last'

export interface Provider {
  name: ProviderName
  /** When it is asked: first, when what the first found is known, or last and only for what is not known for sure. */
  turn: Turn | ((asked: Pick<Query, 'wish' | 'spotifyId'>) => Turn)
  /** What it can give, of one that is asked last. */
  fills?: readonly MetadataField[]
  /** @returns undefined when it does not know the recording. @throws Fault */
  find(query: Query): Promise<Found | undefined>
}

/** What a further request adds; its fault does not lose what is there already. */
export async function ifItCan<T>(asking: Promise<T>, signal: AbortSignal): Promise<{ more?: T; lacks?: Fault }> {
  try {
    return { more: await asking }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return { lacks: error }
  }
}
