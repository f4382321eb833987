// Tags written by one library are read by two others.

import { readFile, writeFile } from 'node:fs/promises'
import { parseFile } from 'music-metadata'
import { describe, expect, it } from 'vitest'
import { decodeOnce } from '../../src/audio/ffmpeg.ts'
import { readPicture, type TagValues, writeTags } from '../../src/audio/tags.ts'
import { runProgram } from '../../src/run-program.ts'
import { coverPng } from '../../src/workspace/demo/demo-cover.ts'
import {
  audioOf,
  type Folder,
  ffmpeg,
  openFolder,
  PROGRAMS,
  type Programs,
  pcmMd5,
  writeWav,
} from '../unit/audio/files.ts'
import { whiteNoise } from '../unit/audio/signals.ts'

const FORMATS = ['m4a', 'wav', 'aiff'] as const
const NEVER = new AbortController().signal
const VALUES = {
  title: 'Größe 🎛️ — שלום 東京',
  artist: 'Änne & Ω مرحبا',
  album: 'It\'s "an" album; 1/2',
  genre: 'Drum & Bass',
  isrc: 'DEA123456789',
  tempo: 173.6,
  key: 'F#m',
  comment: 'https://example.org/ä?a=1&b=2',
} satisfies TagValues

async function makeFiles(programs: Programs, folder: Folder, bits: 16 | 24 = 16) {
  const input = await writeWav(folder.at('source.wav'), [whiteNoise(2), whiteNoise(2, 0.3, 9)], { bits })
  const outputs = Object.fromEntries(FORMATS.map(format => [format, folder.at(`out.${format}`)]))
  await decodeOnce({
    ffmpeg: programs.ffmpeg,
    input,
    facts: await audioOf(programs).probe(input, NEVER),
    outputs,
    m4aCodec: 'alac',
    signal: NEVER,
    timeoutMs: 30_000,
    onSamples: async () => undefined,
  })
  const picture = folder.at('cover.png')
  await writeFile(picture, coverPng([200, 40, 60]))
  return { input, picture, path: (format: string) => folder.at(`out.${format}`) }
}

/** What ffprobe shows: tags with names in small letters, and the number of pictures. */
async function shown({ ffprobe }: Programs, path: string) {
  const { stdout } = await runProgram(ffprobe, ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path])
  const report = JSON.parse(stdout)
  const tags = Object.entries<string>(report.format.tags ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const pictures = report.streams.filter((stream: { codec_type: string }) => stream.codec_type === 'video').length
  return { tags: Object.fromEntries(tags), pictures }
}

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each(FORMATS)('%s holds every value, one picture, and the same samples as before', async format => {
      await using folder = await openFolder()
      const { input, picture, path } = await makeFiles(programs, folder)
      await writeTags(path(format), format, { ...VALUES, picture })
      const { common, native } = await parseFile(path(format))
      const key = common.key ?? native.iTunes?.find(tag => tag.id === '----:com.apple.iTunes:initialkey')?.value
      expect({
        title: common.title,
        artist: common.artist,
        album: common.album,
        genre: common.genre,
        isrc: common.isrc,
        bpm: common.bpm,
        key,
        comment: common.comment?.map(comment => comment.text),
      }).toEqual({
        title: VALUES.title,
        artist: VALUES.artist,
        album: VALUES.album,
        genre: [VALUES.genre],
        isrc: [VALUES.isrc],
        bpm: 174,
        key: VALUES.key,
        comment: [VALUES.comment],
      })
      expect(common.picture).toHaveLength(1)
      expect(common.picture?.[0]).toMatchObject({ format: 'image/png', data: new Uint8Array(await readFile(picture)) })
      expect(await readPicture(path(format))).toMatchObject({ extension: 'png' })
      const { tags, pictures } = await shown(programs, path(format))
      expect(tags).toMatchObject({
        title: VALUES.title,
        artist: VALUES.artist,
        album: VALUES.album,
        genre: VALUES.genre,
      })
      expect(pictures).toBe(1)
      expect(await pcmMd5(programs, path(format), 16)).toBe(await pcmMd5(programs, input, 16))
    })

    it.each(FORMATS)('%s written twice holds the second values and one picture, a JPEG', async format => {
      await using folder = await openFolder()
      const { picture, path } = await makeFiles(programs, folder)
      const jpeg = folder.at('cover.jpg')
      await ffmpeg(programs, ['-i', picture, '-pix_fmt', 'yuvj420p', jpeg])
      await writeTags(path(format), format, { ...VALUES, picture })
      await writeTags(path(format), format, {
        ...VALUES,
        title: 'Second',
        tempo: 90,
        key: 'C',
        comment: 'x',
        picture: jpeg,
      })
      const { common } = await parseFile(path(format))
      expect(common).toMatchObject({ title: 'Second', bpm: 90, artist: VALUES.artist, genre: [VALUES.genre] })
      expect(common.comment).toHaveLength(1)
      expect(common.picture?.map(one => one.format)).toEqual(['image/jpeg'])
      expect(await shown(programs, path(format))).toMatchObject({ tags: { title: 'Second' }, pictures: 1 })
    })

    it('24-bit WAV keeps its plain header under the tags', async () => {
      await using folder = await openFolder()
      const { input, picture, path } = await makeFiles(programs, folder, 24)
      await writeTags(path('wav'), 'wav', { ...VALUES, picture })
      const bytes = await readFile(path('wav'))
      expect(bytes.readUInt16LE(bytes.indexOf('fmt ') + 8)).toBe(1)
      expect(await pcmMd5(programs, path('wav'), 24)).toBe(await pcmMd5(programs, input, 24))
    })
  })
}

