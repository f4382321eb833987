// Volumes that are indexed: what is read, and what is known again under another name.

import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, statSync, writeFileSync } from 'node:fs'
import { copyFile, mkdir, rename, symlink, unlink, utimes } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTags } from '../../src/audio/tags/write.ts'
import { finishRow } from '../support/finished-rows.ts'
import { FFMPEG } from '../support/programs.ts'
import { openVolumePlace, type VolumePlace } from '../support/volume-place.ts'

let place: VolumePlace
beforeEach(async () => {
  place = await openVolumePlace(['music', 'more'])
})
afterEach(() => place[Symbol.asyncDispose]())

const recordingAt = (path: string) => place.tools.recordings.findAt(place.at(path))

describe('what lies there', () => {
  it('is read once, and again only when it changed; nothing is written beside it', async () => {
    const [a, b] = [await place.song('music/a.wav', 1), await place.song('more/deep/er/b.wav', 2)]
    const before = [await place.names('music'), await place.names('more')]
    expect(await place.index()).toMatchObject({ new: 2, read: 2, left: 0, recordings: 2, heard: [b, a] })
    expect(await place.index()).toMatchObject({ seen: 2, new: 0, changed: 0, read: 0, heard: [] })
    await place.song('music/a.wav', 3)
    expect(await place.index()).toMatchObject({ changed: 1, read: 1, recordings: 3, heard: [a] })
    expect([await place.names('music'), await place.names('more')]).toEqual(before)
  })

  it('files of one sound are one recording', async () => {
    const a = await place.song('music/a.wav', 1, 20)
    execFileSync(FFMPEG, ['-v', 'error', '-i', a, '-b:a', '128k', place.at('music/z.mp3')])
    await copyFile(a, place.at('more/Somebody - Again.wav'))
    const first = await place.index()
    expect(first).toMatchObject({ new: 3, read: 3, recordings: 1 })
    const paths = recordingAt('music/a.wav')?.files.map(({ path }) => path)
    expect(paths).toEqual(['more/Somebody - Again.wav', 'music/a.wav', 'music/z.mp3'].map(place.at))
  })

  it('is called what its tags say, else its name', async () => {
    const tagged = await place.song('music/x.wav', 1)
    await writeTags(tagged, 'wav', { title: 'Night Ferry', artist: 'Nia Kessler', isrc: 'GBAYE0601498' })
    await place.song('music/Ada Low - Home [0123abcd].wav', 2)
    await place.index()
    const [recording] = place.tools.recordings.findBy({ isrc: 'GBAYE0601498' })
    expect(recording).toMatchObject({ title: 'Night Ferry', artist: 'Nia Kessler', seconds: 4 })
    expect(recordingAt('music/Ada Low - Home [0123abcd].wav')).toMatchObject({ title: 'Home', artist: 'Ada Low' })
  })

  it('what is no music is unreadable, with why, until it is another file', async () => {
    const path = await place.put('music/broken.mp3', 'no sound in here')
    const unreadable = [{ path, reason: 'the file is not audio' }]
    expect(await place.index()).toMatchObject({ read: 1, unreadable, recordings: 0, heard: [path] })
    expect(await place.index()).toMatchObject({ read: 0, unreadable, heard: [] })
    await place.song('music/broken.mp3', 1)
    expect(await place.index()).toMatchObject({ changed: 1, unreadable: [], recordings: 1, heard: [path] })
  })

  it('what changes while it is read is read again', async () => {
    const path = await place.song('music/a.wav', 1)
    place.hooks.heard = heard => appendFileSync(heard, 'more')
    const later = [{ reason: 'the file changed while it was read', files: 1 }]
    expect(await place.index()).toMatchObject({ read: 0, left: 1, later, recordings: 0 })
    place.hooks.heard = undefined
    expect(await place.index()).toMatchObject({ changed: 1, read: 1, left: 0, later: [], heard: [path] })
  })

  it('names of every kind are names; hidden ones, trash, links and folders with such a name are not files', async () => {
    const names = [
      'e\u0301.wav',
      '\u00e9.wav',
      'two\nlines.wav',
      '🎵.wav',
      '\uffee.WAV',
      "' or 1=1 --.wav",
      'x'.repeat(240),
    ]
    const music = names.map(name => (name.endsWith('x') ? `${name}.wav` : name))
    for (const [seed, name] of music.entries()) await place.song(`music/${name}`, seed)
    for (const name of ['.hidden.wav', '.trash/a.wav', '$RECYCLE.BIN/b.wav', 'notes.txt'])
      await place.put(`music/${name}`, 'x')
    await mkdir(place.at('music/folder.mp3'))
    await symlink(place.at('music/🎵.wav'), place.at('music/link.wav'))
    await symlink(place.at('music'), place.at('music/loop'))
    const first = await place.index()
    expect(first.heard).toEqual(music.map(name => place.at(`music/${name}`)).sort())
    expect(await place.index()).toMatchObject({ seen: music.length, new: 0, gone: 0, moved: 0, heard: [] })
  })

  it.runIf(process.platform === 'linux')(
    'a name that is not UTF-8 is said, and nothing else suffers from it',
    async () => {
      const good = await place.song('music/a.wav', 1)
      writeFileSync(
        Buffer.concat([Buffer.from(place.at('music/')), Buffer.from([0xff, 0xfe]), Buffer.from('.wav')]),
        'x',
      )
      const unread = [{ path: expect.stringContaining('\ufffd'), reason: 'its name is not UTF-8' }]
      expect(await place.index()).toMatchObject({ new: 1, unread, heard: [good] })
    },
  )

  it('a folder that lies in another one, or is named twice, is walked once', async () => {
    await using other = await openVolumePlace(['music', 'music/inner', 'music/../music'])
    await other.song('music/inner/a.wav', 1)
    await other.song('music/b.wav', 2)
    const { roots, seen } = await other.index()
    expect(roots.map(root => root.seen)).toEqual([0, 1, 1])
    expect(seen).toBe(2)
  })

  it('--rebuild reads all of it again, and nothing else comes of that', async () => {
    const [a, b] = [await place.song('music/a.wav', 1), await place.song('music/b.wav', 2)]
    await place.index()
    expect(await place.index({ rebuild: true })).toMatchObject({ new: 0, read: 2, recordings: 2, heard: [a, b] })
  })
})

