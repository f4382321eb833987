// A file that other programs have worked on is tagged again: what is theirs stays, byte for byte.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readOwn } from '../../src/audio/tags/own.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import type { AudioFormat } from '../../src/model/audio-format.ts'
import { type Folder, openFolder, PROGRAMS, pcmMd5 } from '../unit/audio/files.ts'
import * as foreign from '../unit/audio/foreign-tags.ts'
import { whiteNoise } from '../unit/audio/signals.ts'
import { makeFiles, read, soundMd5, VALUES } from '../unit/audio/tag-files.ts'

const programs = PROGRAMS.find(([, found]) => found)?.[1] ?? { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }
const COMMENT = `8A - Energy 6 [source: ${VALUES.comment}]`

/** How often each of `parts` is in the bytes. */
const timesIn = (bytes: Buffer, parts: readonly Buffer[]) =>
  parts.map(part => bytes.toString('latin1').split(part.toString('latin1')).length - 1)
const once = (parts: readonly Buffer[]) => parts.map(() => 1)

/** Tags the file twice, and a third time with other values. */
async function tagAgain(folder: Folder, format: AudioFormat, bytes: Buffer, comment = COMMENT) {
  const { picture } = await makeFiles(programs, folder)
  const path = folder.at(`foreign.${format}`)
  await writeFile(path, bytes)
  const before = await soundMd5(programs, path)
  await writeTags(path, format, { ...VALUES, title: 'Once' })
  await writeTags(path, format, { ...VALUES, picture })
  await writeTags(path, format, VALUES)
  expect(await soundMd5(programs, path)).toBe(before)
  expect(await readOwn(path)).toEqual(VALUES.own)
  const seen = await read(path)
  expect(seen).toMatchObject({ title: VALUES.title, key: VALUES.key, comment, trackNumber: 3 })
  expect(seen.pictures.filter(({ data }) => data.length > 1000)).toHaveLength(1)
  return { path, bytes: await readFile(path) }
}

const plainOf = async (folder: Folder, format: AudioFormat) =>
  readFile((await makeFiles(programs, folder)).path(format))

describe('what other programs put into a file stays', () => {
  it('mp3: frames, and ID3v1 at the end', async () => {
    await using folder = await openFolder()
    const end = Buffer.concat([foreign.latin('TAGOld title'), Buffer.alloc(116)])
    const old = foreign.id3([...foreign.REPLACED, ...foreign.FRAMES])
    const { bytes } = await tagAgain(folder, 'mp3', Buffer.concat([old, await plainOf(folder, 'mp3'), end]))
    const theirs = foreign.framesOf(bytes).filter(frame => foreign.FRAMES.some(other => other.equals(frame)))
    expect(theirs).toEqual(foreign.FRAMES)
    expect(timesIn(bytes, foreign.REPLACED).slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    expect(bytes.includes(Buffer.from('\x003/12'.slice(1)))).toBe(true)
    expect(bytes.subarray(-128)).toEqual(end)
  })

  it('wav: frames, INFO, and chunks in front of and behind a sound of odd length', async () => {
    await using folder = await openFolder()
    const noise = whiteNoise(1).subarray(0, 44_099)
    const { path, bytes } = await tagAgain(folder, 'wav', foreign.foreignWav(noise))
    expect(timesIn(bytes, foreign.WAV_CHUNKS)).toEqual(once(foreign.WAV_CHUNKS))
    expect(timesIn(bytes, foreign.FRAMES)).toEqual(once(foreign.FRAMES))
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
    expect(timesIn(bytes, [foreign.latin('ID3\x03')])).toEqual([1])
    const plain = folder.at('plain.wav')
    await writeFile(plain, foreign.foreignWav(noise))
    expect(await pcmMd5(programs, path, 24)).toBe(await pcmMd5(programs, plain, 24))
  })

  it.each([true, false])('aiff: frames and odd chunks; the tag first: %s', async tagFirst => {
    await using folder = await openFolder()
    const { bytes } = await tagAgain(folder, 'aiff', foreign.foreignAiff(await plainOf(folder, 'aiff'), tagFirst))
    expect(timesIn(bytes, foreign.AIFF_CHUNKS)).toEqual(once(foreign.AIFF_CHUNKS))
    expect(timesIn(bytes, foreign.FRAMES)).toEqual(once(foreign.FRAMES))
    expect(bytes.readUInt32BE(4)).toBe(bytes.length - 8)
    expect(timesIn(bytes, [foreign.latin('ID3\x03')])).toEqual([1])
  })

  it('m4a: freeform atoms, several values, a second cover, and boxes beside the list', async () => {
    await using folder = await openFolder()
    const { bytes } = await tagAgain(folder, 'm4a', foreign.foreignM4a(await plainOf(folder, 'm4a')))
    const kept = [...foreign.ATOMS, ...foreign.MP4_BOXES, foreign.SECOND_COVER]
    expect(timesIn(bytes, kept)).toEqual(once(kept))
    expect(timesIn(bytes, ['INITIALKEY', 'Old'].map(foreign.latin))).toEqual([0, 0])
    expect(bytes.includes(Buffer.from([0, 0, 0, 3, 0, 12, 0, 0]))).toBe(true)
  })

  it('flac: application, cue sheet, another picture, comments of any form', async () => {
    await using folder = await openFolder()
    const { bytes } = await tagAgain(folder, 'flac', foreign.foreignFlac(await plainOf(folder, 'flac')))
    const kept = [...foreign.FLAC_BLOCKS.map(([, content]) => content), ...foreign.COMMENTS]
    expect(timesIn(bytes, kept)).toEqual(once(kept))
    expect(bytes.includes('TRACKNUMBER=3/12')).toBe(true)
    expect(bytes.includes('=Old')).toBe(false)
  })

  it('an m4a whose list comes behind the sound keeps the sound where it is', async () => {
    await using folder = await openFolder()
    const bytes = await plainOf(folder, 'm4a')
    const at = bytes.indexOf('moov') - 4
    const end = at + bytes.readUInt32BE(at)
    const moov = Buffer.from(bytes.subarray(at, end))
    const table = moov.indexOf('stco') + 12
    for (let i = table; i < table + 4 * moov.readUInt32BE(table - 4); i += 4) {
      moov.writeUInt32BE(moov.readUInt32BE(i) - moov.length, i)
    }
    const late = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end), moov])
    await tagAgain(folder, 'm4a', late, `[source: ${VALUES.comment}]`)
  })
})

