// Tags written by us are read by three others: music-metadata, ffprobe and taglib.

import { readFile, stat } from 'node:fs/promises'
import { File, PictureType } from 'node-taglib-sharp'
import { describe, expect, it } from 'vitest'
import { readOwn } from '../../src/audio/tags/own.ts'
import { readPicture } from '../../src/audio/tags/picture.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { AUDIO_FORMATS, type AudioFormat } from '../../src/model/audio-format.ts'
import { ffmpeg, openFolder, PROGRAMS, pcmMd5, writeWav } from '../unit/audio/files.ts'
import { whiteNoise } from '../unit/audio/signals.ts'
import { makeFiles, read, shown, soundMd5, VALUES } from '../unit/audio/tag-files.ts'

const COMMENT = `[source: ${VALUES.comment}]`

/** What each value is called by ffprobe, which does not show `tmpo`, nor the frame of our mark. */
const EVERYWHERE = {
  title: VALUES.title,
  artist: VALUES.artist,
  album: VALUES.album,
  album_artist: VALUES.albumArtist,
  date: VALUES.date,
  genre: VALUES.genre,
  composer: VALUES.composer,
  grouping: VALUES.grouping,
  comment: COMMENT,
  bpm_decimal: '173.64',
  track: '3',
  disc: '2',
}
const NAMED = { isrc: VALUES.isrc, remixer: VALUES.remixer, label: VALUES.label, initialkey: VALUES.key }
const OWN = JSON.stringify(VALUES.own)
const ID3 = { tsrc: VALUES.isrc, tpe4: VALUES.remixer, publisher: VALUES.label, tkey: VALUES.key, tbpm: '174' }
const MP4 = { ...NAMED, orchestrator: OWN }
const SHOWN: Record<AudioFormat, Record<string, string>> = {
  m4a: { ...EVERYWHERE, ...MP4 },
  aac: { ...EVERYWHERE, ...MP4 },
  wav: { ...EVERYWHERE, ...ID3 },
  aiff: { ...EVERYWHERE, ...ID3 },
  mp3: { ...EVERYWHERE, ...ID3 },
  flac: { ...EVERYWHERE, ...NAMED, key: VALUES.key, bpm: '174', orchestrator: OWN },
}

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each(AUDIO_FORMATS)('%s holds every value and one picture', async format => {
      await using folder = await openFolder()
      const { picture, path } = await makeFiles(programs, folder)
      const sound = await soundMd5(programs, path(format))
      await writeTags(path(format), format, { ...VALUES, picture })
      const { comment: _, own, ...plain } = VALUES
      const { pictures, ...values } = await read(path(format))
      expect(values).toEqual({ ...plain, tempo: 174, exactTempo: '173.64', comment: COMMENT })
      expect(pictures).toMatchObject([{ format: 'image/png', data: new Uint8Array(await readFile(picture)) }])
      expect(await readPicture(path(format))).toEqual(await readFile(picture))
      expect(await readOwn(path(format))).toEqual(own)
      const seen = await shown(programs, path(format))
      expect(seen.tags).toMatchObject(SHOWN[format])
      expect(seen.pictures).toBe(1)
      expect(await soundMd5(programs, path(format))).toBe(sound)
    })

    it.each(AUDIO_FORMATS)('%s written twice holds the second values and one picture, a JPEG', async format => {
      await using folder = await openFolder()
      const { picture, path } = await makeFiles(programs, folder)
      const sound = await soundMd5(programs, path(format))
      const jpeg = folder.at('cover.jpg')
      await ffmpeg(programs, ['-i', picture, '-pix_fmt', 'yuvj420p', jpeg])
      await writeTags(path(format), format, { ...VALUES, picture })
      const second = {
        title: '2',
        tempo: 90,
        key: 'C',
        comment: 'x',
        date: '1999',
        trackNumber: 12,
        own: { page: 'q' },
      }
      await writeTags(path(format), format, { ...second, picture: jpeg })
      const { pictures, ...values } = await read(path(format))
      const { own: _, ...both } = { ...VALUES, ...second, comment: '[source: x]', exactTempo: '90' }
      expect(values).toEqual(both)
      expect(pictures.map(one => one.format)).toEqual(['image/jpeg'])
      expect(await readOwn(path(format))).toEqual({ page: 'q' })
      expect(await shown(programs, path(format))).toMatchObject({ tags: { title: '2', date: '1999' }, pictures: 1 })
      expect(await soundMd5(programs, path(format))).toBe(sound)
    })

    it('24 bits stay 24 bits, under a plain WAV header', async () => {
      await using folder = await openFolder()
      const { input, picture, path } = await makeFiles(programs, folder, 24)
      for (const format of ['wav', 'aiff', 'flac', 'm4a'] as const) {
        await writeTags(path(format), format, { ...VALUES, picture })
        expect(await pcmMd5(programs, path(format), 24), format).toBe(await pcmMd5(programs, input, 24))
      }
      const bytes = await readFile(path('wav'))
      expect(bytes.readUInt16LE(bytes.indexOf('fmt ') + 8)).toBe(1)
    })
  })
}

