// What the pipeline says of a file: the stages that look at the sound, and the checks that go with them.

import { checkDecoded } from '../../../src/audio/check-decoded.ts'
import { checkOutputs } from '../../../src/audio/check-outputs.ts'
import { checkSource } from '../../../src/audio/check-source.ts'
import { InputFault } from '../../../src/errors.ts'
import type { AudioFormat } from '../../../src/model/audio-format.ts'
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
  const audio = { ...audioOf(programs), probe: checkSource.bind(undefined, programs) }
  const context = { tools: { audio, maxTrackSeconds: 600 }, signal: NEVER } as unknown as StageContext // all that is asked for
  const work = { source: { path, promisedSeconds }, notes: [] } as unknown as TrackWork
  const outputs = Object.fromEntries(formats.map(format => [format, folder.at(`out-${format}.${ENDINGS[format]}`)]))
  try {
    const verified = await verifyAudio.run(work, context)
    if (isOutcome(verified) || !verified.facts) throw new Error('facts were expected')
    const { facts } = verified
    const processed = await audio.process({ input: path, facts, outputs, signal: NEVER })
    checkDecoded(processed, facts)
    const expected = { encoding: { facts, m4aCodec: 'alac' as const }, seconds: processed.analysis.seconds }
    await checkOutputs(programs.ffprobe, { outputs, signal: NEVER }, expected)
    return undefined
  } catch (error) {
    if (error instanceof InputFault) return { tag: error.tag, sentence: error.message }
    throw error
  }
}

const ENDINGS: Record<AudioFormat, string> = {
  m4a: 'm4a',
  wav: 'wav',
  aiff: 'aiff',
  flac: 'flac',
  mp3: 'mp3',
  aac: 'm4a',
}
