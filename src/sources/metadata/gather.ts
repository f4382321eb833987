// Asks the providers that are on, in an order that spends little, and makes one answer of theirs.

import { type Fault, isFault, Limited } from '../../errors.ts'
import type { Wish } from '../../model/match/types.ts'
import type { Gathered, Metadata, MetadataField, ProviderLine, ProviderName } from '../../model/metadata.ts'
import { merge, type Said } from './merge.ts'
import type { HeardAudio, Ids, Provider, Query } from './provider.ts'
import { isSameRecording, type Judge } from './same-recording.ts'

export interface Asked {
  /** Without a length nothing can be told to be the same recording, unless a provider finds it by an id of its own. */
  wish: Wish
  /** After the download. */
  audio?: HeardAudio
  /** The row's own. */
  spotifyId?: string
  /** Absent: everything. What a person filled in need not be asked for. */
  wants?: readonly MetadataField[]
  /** Absent: all that are on. */
  only?: readonly ProviderName[]
  signal: AbortSignal
  /** When it ends, who has not answered by then is not waited for. */
  patience?: AbortSignal
}

/** @throws only the signal's reason, or what is no Fault: a provider that fails is a line in the answer */
export type Gather = (asked: Asked) => Promise<Gathered>

export function openGather(providers: readonly Provider[], judge: Judge = isSameRecording): Gather {
  return async asked => {
    const said: Said[] = []
    const lines: ProviderLine[] = []
    for (const turn of ['first', 'second', 'last'] as const) {
      const merged = merge(said)
      const query = queryOf(asked, said, merged.metadata, judge)
      const due = providers.filter(provider => turnOf(provider, asked) === turn && isAsked(provider, asked))
      const answers = await Promise.all(
        due.map(provider =>
          isNeeded(provider, query, merged) ? ask(provider, query, asked.patience) : notNeeded(provider),
        ),
      )
      for (const answer of answers) {
        lines.push(answer.line)
        if (answer.said) said.push(answer.said)
      }
    }
    return {
      ...merge(said),
      providers: lines,
      artists: [...new Set(said.flatMap(({ found }) => found.artists ?? []))],
      fingerprint: said.find(({ found }) => found.fingerprint)?.found.fingerprint,
    }
  }
}

const isAsked = ({ name }: Provider, { only }: Asked) => !only || only.includes(name)

const turnOf = ({ turn }: Provider, asked: Asked) => (typeof turn === 'function' ? turn(asked) : turn)

interface Answer {
  line: ProviderLine
  said?: Said
}

async function ask({ name, find }: Provider, query: Query, patience?: AbortSignal): Promise<Answer> {
  const signal = patience ? AbortSignal.any([query.signal, patience]) : query.signal
  try {
    const found = await find({ ...query, signal })
    query.signal.throwIfAborted()
    if (!found) return { line: { provider: name, outcome: 'unknown' } }
    return {
      line: { provider: name, outcome: 'found', ...(found.lacks && reasonOf(found.lacks)) },
      said: { by: name, found },
    }
  } catch (error) {
    query.signal.throwIfAborted()
    if (patience?.aborted) return { line: { provider: name, outcome: 'waits', because: 'it did not answer in time' } }
    if (!isFault(error)) throw error
    return { line: { provider: name, outcome: error instanceof Limited ? 'waits' : 'failed', ...reasonOf(error) } }
  }
}

const reasonOf = (fault: Fault) => ({
  because: fault.message,
  ...(fault instanceof Limited && { until: new Date(fault.until) }),
})

const notNeeded = ({ name }: Provider): Answer => ({ line: { provider: name, outcome: 'not needed' } })

/** What was found so far is looked for by its code, length and album too. */
function queryOf(
  { wish, audio, spotifyId, wants, signal }: Asked,
  said: readonly Said[],
  known: Metadata,
  judge: Judge,
): Query {
  return {
    wish: {
      ...wish,
      isrc: wish.isrc ?? known.isrc,
      seconds: wish.seconds ?? known.seconds ?? audio?.seconds,
      album: wish.album ?? known.album,
    },
    audio,
    spotifyId,
    ids: idsIn(said),
    wants: (...fields) => !wants || fields.some(field => wants.includes(field)),
    judge,
    signal,
  }
}

const idsIn = (said: readonly Said[]): Ids =>
  Object.fromEntries(said.flatMap(({ found }) => Object.entries(found.ids ?? {})))

/** Where two say different things, a third may settle it; of pictures, and of words for a style, that is not to be had. */
const SETTLED_BY_A_THIRD: readonly MetadataField[] = ['album', 'releaseDate']

function isNeeded(
  { fills }: Provider,
  { wants }: Query,
  { metadata, evidence }: Pick<Gathered, 'metadata' | 'evidence'>,
) {
  const isUnsure = (field: MetadataField) =>
    SETTLED_BY_A_THIRD.includes(field) && evidence[field]?.by.length === 1 && evidence[field].others.length > 0
  return !fills || fills.some(field => wants(field) && (metadata[field] === undefined || isUnsure(field)))
}
