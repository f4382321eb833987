// What the pipeline says of a file: the stages that look at the sound, and the checks that go with them.

import { InputFault } from '../../../src/errors.ts'
import { type AudioFormat, endingOf } from '../../../src/model/audio-format.ts'
import { isOutcome, type StageContext, type TrackWork } from '../../../src/pipeline/stage.ts'
import { verifyAudio } from '../../../src/pipeline/stages/verify-audio.ts'
import { audioOf, type Folder, type Programs } from './files.ts'

const NEVER = new AbortController().signal

interface Options {
  formats?: readonly AudioFormat[]
  promisedSeconds?: number
}

/** A tag and its sentence; undefined: the file is fine. */
export async function judge(programs: Programs, folder: Folder, path: string, options: Options = {}) {
  const { formats = ['wav'], promisedSeconds } = options
  const audio = audioOf(programs)
  const context = { tools: { audio, maxTrackSeconds: 600 }, signal: NEVER } as unknown as StageContext // all that is asked for
  const work = { source: { path, promisedSeconds }, notes: [] } as unknown as TrackWork
  const outputs = Object.fromEntries(formats.map(format => [format, folder.at(`out.${endingOf(format)}`)]))
  try {
    const verified = await verifyAudio.run(work, context)
    if (isOutcome(verified) || !verified.facts) throw new Error('facts were expected')
    const { facts } = verified
    await audio.process({ input: path, facts, outputs, signal: NEVER })
    return undefined
  } catch (error) {
    if (error instanceof InputFault) return { tag: error.tag, sentence: error.message }
    throw error
  }
}
