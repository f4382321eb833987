// Cuts that leave no half frame behind: only the structure of a file can tell them.

import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { structureOf } from '../../src/audio/integrity.ts'
import { type Folder, ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { loop } from '../unit/audio/signals.ts'

const MUSIC = loop(124, 6)
/** Of 192 kbit/s at 48 kHz: no padding, all frames alike. */
const FRAME = 576

async function make(programs: Programs, folder: Folder, file: string, options: string[]): Promise<Buffer> {
  const source = await writeWav(folder.at('source.wav'), [MUSIC], { rate: 48_000 })
  await ffmpeg(programs, ['-i', source, ...options, folder.at(file)])
  return readFile(folder.at(file))
}

async function structureIn(folder: Folder, bytes: Buffer, container: string) {
  await writeFile(folder.at('changed'), bytes)
  return structureOf(folder.at('changed'), container)
}

/** Where the pages of an Ogg begin. */
function pagesOf(bytes: Buffer): number[] {
  const pages: number[] = []
  for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 4)) pages.push(at)
  return pages
}

const without = (bytes: Buffer, from: number, to: number) =>
  Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it('an MP3 has as many frames as its first one says', async () => {
      await using folder = await openFolder()
      const bytes = await make(programs, folder, 'a.mp3', ['-b:a', '192k'])
      const { seconds, damage, end } = await structureIn(folder, bytes, 'mp3')
      expect({ damage, end }).toEqual({})
      expect(seconds).toBeCloseTo(MUSIC.length / 48_000, 0)
      const cut = await structureIn(folder, bytes.subarray(0, bytes.length - 5 * FRAME), 'mp3')
      expect(cut.damage).toMatch(/^cut: it has \d+ of \d+ frames$/)
    })

    it('frames of an MP3 stand side by side, and half of the first is where a capture began', async () => {
      await using folder = await openFolder()
      const bytes = await make(programs, folder, 'a.mp3', ['-b:a', '192k', '-write_xing', '0', '-id3v2_version', '0'])
      const alien = Buffer.concat([bytes.subarray(0, 100 * FRAME), Buffer.alloc(50), bytes.subarray(100 * FRAME)])
      expect((await structureIn(folder, alien, 'mp3')).damage).toMatch(/^damaged: between its frames/)
      const far = Buffer.concat([bytes, Buffer.alloc(2_000_000)])
      expect((await structureIn(folder, far, 'mp3')).damage).toMatch(/^damaged/)
      const capture = await structureIn(folder, bytes.subarray(FRAME + 100), 'mp3')
      expect(capture.damage).toBeUndefined()
      const whole = await structureIn(folder, bytes, 'mp3')
      expect((whole.seconds ?? 0) - (capture.seconds ?? 0)).toBeCloseTo((2 * 1152) / 48_000, 5)
    })

    it.each<[string, string[]]>([
      ['a.ogg', ['-c:a', 'libvorbis']],
      ['a.opus', ['-c:a', 'libopus']],
    ])('%s: every page is there and as it was written', async (file, options) => {
      await using folder = await openFolder()
      const bytes = await make(programs, folder, file, options)
      const pages = pagesOf(bytes)
      const [fourth = 0, fifth = 0, last = 0] = [pages[3], pages[4], pages.at(-1)]
      expect(pages.length).toBeGreaterThan(5)
      expect(await structureIn(folder, bytes, 'ogg')).toEqual({})
      const damageOf = async (changed: Buffer) => (await structureIn(folder, changed, 'ogg')).damage
      expect(await damageOf(bytes.subarray(0, last))).toBe('cut: its last page is missing')
      expect(await damageOf(without(bytes, fourth, fifth))).toBe('damaged: a part is missing')
      expect(await damageOf(without(bytes, fourth + 60, fourth + 90))).toMatch(/^damaged/)
      expect(await damageOf(Buffer.concat([bytes, bytes]))).toBeUndefined() // one after the other, as radio stations do
      expect(await damageOf(Buffer.concat([bytes, Buffer.alloc(100_000, 0x4f)]))).toBeUndefined()
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(fifth - 1) ^ 1, fifth - 1)
      expect(await damageOf(flipped)).toBe('damaged: a checksum is wrong')
    })

    it('WebM that was written to a pipe does not know its length, and has an end all the same', async () => {
      await using folder = await openFolder()
      const bytes = await make(programs, folder, 'a.webm', ['-c:a', 'libopus', '-live', '1'])
      expect(await structureIn(folder, bytes, 'matroska,webm')).toEqual({})
      const cut = await structureIn(folder, bytes.subarray(0, bytes.length - 50), 'matroska,webm')
      expect(cut.damage).toBe('cut: its last part is missing')
    })
  })
}
