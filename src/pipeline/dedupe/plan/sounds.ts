// How a copy sounds. The index keeps one print of a recording: where several copies lie in one, each is heard by itself.

import { basename } from 'node:path'
import type { Analysis } from '../../../audio/analysis/analysis.ts'
import { InputFault } from '../../../errors.ts'
import type { Recording } from '../../../library/index/entry.ts'
import { type Listener, listenTo } from '../../../model/recording/likeness.ts'
import { compareNames } from '../../../model/recording/names.ts'
import { type Print, printOf } from '../../../model/recording/print.ts'
import { type Described, judge, type SoundVerdict } from '../../../model/recording/verdict.ts'
import type { Tools } from '../../../tools.ts'
import { LEAST_SECONDS } from '../../recognise/decide.ts'
import { wordsIn } from '../../words-in.ts'
import { stemOf } from './alike-recordings.ts'
import type { Found } from './copies.ts'

/** One for each recording that its files lie in. */
export interface Sound extends Described {
  print: Print
  listener: Listener
}

export interface Sounding {
  found: Found
  seconds: number
  sounds: Sound[]
}

interface Hearing {
  tools: Tools
  signal: AbortSignal
  /** Of the set. */
  all: readonly Found[]
}

/** @returns undefined when what it holds cannot be heard */
export async function soundingOf(
  found: Found,
  set: readonly Recording[],
  hearing: Hearing,
): Promise<Sounding | undefined> {
  const sounds: Sound[] = []
  for (const recording of set.filter(({ id }) => found.files.some(file => file.recording === id))) {
    const heard = knownSound(found, recording, hearing) ?? (await hear(found, recording, hearing))
    if (!heard) return undefined
    const named = [found.row, heard].find(one => one?.title) ?? { title: basename(stemOf(found.files[0]?.path ?? '')) }
    sounds.push({
      print: heard.print,
      seconds: heard.seconds,
      title: named.title,
      artist: 'artist' in named ? named.artist : undefined,
      listener: listenTo(heard.print),
    })
  }
  return { found, sounds, seconds: sounds[0]?.seconds ?? 0 }
}

interface Heard extends Described {
  print: Print
}

/** What was measured of the row's files; or nothing else lies in the recording. Not of files that changed since. */
function knownSound(
  found: Found,
  { id, title, artist, seconds }: Recording,
  { tools, all }: Hearing,
): Heard | undefined {
  if (found.files.some(file => file.recording === id && !file.isAsIndexed)) return undefined
  const measured = found.row && (tools.journal.measuredOf(found.row.id) as Analysis | undefined)
  const words = wordsIn(measured?.fingerprint)
  if (measured && words.length > 0) return { print: printOf(words), seconds: measured.seconds }
  const isAlone = all.every(other => other === found || !other.files.some(({ recording }) => recording === id))
  const print = isAlone ? tools.recordings.print(id) : undefined
  return print && { print, title, artist, seconds }
}

async function hear(found: Found, { id }: Recording, { tools, signal }: Hearing): Promise<Heard | undefined> {
  const [file] = found.files.filter(({ recording }) => recording === id)
  if (!file) return undefined
  try {
    const facts = await tools.audio.probe(file.path, signal)
    const fingerprint = await tools.audio.fingerprint(file.path, facts, signal)
    const { title, artist } = facts.tags ?? {}
    return { print: printOf(wordsIn(fingerprint)), seconds: facts.seconds ?? 0, title, artist }
  } catch (error) {
    if (error instanceof InputFault) return undefined // what cannot be read is no copy of anything
    throw error
  }
}

/** All that one holds beside all that the other holds: the verdict that speaks most against it. */
export function compareSounds(one: Sounding, other: Sounding): SoundVerdict | undefined {
  const verdicts = one.sounds.flatMap(sound =>
    other.sounds.map(beside => judge(sound.listener.compare(beside.print), sound, beside)),
  )
  const [worst] = verdicts.sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.agreement - b.agreement)
  return worst && worst.kind !== 'same' && areEqual(one, other) ? equalVerdict(worst, one, other) : worst
}

const RANK = { other: 0, near: 1, same: 2 }

/** Byte for byte, in all formats of one of them; of a jingle that says little. */
function areEqual(one: Sounding, other: Sounding): boolean {
  return Math.min(one.seconds, other.seconds) >= LEAST_SECONDS && (isPartOf(one, other) || isPartOf(other, one))
}

function isPartOf({ found }: Sounding, { found: { files } }: Sounding): boolean {
  const sums = new Set(files.filter(({ isAsIndexed }) => isAsIndexed).map(({ sha256 }) => sha256))
  return found.files.every(({ sha256, isAsIndexed }) => isAsIndexed && sums.has(sha256))
}

function equalVerdict(verdict: SoundVerdict, one: Sounding, other: Sounding): SoundVerdict {
  const difference = one.sounds.flatMap(sound =>
    other.sounds.flatMap(beside => compareNames(sound, beside).difference ?? []),
  )[0]
  const equal = { ...verdict, agreement: 1, offsetSeconds: 0, deltaSeconds: 0 }
  if (difference) return { ...equal, kind: 'near', because: difference }
  return { ...equal, kind: 'same', because: 'their files are the same, byte for byte' }
}