describe('tags', () => {
  const programs = PROGRAMS.find(([, found]) => found)?.[1] ?? { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }

  it.each(AUDIO_FORMATS)('%s is read by taglib too', async format => {
    await using folder = await openFolder()
    const { picture, path } = await makeFiles(programs, folder)
    await writeTags(path(format), format, { ...VALUES, picture })
    const file = File.createFromPath(path(format))
    const { tag } = file
    expect({
      title: tag.title,
      artist: tag.performers.join('/'),
      composer: tag.composers.join(),
      year: tag.year,
      bpm: tag.beatsPerMinute,
      key: tag.initialKey,
      isrc: tag.isrc,
      comment: tag.comment,
      pictures: tag.pictures
        .filter(({ type }) => type !== PictureType.NotAPicture)
        .map(({ type, data }) => [type, data.length]),
    }).toEqual({
      title: VALUES.title,
      artist: VALUES.artist,
      composer: VALUES.composer,
      year: 2024,
      bpm: 174,
      key: VALUES.key,
      isrc: VALUES.isrc,
      comment: COMMENT,
      pictures: [[PictureType.FrontCover, (await stat(picture)).size]],
    })
    file.dispose()
  })

  it.each([
    ['wav', 'id3 '],
    ['aiff', 'ID3 '],
  ] as const)('%s holds one ID3v2.3 tag, in the chunk "%s", behind the sound', async (format, chunk) => {
    await using folder = await openFolder()
    const { picture, path } = await makeFiles(programs, folder)
    const before = chunksOf(await readFile(path(format)), format)
    for (const title of ['One', 'Other']) await writeTags(path(format), format, { ...VALUES, title, picture })
    const bytes = await readFile(path(format))
    expect(bytes.toString('latin1', bytes.indexOf(chunk) + 8).slice(0, 4)).toBe('ID3\x03')
    expect(chunksOf(bytes, format)).toEqual([...before, chunk])
    expect(format === 'wav' ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4)).toBe(bytes.length - 8)
  })

  it('mp3 has ID3v2.3, texts in UTF-16, numbers plain, the comment in English without a name', async () => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeTags(path('mp3'), 'mp3', VALUES)
    const bytes = await readFile(path('mp3'))
    expect(bytes.toString('latin1', 0, 6)).toBe('ID3\x03\0\0')
    expect(frameIn(bytes, 'TIT2')).toEqual(wide(VALUES.title))
    expect(frameIn(bytes, 'TBPM').toString('latin1')).toBe('\x00174')
    expect(frameIn(bytes, 'TKEY').toString('latin1')).toBe('\0F#m')
    expect(frameIn(bytes, 'TYER').toString('latin1')).toBe('\x002024')
    expect(frameIn(bytes, 'TDAT').toString('latin1')).toBe('\x003105')
    const [mark, none] = [Buffer.from([0xff, 0xfe]), Buffer.alloc(2)]
    expect(frameIn(bytes, 'COMM')).toEqual(
      Buffer.concat([Buffer.from('\x01eng'), mark, none, mark, Buffer.from(COMMENT, 'utf16le')]),
    )
  })

  it.each(AUDIO_FORMATS)('%s without values and without a picture', async format => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeTags(path(format), format, { title: '', artist: undefined, tempo: undefined })
    const { title, tempo, pictures } = await read(path(format))
    expect([title, tempo, pictures]).toEqual([undefined, undefined, []])
    expect(await readPicture(path(format))).toBeUndefined()
    expect(await readOwn(path(format))).toBeUndefined()
  })

  it.each(AUDIO_FORMATS)('%s: 1,000 characters, and a cover of 500 kB', async format => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    const title = '漢🎛️ä'.repeat(300).slice(0, 1000)
    const picture = folder.at('large.jpg')
    await ffmpeg(programs, ['-f', 'lavfi', '-i', 'testsrc2=s=3000x3000', '-frames:v', '1', '-q:v', '1', picture])
    expect((await stat(picture)).size).toBeGreaterThan(500_000)
    const sound = await soundMd5(programs, path(format))
    await writeTags(path(format), format, { title, picture })
    expect(await read(path(format))).toMatchObject({
      title,
      pictures: [{ data: new Uint8Array(await readFile(picture)) }],
    })
    expect(await soundMd5(programs, path(format))).toBe(sound)
  })

  it.each(['AC/DC', 'A / B', '../..'])(
    'an artist with a slash, which ID3v2.3 takes for two: %s is no loss',
    async artist => {
      await using folder = await openFolder()
      const { path } = await makeFiles(programs, folder)
      for (const format of AUDIO_FORMATS) {
        await writeTags(path(format), format, { title: artist, artist, remixer: artist })
        expect((await shown(programs, path(format))).tags, format).toMatchObject({ title: artist, artist })
      }
    },
  )

  it.each([
    ['a zero', { title: 'a\0b' }, ['title']],
    ['a line break', { artist: 'a\nb', label: 'x\r' }, ['artist', 'label']],
    ['half a character', { album: 'a\ud83c' }, ['album']],
    ['a date that is none', { date: '31.5.2024' }, ['date']],
    [
      'numbers that do not fit',
      { tempo: 70_000, trackNumber: 1.5, discNumber: -1 },
      ['tempo', 'trackNumber', 'discNumber'],
    ],
  ])('%s is refused by name, and the file stays as it was', async (_, values, fields) => {
    await using folder = await openFolder()
    const path = await writeWav(folder.at('a.wav'), [whiteNoise(1)])
    const before = await readFile(path)
    const fault = await writeTags(path, 'wav', values).catch(error => error)
    expect(fault).toMatchObject({ tag: 'Metadata_Failed', fields: { fields } })
    expect(await readFile(path)).toEqual(before)
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

function frameIn(bytes: Buffer, id: string): Buffer {
  const at = bytes.indexOf(id)
  return bytes.subarray(at + 10, at + 10 + bytes.readUInt32BE(at + 4))
}

const wide = (text: string) => Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')])