describe('a file that cannot be tagged stays as it is', () => {
  const whole = async (folder: Folder) => {
    const { path } = await makeFiles(programs, folder)
    const formats = ['m4a', 'wav', 'aiff', 'flac'] as const
    return Promise.all(formats.map(async format => [format, await readFile(path(format))] as const))
  }

  it('cut files, and files of another kind', async () => {
    await using folder = await openFolder()
    for (const [format, bytes] of await whole(folder)) {
      for (const broken of [
        bytes.subarray(0, 60),
        bytes.subarray(0, bytes.length >> 1),
        Buffer.from('<html>'),
        Buffer.alloc(0),
      ]) {
        const path = folder.at(`broken.${format}`)
        await writeFile(path, broken)
        if (format === 'flac' && broken.length > 9000) continue // what is in front of the sound is whole
        await expect(writeTags(path, format, VALUES), `${format} ${broken.length}`).rejects.toMatchObject({
          tag: 'Metadata_Failed',
        })
        expect(await readFile(path)).toEqual(broken)
      }
    }
    expect((await readdir(folder.dir)).filter(name => name.includes('.new.'))).toEqual([])
  })

  it('one that another reader cannot read', async () => {
    await using folder = await openFolder()
    const path = folder.at('zeros.aiff')
    const bytes = Buffer.concat([(await plainOf(folder, 'aiff')).subarray(0, 38), Buffer.alloc(22)])
    await writeFile(path, bytes)
    await expect(writeTags(path, 'aiff', VALUES)).rejects.toMatchObject({ tag: 'Metadata_Failed' })
    expect(await readFile(path)).toEqual(bytes)
  })

  it('an old kind of ID3 that would lose frames', async () => {
    await using folder = await openFolder()
    const path = folder.at('old.mp3')
    const bytes = Buffer.concat([
      foreign.id3([foreign.latin('TT2\0\0\x04\0Old')], { version: 2 }),
      await plainOf(folder, 'mp3'),
    ])
    await writeFile(path, bytes)
    await expect(writeTags(path, 'mp3', VALUES)).rejects.toMatchObject({ tag: 'Metadata_Failed' })
    expect(await readFile(path)).toEqual(bytes)
  })

  it('what a killed run left beside it is no hindrance', async () => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeFile(`${path('wav')}.new`, Buffer.alloc(3_000_000, 1))
    await writeTags(path('wav'), 'wav', VALUES)
    expect(await read(path('wav'))).toMatchObject({ title: VALUES.title })
    expect(await readdir(folder.dir)).not.toContain('out.wav.new.wav')
  })
})
