// Nothing is handed on that is not what was asked for.

import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkOutputs } from '../../src/audio/check-outputs.ts'
import { checkSource } from '../../src/audio/check-source.ts'
import { Transient } from '../../src/errors.ts'
import type { AudioFormat } from '../../src/model/audio-format.ts'
import { audioOf, type Folder, ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { loop } from '../unit/audio/signals.ts'

const NEVER = new AbortController().signal
const SECONDS = 4

async function convert(programs: Programs, folder: Folder, rate: number) {
  const input = await writeWav(folder.at('source.wav'), [loop(124, SECONDS)], { rate, bits: 24 })
  const facts = await checkSource(programs, input, NEVER)
  const outputs: Record<AudioFormat, string> = {
    m4a: folder.at('a.m4a'),
    wav: folder.at('a.wav'),
    aiff: folder.at('a.aiff'),
    flac: folder.at('a.flac'),
    mp3: folder.at('a.mp3'),
    aac: folder.at('b.m4a'),
  }
  const { analysis } = await audioOf(programs).process({ input, facts, outputs, signal: NEVER })
  const expected = { encoding: { facts, m4aCodec: 'alac' as const }, seconds: analysis.seconds }
  return { outputs, check: () => checkOutputs(programs.ffprobe, { outputs, signal: NEVER }, expected) }
}

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each([44_100, 48_000, 96_000])('six formats at %d Hz are as they were asked for', async rate => {
      await using folder = await openFolder()
      await expect((await convert(programs, folder, rate)).check()).resolves.toBeUndefined()
    })

    it('each that is not is named', async () => {
      await using folder = await openFolder()
      const { outputs, check } = await convert(programs, folder, 44_100)
      const swap = async (format: AudioFormat, options: string[], sentence: RegExp) => {
        const [path, kept] = [outputs[format], folder.at('kept')]
        await copyFile(path, kept)
        await ffmpeg(programs, ['-i', folder.at('source.wav'), ...options, path])
        await expect(check(), options.join(' ')).rejects.toThrow(Transient)
        await expect(check(), options.join(' ')).rejects.toThrow(sentence)
        await copyFile(kept, path)
        await check()
      }
      const deep = ['-ac', '2', '-c:a', 'pcm_s24le']
      await swap('wav', [...deep, '-ar', '48000'], /wav file .* sample rate is 48000 Hz in place of 44100 Hz/)
      await swap('wav', ['-ac', '2', '-c:a', 'pcm_s16le'], /16 bits in place of 24/)
      await swap('wav', ['-c:a', 'pcm_s24le'], /1 channels in place of 2/)
      await swap('wav', [...deep, '-t', '3.98'], /is 3.98 s long in place of 4 s/)
      await swap('wav', [...deep, '-af', 'atrim=end_sample=176399'], /differ in length/)
      await swap('m4a', ['-ac', '2', '-c:a', 'aac'], /m4a file .* holds aac/)
      await swap('mp3', ['-ac', '2', '-t', '3.8'], /mp3 file .* long in place of 4 s/)
      await swap('aac', ['-ac', '2', '-c:a', 'aac', '-t', '3.8'], /aac file .* long in place of 4 s/)
    })

    it('a file that cannot be read any more is none', async () => {
      await using folder = await openFolder()
      const { outputs, check } = await convert(programs, folder, 44_100)
      await writeFile(outputs.flac, (await readFile(outputs.flac)).fill(0))
      await expect(check()).rejects.toThrow(/flac file was not made as it should be: the file only looks like audio/)
    })
  })
}
