// Writes long recordings by repeating a demo song's samples.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { makeDemoAudio } from '../../src/workspace/demo/demo-audio.ts'
import { wavHeader } from '../../src/workspace/demo/wav-header.ts'

const BYTES_PER_SECOND = 44_100 * 4

/** A 16-bit stereo WAV of about `seconds`, in one stream. */
export async function writeLongWav(path: string, seconds: number, demoDir: string): Promise<void> {
  const song = (await makeDemoAudio(demoDir))[0]
  if (!song) throw new Error('there is no demo song')
  const bytes = await readFile(song.file)
  const at = bytes.indexOf('data') + 8
  const samples = bytes.subarray(at, at + 40 * BYTES_PER_SECOND)
  const repeats = Math.round(seconds / 40)
  const size = repeats * samples.length
  const out = createWriteStream(path)
  out.write(wavHeader(size))
  for (let i = 0; i < repeats; i += 1) if (!out.write(samples)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}
