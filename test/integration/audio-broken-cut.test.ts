// A file that lost a part is damaged, whatever its decoder puts up with; one that a real encoder made is not.

import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../src/run-program.ts'
import { type Folder, ffmpeg, openFolder, PROGRAMS, type Programs, writeWav } from '../unit/audio/files.ts'
import { loop, whiteNoise } from '../unit/audio/signals.ts'
import { judge } from '../unit/audio/verdict.ts'

const MUSIC = loop(124, 6)

/** How ffmpeg makes each; by the name of the file. */
const KINDS: Record<string, string[]> = {
  'a.wav': [],
  'a.aiff': [],
  'a.flac': [],
  'xing.mp3': ['-b:a', '192k'],
  'constant.mp3': ['-b:a', '192k', '-write_xing', '0'],
  'variable.mp3': ['-q:a', '3', '-write_xing', '0'],
  'a.ogg': ['-c:a', 'libvorbis'],
  'flac.ogg': ['-c:a', 'flac'],
  'a.opus': ['-ar', '48000', '-c:a', 'libopus'],
  'a.aac': [],
  'a.m4a': [],
  'start.m4a': ['-movflags', '+faststart'],
  'parts.m4a': ['-movflags', '+frag_keyframe+empty_moov'],
  'alac.m4a': ['-c:a', 'alac'],
  'a.webm': ['-ar', '48000', '-c:a', 'libopus'],
  'a.caf': [],
  'a.w64': [],
}

async function make(programs: Programs, folder: Folder, kind: string): Promise<Buffer> {
  const source = await writeWav(folder.at('source.wav'), [MUSIC])
  await ffmpeg(programs, ['-i', source, ...(KINDS[kind] ?? []), folder.at(kind)])
  return readFile(folder.at(kind))
}

/** Its table of contents stands at the end. */
const needsItsEnd = (kind: string) => kind === 'a.m4a' || kind === 'alac.m4a'

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each(Object.keys(KINDS))('%s is fine as long as it is whole', async kind => {
      await using folder = await openFolder()
      const bytes = await make(programs, folder, kind)
      expect(await judge(programs, folder, folder.at(kind))).toBeUndefined()
      for (const cut of [bytes.length * 0.97, bytes.length - 300]) {
        await writeFile(folder.at(`cut-${kind}`), bytes.subarray(0, cut))
        const verdict = await judge(programs, folder, folder.at(`cut-${kind}`))
        expect(verdict?.tag, `cut at ${cut} of ${bytes.length}`).toBe(needsItsEnd(kind) ? 'Not_Audio' : 'Corrupt_Audio')
      }
    })

    it.each(Object.keys(KINDS).filter(kind => !/wav|aiff|caf|w64/.test(kind)))(
      '%s with flipped bytes, or without 5,000 in its middle, is damaged',
      async kind => {
        await using folder = await openFolder()
        const bytes = await make(programs, folder, kind)
        const middle = bytes.length * 0.4
        const short = Buffer.concat([bytes.subarray(0, middle), bytes.subarray(middle + 5000)])
        await writeFile(folder.at(`short-${kind}`), short)
        expect((await judge(programs, folder, folder.at(`short-${kind}`)))?.tag).toMatch(/^(Corrupt|Not)_Audio$/)
        for (let i = 0; i < 400; i += 1) {
          const at = Math.floor(bytes.length * 0.2) + ((i * 7919) % Math.floor(bytes.length * 0.7))
          bytes[at] = (bytes[at] ?? 0) ^ 0xff
        }
        await writeFile(folder.at(kind), bytes)
        expect((await judge(programs, folder, folder.at(kind)))?.tag).toMatch(/^(Corrupt|Not)_Audio$/)
      },
    )
    it('FLAC that lost a tenth of a second is damaged', async () => {
      await using folder = await openFolder()
      const path = folder.at('a.flac')
      await ffmpeg(programs, ['-i', await writeWav(folder.at('a.wav'), [whiteNoise(6)]), path])
      const bytes = await readFile(path)
      await writeFile(path, Buffer.concat([bytes.subarray(0, 200_000), bytes.subarray(205_000)]))
      expect((await judge(programs, folder, path))?.tag).toBe('Corrupt_Audio')
    })
  })
}

const ENCODERS: [string, string[], string][] = [
  ['lame', ['--quiet', '-V2', 'IN', 'OUT'], 'a.mp3'],
  ['lame', ['--quiet', '-b', '192', '-t', 'IN', 'OUT'], 'b.mp3'],
  ['lame', ['--quiet', '--abr', '170', '-p', '--tt', 'Title', 'IN', 'OUT'], 'c.mp3'],
  ['lame', ['--quiet', '-b', '64', '-m', 'm', '--resample', '22.05', 'IN', 'OUT'], 'd.mp3'],
  ['lame', ['--quiet', '-b', '32', '-m', 'm', '--resample', '8', 'IN', 'OUT'], 'e.mp3'],
  ['sox', ['IN', 'OUT'], 'f.mp3'],
  ['sox', ['IN', 'OUT'], 'g.ogg'],
  ['sox', ['IN', 'OUT'], 'h.aiff'],
  ['sox', ['IN', '-b', '24', 'OUT'], 'i.wav'],
  ['sox', ['IN', 'OUT'], 'j.flac'],
  ['oggenc', ['-Q', 'IN', '-o', 'OUT'], 'k.ogg'],
  ['opusenc', ['--quiet', 'IN', 'OUT'], 'l.opus'],
  ['flac', ['-s', '-f', 'IN', '-o', 'OUT'], 'm.flac'],
  ['flac', ['-s', '-f', '--ogg', 'IN', '-o', 'OUT'], 'n.oga'],
]

const [, system] = PROGRAMS[0] ?? []

describe.skipIf(!system)('files of other encoders', () => {
  const programs = system ?? { ffmpeg: '', ffprobe: '' }

  it.for(ENCODERS)('%s %s are whole (needs lame, sox, vorbis-tools, opus-tools, flac)', async (row, { skip }) => {
    const [encoder, options, file] = row
    await using folder = await openFolder()
    const source = await writeWav(folder.at('source.wav'), [MUSIC, MUSIC.map(value => value / 2)])
    const names: Record<string, string> = { IN: source, OUT: folder.at(file) }
    const args = options.map(option => names[option] ?? option)
    const made = await runProgram(encoder, args).catch(() => undefined)
    if (!made) return skip(`${encoder} is not installed`)
    expect(made.exitCode).toBe(0)
    expect(await judge(programs, folder, folder.at(file))).toBeUndefined()
  })
})