describe('tags', () => {
  const programs = PROGRAMS.find(([, found]) => found)?.[1] ?? { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }

  it.each([
    ['wav', 'id3 '],
    ['aiff', 'ID3 '],
  ] as const)('%s holds one ID3v2.3 tag, in the chunk "%s", and no second kind', async (format, chunk) => {
    await using folder = await openFolder()
    const { picture, path } = await makeFiles(programs, folder)
    await writeTags(path(format), format, { ...VALUES, picture })
    const bytes = await readFile(path(format))
    const at = bytes.indexOf(chunk)
    expect(bytes.toString('latin1', at + 8, at + 11)).toBe('ID3')
    expect(bytes[at + 11]).toBe(3)
    const chunks = chunksOf(bytes, format)
    expect(chunks.filter(name => /id3/i.test(name))).toHaveLength(1)
    expect(chunks).not.toEqual(expect.arrayContaining(['LIST', 'MID ', 'IDVX']))
  })

  it.each(FORMATS)('%s without values, without picture', async format => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeTags(path(format), format, {})
    const { common } = await parseFile(path(format))
    expect([common.title, common.bpm, common.picture]).toEqual([undefined, undefined, undefined])
    expect(await readPicture(path(format))).toBeUndefined()
  })
})

/** Names of the chunks of a RIFF (little-endian) or AIFF (big-endian) file. */
function chunksOf(bytes: Buffer, format: 'wav' | 'aiff'): string[] {
  const names: string[] = []
  for (let at = 12; at + 8 <= bytes.length; ) {
    names.push(bytes.toString('latin1', at, at + 4))
    const size = format === 'wav' ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)
    at += 8 + size + (size % 2)
  }
  return names
}

describe('an artist with a slash, which ID3v2.3 takes for two', () => {
  it.each(['AC/DC', 'A / B', '../..'])('%s is no loss', async artist => {
    await using folder = await openFolder()
    const path = await writeWav(folder.at('slash.wav'), [whiteNoise(1), whiteNoise(1)], { bits: 16 })
    await writeTags(path, 'wav', { title: 'T', artist })
    expect((await readFile(path)).includes(Buffer.from(artist, 'utf16le'))).toBe(true)
  })
})