describe('what moved', () => {
  it('is known again by its size, time and bytes, and not read', async () => {
    for (const [seed, name] of ['a', 'b', 'c', 'd'].entries()) await place.song(`music/album/${name}.wav`, seed)
    await place.index()
    const before = recordingAt('music/album/a.wav')
    await rename(place.at('music/album'), place.at('music/Album (1999)'))
    await rename(place.at('music/Album (1999)/d.wav'), place.at('more/é.wav'))
    expect(await place.index()).toMatchObject({ moved: 4, new: 0, gone: 0, read: 0, heard: [] })
    expect(recordingAt('music/Album (1999)/a.wav')?.id).toBe(before?.id)
    expect(recordingAt('music/album/a.wav')).toBeUndefined()
    expect(await place.index()).toMatchObject({ moved: 0, new: 0, gone: 0, known: { there: 4, missing: 0 } })
  })

  it('is not taken for another file of the same size and time', async () => {
    const [a, other] = [await place.song('music/a.wav', 1), place.at('music/other.wav')]
    await utimes(a, 1_500_000_000, 1_500_000_000)
    await place.index()
    await unlink(a)
    await place.song('music/other.wav', 2)
    await utimes(other, 1_500_000_000, 1_500_000_000)
    expect(await place.index({ believeGone: true })).toMatchObject({ moved: 0, new: 1, gone: 1, heard: [other] })
  })

  it('took the place of another file', async () => {
    const [a, b] = [await place.song('music/a.wav', 1), await place.song('music/b.wav', 2)]
    await place.index()
    const id = recordingAt('music/b.wav')?.id
    await rename(b, a)
    expect(await place.index()).toMatchObject({ moved: 1, gone: 0, heard: [], known: { there: 1, missing: 0 } })
    expect(recordingAt('music/a.wav')?.id).toBe(id)
  })

  it('a copy is no move', async () => {
    const a = await place.song('music/a.wav', 1)
    await place.index()
    copyFileSync(a, place.at('music/b.wav'))
    await utimes(place.at('music/b.wav'), statSync(a).atime, statSync(a).mtime)
    expect(await place.index()).toMatchObject({ new: 1, moved: 0, recognised: 1, heard: [], known: { there: 2 } })
  })
})

describe('a finished row', () => {
  it('’s files are in the index by what is known of them', async () => {
    const { id, path } = await finishRow(place.tools, 'Song')
    expect(await place.index()).toMatchObject({ new: 1, read: 1, recognised: 1, heard: [] })
    const [recording] = place.tools.recordings.findBy({ page: id })
    expect(recording?.files.map(file => file.path)).toEqual([path])
  })
})
