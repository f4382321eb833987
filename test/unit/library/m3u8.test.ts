// M3U8 files of playlists: what stands in them, and that a person's file is never changed.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListFile, writeList } from '../../../src/library/m3u8.ts'
import { readPlaylistFile } from '../../../src/sources/playlist-file.ts'

let dir: string
let known: ListFile['before']
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'm3u8-'))
  known = { path: '', sums: [] }
})
afterEach(() => rm(dir, { recursive: true, force: true }))

interface Written {
  title?: string
  names?: readonly string[]
  /** The program dies when it has meant to write, or has written and not noted it. */
  diesAt?: number
}

/** As one run of the program does it. @returns the file's name */
async function write({ title = 'Night drive', names = ['One'], diesAt }: Written = {}): Promise<string> {
  let notes = 0
  const path = await writeList(dir, {
    title,
    tracks: names.map(name => ({
      path: join(dir, title, `${name}.aiff`),
      title: name,
      artist: 'Somebody',
      seconds: 61.4,
    })),
    before: known,
    async remember(path, sums) {
      notes += 1
      if (notes === diesAt) throw new Error('killed')
      known = { path, sums }
    },
  })
  return path.slice(join(dir, 'Playlists').length + 1)
}
const content = (name: string) => readFile(join(dir, 'Playlists', name), 'utf8')
const files = async () => (await readdir(join(dir, 'Playlists'))).sort()

describe('a playlist’s file', () => {
  it('names title, length, artist, track and relative path, in their order', async () => {
    await write({ names: ['Über', 'Два', 'One'] })
    expect(await content('Night drive.m3u8')).toBe(
      [
        '#EXTM3U',
        '#PLAYLIST:Night drive',
        '#EXTINF:61,Somebody - Über',
        '../Night drive/Über.aiff',
        '#EXTINF:61,Somebody - Два',
        '../Night drive/Два.aiff',
        '#EXTINF:61,Somebody - One',
        '../Night drive/One.aiff',
        '',
      ].join('\n'),
    )
  })

  it('is read again as it was written', async () => {
    await write({ names: ['One', 'Two'] })
    const list = await readPlaylistFile(join(dir, 'Playlists', 'Night drive.m3u8'))
    expect(list).toMatchObject({ title: 'Night drive', total: 2, passedOver: [] })
    expect(list.entries).toMatchObject([
      { artist: 'Somebody', title: 'One', seconds: 61, link: `file://${dir}/Night%20drive/One.aiff` },
      { title: 'Two' },
    ])
  })

  it('has neither lines nor paths that a title could put into it', async () => {
    await writeList(dir, {
      title: 'a/../../b\n#EXTINF:1,x',
      tracks: [{ path: '/elsewhere/x.wav', title: 'line\nbreak', seconds: undefined }],
      before: known,
      remember: async () => {},
    })
    expect(await files()).toEqual(['a_.._.._b#EXTINF_1,x.m3u8'])
    expect((await content('a_.._.._b#EXTINF_1,x.m3u8')).split('\n')).toEqual([
      '#EXTM3U',
      '#PLAYLIST:a/../../b #EXTINF:1,x',
      '#EXTINF:-1,line break',
      '/elsewhere/x.wav',
      '',
    ])
  })

  it('is written anew under its name, and a new name takes the old file’s place', async () => {
    await write()
    await write({ names: ['One', 'Two'] })
    expect(await files()).toEqual(['Night drive.m3u8'])
    expect(await write({ title: 'Day drive' })).toBe('Day drive.m3u8')
    expect(await files()).toEqual(['Day drive.m3u8'])
  })
})

describe('a person’s file', () => {
  const THEIRS = '#EXTM3U\nmine.wav\n'

  it('of that name stays, and ours stands beside it, from then on', async () => {
    await mkdir(join(dir, 'Playlists'))
    await writeFile(join(dir, 'Playlists', 'Night drive.m3u8'), THEIRS)
    expect(await write()).toBe('Night drive (2).m3u8')
    expect(await write({ names: ['One', 'Two'] })).toBe('Night drive (2).m3u8')
    expect(await content('Night drive.m3u8')).toBe(THEIRS)
    expect(await files()).toHaveLength(2)
  })

  it('that was ours until they changed it stays', async () => {
    await write()
    await writeFile(join(dir, 'Playlists', 'Night drive.m3u8'), THEIRS)
    expect(await write({ names: ['Two'] })).toBe('Night drive (2).m3u8')
    await writeFile(join(dir, 'Playlists', 'Night drive (2).m3u8'), THEIRS)
    expect(await write({ names: ['Two'] })).toBe('Night drive (3).m3u8')
    expect(await content('Night drive.m3u8')).toBe(THEIRS)
    expect(await content('Night drive (2).m3u8')).toBe(THEIRS)
  })

  it('stays when the playlist gets another name', async () => {
    await write()
    await writeFile(join(dir, 'Playlists', 'Night drive.m3u8'), THEIRS)
    await write({ title: 'Day drive' })
    expect(await files()).toEqual(['Day drive.m3u8', 'Night drive.m3u8'])
  })

  it('and two playlists of one name do not write into each other', async () => {
    await write()
    const first = known
    known = { path: '', sums: [] }
    expect(await write({ names: ['Other'] })).toBe('Night drive (2).m3u8')
    known = first
    expect(await write({ names: ['One', 'Two'] })).toBe('Night drive.m3u8')
  })
})

describe('a death', () => {
  it.each([1, 2])('at its %i. note leaves one file that is known as ours', async diesAt => {
    await write()
    await expect(write({ names: ['One', 'Two'], diesAt })).rejects.toThrow('killed')
    expect(await write({ names: ['One', 'Two', 'Three'] })).toBe('Night drive.m3u8')
    expect(await files()).toEqual(['Night drive.m3u8'])
    expect(await content('Night drive.m3u8')).toContain('Three')
  })

  it.each([1, 2])('of the first run at its %i. note too', async diesAt => {
    await expect(write({ diesAt })).rejects.toThrow('killed')
    expect(await write()).toBe('Night drive.m3u8')
    expect(await files()).toEqual(['Night drive.m3u8'])
  })
})
