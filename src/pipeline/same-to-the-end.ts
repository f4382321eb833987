// A fingerprint tells two minutes. Of two recordings that begin alike and are longer, their end is heard too, and the middle of
// long ones, before one of them may stand for the other.

import { tmpdir } from 'node:os'
import { type Audio, HEARD_SECONDS } from '../audio/audio.ts'
import { InputFault, messageOf } from '../errors.ts'
import { listenTo } from '../model/recording/likeness.ts'
import { printOf, WORD_SECONDS } from '../model/recording/print.ts'
import { doubtOfSound } from '../model/recording/verdict.ts'
import { wordsIn } from './words-in.ts'

interface Beginning {
  one: string
  other: string
  /** That the second begins later than the first, as their beginnings say. */
  offsetSeconds: number
}

interface Hearing {
  audio: Pick<Audio, 'probe' | 'hear'>
  signal: AbortSignal
}

/** Encoders and fades end otherwise. */
const CUT_END = 3
/** Of what is longer, beginning and end leave two minutes and more untold. */
const LONG = 360
/** More is a piece that was taken out or put in. */
const MOST_SHIFT = 2

/** @returns why they are not one to their end, for people; undefined: they are */
export async function differsLater(begin: Beginning, hearing: Hearing): Promise<string | undefined> {
  try {
    for (const part of await partsOf(begin, hearing)) {
      const doubt = await doubtIn(part, begin, hearing)
      if (doubt) return `they begin alike, and ${part.where} otherwise: ${doubt}`
    }
    return undefined
  } catch (error) {
    hearing.signal.throwIfAborted()
    if (!(error instanceof InputFault)) throw error
    return `they begin alike, and what follows cannot be heard: ${messageOf(error)}`
  }
}

interface Part {
  where: 'go on' | 'end'
  /** Seconds, by the first one's clock. */
  from: number
  to: number
}

async function partsOf({ one, other, offsetSeconds }: Beginning, { audio, signal }: Hearing): Promise<Part[]> {
  const lengths: number[] = []
  for (const path of [one, other]) {
    const { seconds } = await audio.probe(path, signal)
    if (!seconds) throw new InputFault('how long they are is not known', 'Needs_Review')
    lengths.push(seconds)
  }
  const [ours = 0, theirs = 0] = lengths
  if (Math.max(ours, theirs) <= HEARD_SECONDS) return []
  const [start, end] = [Math.max(0, offsetSeconds), Math.min(ours, theirs + offsetSeconds) - CUT_END]
  const middle = Math.max(start, (end - HEARD_SECONDS) / 2)
  return [
    { where: 'end', from: Math.max(start, end - HEARD_SECONDS), to: end },
    ...(end > LONG ? [{ where: 'go on' as const, from: middle, to: middle + HEARD_SECONDS }] : []),
  ]
}

async function doubtIn({ from, to }: Part, { one, other, offsetSeconds }: Beginning, { audio, signal }: Hearing) {
  const heard = async (path: string, at: number) =>
    printOf(wordsIn((await audio.hear(path, { dir: tmpdir(), signal, from: at })).fingerprint))
  const words = Math.floor((to - from) / WORD_SECONDS)
  const [ours, theirs] = [await heard(one, from), await heard(other, from - offsetSeconds)]
  const likeness = listenTo(ours.subarray(0, words)).compare(theirs.subarray(0, words))
  if (!likeness) return 'they sound different'
  const doubt = doubtOfSound(likeness)
  if (doubt) return doubt
  if (Math.abs(likeness.offset) * WORD_SECONDS > MOST_SHIFT) return 'a piece is missing in one of them'
  return likeness.overlap < words - UNTOLD_WORDS ? 'one of them ends earlier than it says' : undefined
}

/** The shift, and the three seconds that a first word takes. */
const UNTOLD_WORDS = Math.ceil((MOST_SHIFT + 6) / WORD_SECONDS)
