// Does a file that was changed hold the recording of its row still? What was measured of that tells, else another file that is as
// it was made.

import { tmpdir } from 'node:os'
import { InputFault } from '../../errors.ts'
import { listenTo } from '../../model/recording/likeness.ts'
import { printOf } from '../../model/recording/print.ts'
import { isTelling, judge } from '../../model/recording/verdict.ts'
import { hasSum } from '../sums.ts'
import { wordsIn } from '../words-in.ts'
import type { Looked, RowFile, VerifyContext } from './verify-context.ts'

/** `untold`: there is nothing to compare it with, or too little is heard. */
export type Hearing = { kind: 'same' | 'untold' } | { kind: 'near' | 'other'; because: string }

interface Sound {
  words: Uint32Array
  seconds: number
}

export async function hearFile(looked: Looked, file: RowFile, context: VerifyContext): Promise<Hearing> {
  const made = await soundMade(looked, file, context)
  const found = made && (await soundOf(file.path, context))
  if (!made || !found || found.words.length < made.words.length / 2) return { kind: 'untold' }
  const likeness = listenTo(printOf(made.words)).compare(printOf(found.words))
  const { title, artist } = looked.seen.track // of both: only the sound is in question
  const { kind, because } = judge(likeness, { ...made, title, artist }, { ...found, title, artist })
  return kind === 'same' ? { kind } : { kind, because }
}

async function soundMade({ measured, files }: Looked, { path }: RowFile, context: VerifyContext) {
  const words = wordsIn(measured?.fingerprint)
  if (measured && isTelling(printOf(words))) return { words, seconds: measured.seconds }
  for (const { path: other, known } of files.filter(one => one.known && one.state === 'there' && one.path !== path)) {
    const sound = (await hasSum(other, known?.sha256)) ? await soundOf(other, context) : undefined
    if (sound && isTelling(printOf(sound.words))) return sound
  }
  return undefined
}

/** Undefined: it cannot be read. */
async function soundOf(path: string, { tools, signal }: VerifyContext): Promise<Sound | undefined> {
  try {
    const { facts, fingerprint } = await tools.audio.hear(path, { dir: tmpdir(), signal })
    return { words: wordsIn(fingerprint), seconds: facts.seconds ?? 0 }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof InputFault)) throw error
    return undefined
  }
}
