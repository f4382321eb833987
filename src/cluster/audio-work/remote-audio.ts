// Audio that any machine of the cluster may work on: a piece goes into the queue, its answer comes over the shared volume.

import { basename } from 'node:path'
import type { Audio, AudioJob, Heard, Processed } from '../../audio/audio.ts'
import type { AudioFacts } from '../../audio/probe.ts'
import { PRIORITY } from '../../model/job.ts'
import type { RedisEnds } from '../../queue/redis-ends.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'
import { ofRedis } from '../connect.ts'
import { adopt, readAnswer, thrownBy, tryIn } from './answer.ts'
import { type Encoding, fromLibrary, keyOf, type Piece, type PieceKind } from './piece.ts'

export interface RemoteAudioDeps {
  /** This machine's own, for what other machines do not have. */
  local: Audio
  libraryDir: string
  /** Working folders of tracks that are being made, in the library. */
  stagingDir: string
  encoding: Encoding
  ends: Record<PieceKind, RedisEnds>
  /** @throws Environment when the library is not there */
  ready: () => Promise<void>
  /** What people call the track of a page that is worked on. */
  nameOf?: (page: string) => string | undefined
}

interface Asked {
  /** The file that is worked on. */
  path: string
  signal: AbortSignal
  onProgress?: (fraction: number) => void
  /** Where what is made goes, by the name it is made under. */
  places?: Readonly<Record<string, string>>
}

export function openRemoteAudio(deps: RemoteAudioDeps): Audio {
  const { local, libraryDir, stagingDir, encoding, ends, ready, nameOf = () => undefined } = deps
  /** Asked twice at once, it is one answer. */
  const asked = new Map<string, Promise<unknown>>()
  const told = (path: string) => fromLibrary(libraryDir, path)

  function ask<T>(piece: Piece, how: Asked): Promise<T> {
    const key = keyOf(piece)
    const known = asked.get(key)
    const answer = known ?? askOnce(key, piece, how).finally(() => asked.delete(key))
    asked.set(key, answer)
    return answer as Promise<T>
  }

  async function askOnce(
    key: string,
    piece: Piece,
    { path, signal, onProgress, places = {} }: Asked,
  ): Promise<unknown> {
    await unlessAborted(ofRedis(ready()), signal)
    const kind: PieceKind = fromLibrary(stagingDir, path) === undefined ? 'library' : 'track'
    const job = {
      key,
      pool: 'tracks',
      lane: 'here',
      handler: piece.op,
      input: piece,
      wish: key,
      label: `${nameOf(pageIn(path)) ?? basename(path)}: ${wordOf(piece)}`,
      because: 'a track is worked on',
      priority: kind === 'track' ? PRIORITY.track : PRIORITY.nightly,
      asked: true,
    } as const
    const folder = tryIn(libraryDir, await ofRedis(ends[kind].of(job, { signal, onProgress })))
    const { value, fault } = await readAnswer(folder, { signal })
    await adopt(folder, fault ? {} : places)
    if (fault) throw thrownBy(fault)
    return value
  }

  return {
    ...local,
    async check(path, signal) {
      const input = told(path)
      return input === undefined
        ? local.check(path, signal)
        : ask<AudioFacts>({ op: 'check', input, encoding }, { path, signal })
    },
    async fingerprint(path, facts, signal, dir) {
      const input = told(path)
      if (input === undefined) return local.fingerprint(path, facts, signal, dir)
      return ask<string | undefined>({ op: 'fingerprint', input, facts, encoding }, { path, signal })
    },
    async hear(path, options) {
      const input = told(path)
      if (input === undefined) return local.hear(path, options)
      return ask<Heard>({ op: 'hear', input, from: options.from, encoding }, { path, signal: options.signal })
    },
    async process(job) {
      const input = told(job.input)
      const names = Object.entries(job.outputs)
      if (input === undefined || names.some(([, place]) => told(place) === undefined)) return local.process(job)
      const outputs = Object.fromEntries(names.map(([format, place]) => [format, basename(place)]))
      const places = Object.fromEntries(names.map(([, place]) => [basename(place), place]))
      return ask<Processed>(
        { op: 'process', input, ...workOf(job), outputs, encoding },
        { ...job, path: job.input, places },
      )
    },
  }
}

const workOf = ({ facts, from, asItIs }: AudioJob) => ({ facts, from, asItIs })

const PAGE = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** Of the folder that a track is made in. */
const pageIn = (path: string): string => PAGE.exec(path)?.[0] ?? ''

function wordOf(piece: Piece): string {
  const words = { check: 'check', fingerprint: 'fingerprint', hear: 'listen', process: 'measure' } as const
  return piece.op === 'process' && Object.keys(piece.outputs).length > 0 ? 'make files' : words[piece.op]
}
