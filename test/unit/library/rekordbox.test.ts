// Collections for rekordbox: what stands in the file, read back by another parser, and that nothing of a person's is replaced.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Environment, UsageFault } from '../../../src/errors.ts'
import { armFailpoints } from '../../../src/failpoint.ts'
import { writeRekordbox } from '../../../src/library/rekordbox.ts'
import { type DjPlaylist, type DjTrack, trackElement } from '../../../src/library/rekordbox-xml.ts'
import { childOf, hasPython, readXml } from '../../support/python-xml.ts'

let dir: string
let path: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rekordbox-'))
  path = join(dir, 'exports', 'rekordbox.xml')
})
afterEach(async () => {
  armFailpoints('none=throw')
  await rm(dir, { recursive: true, force: true })
})

const track = (id: number, more: Partial<DjTrack> = {}): DjTrack => ({
  id,
  path: `/music/${id}.aiff`,
  format: 'aiff',
  size: 1000 + id,
  ...more,
})

async function write(tracks: readonly DjTrack[], lists: readonly DjPlaylist[] = []): Promise<void> {
  await writeRekordbox(path, { tracks: oneByOne(tracks), playlists: () => lists })
}

async function* oneByOne(tracks: readonly DjTrack[]): AsyncGenerator<DjTrack> {
  yield* tracks
}

const ODD = [
  `AC/DC & "Friends" <live> 'now'`,
  'Größe 🎛️ 東京 עברית',
  'Cafe\u0301 (NFD)',
  'a\u0000b\u0008c\u001bd\u007fe\u0085f\ufffeg\ud800h',
  'tab\tline\nreturn\rend',
  ']]> <!-- &amp; &#0; -->',
  '100% #1 ?x=y;z+w',
]
const shown = ['AC/DC & "Friends" <live> \'now\'', 'Größe 🎛️ 東京 עברית', 'Cafe\u0301 (NFD)', 'abcdefgh'].concat(
  'tab line return end',
  ']]> <!-- &amp; &#0; -->',
  '100% #1 ?x=y;z+w',
)

describe.skipIf(!hasPython)('a collection for rekordbox, read by Python (needs python3)', () => {
  it('holds a thousand tracks whatever they are called', async () => {
    const tracks = Array.from({ length: 1000 }, (_, at) => {
      const name = ODD[at % ODD.length] ?? ''
      return track(at + 1, { title: name, artist: name, path: `/Music #1/${shown[at % ODD.length]} ${at}.aiff` })
    })
    await write(tracks, [{ title: ODD[0] ?? '', ids: tracks.map(({ id }) => id).toReversed() }])
    const root = readXml(path)
    expect([root.name, root.attributes]).toEqual(['DJ_PLAYLISTS', { Version: '1.0.0' }])
    const collection = childOf(root, 'COLLECTION')
    expect([collection.attributes, collection.children.length]).toEqual([{ Entries: '1000' }, 1000])
    for (const [at, { name, attributes }] of collection.children.entries()) {
      const { Name, Artist, Location = '', TrackID } = attributes
      expect([name, Name, Artist, TrackID]).toEqual(['TRACK', shown[at % 7], shown[at % 7], `${at + 1}`])
      expect(Location).toMatch(/^file:\/\/localhost\/Music%20%231\/[\x21-\x7e]+$/)
      expect(decodeURIComponent(new URL(Location).pathname)).toBe(tracks[at]?.path)
    }
    const list = childOf(childOf(childOf(root, 'PLAYLISTS'), 'NODE'), 'NODE')
    expect(list.attributes).toEqual({ Name: shown[0], Type: '1', KeyType: '0', Entries: '1000' })
    expect(list.children.map(({ attributes }) => attributes.Key)).toEqual(
      Array.from({ length: 1000 }, (_, at) => `${1000 - at}`),
    )
  })

  it('says all that is known, in the units rekordbox reads', async () => {
    const known = { title: 'One (Extended Mix)', artist: 'A', album: 'B', composer: 'C', genre: 'D', label: 'E' }
    const more = { remixer: 'F', mix: 'Extended Mix', year: 2024, trackNumber: 3, discNumber: 1, seconds: 61.5 }
    const sound = { bpm: 124, key: 'F#m', rating: 3, comment: 'G', addedOn: '2026-05-31', bitRate: 1411 }
    const grid = { firstBeat: 0.2321, beatInBar: 3, bpm: 123.999 }
    await write([track(7, { ...known, ...more, ...sound, sampleRate: 44_100, grid })])
    const [one] = childOf(readXml(path), 'COLLECTION').children
    expect(one?.attributes).toEqual({
      ...{ TrackID: '7', Name: 'One (Extended Mix)', Artist: 'A', Composer: 'C', Album: 'B', Genre: 'D' },
      ...{ Kind: 'AIFF File', Size: '1007', TotalTime: '62', DiscNumber: '1', TrackNumber: '3', Year: '2024' },
      ...{ AverageBpm: '124.00', DateAdded: '2026-05-31', BitRate: '1411', SampleRate: '44100', Comments: 'G' },
      ...{ Rating: '153', Location: 'file://localhost/music/7.aiff', Remixer: 'F', Tonality: 'F#m', Label: 'E' },
      Mix: 'Extended Mix',
    })
    expect(one?.children).toEqual([
      { name: 'TEMPO', attributes: { Inizio: '0.232', Bpm: '124.00', Metro: '4/4', Battito: '3' }, children: [] },
    ])
  })

  it('leaves out what is not known, and gives each playlist a name of its own', async () => {
    await write(
      [track(1)],
      [
        { title: 'Night', ids: [1, 1] },
        { title: 'Night', ids: [] },
        { title: '\u0000', ids: [1] },
      ],
    )
    const root = readXml(path)
    expect(childOf(root, 'COLLECTION').children).toEqual([
      {
        name: 'TRACK',
        attributes: { TrackID: '1', Kind: 'AIFF File', Size: '1001', Location: 'file://localhost/music/1.aiff' },
        children: [],
      },
    ])
    const top = childOf(childOf(root, 'PLAYLISTS'), 'NODE')
    expect(top.attributes).toEqual({ Type: '0', Name: 'ROOT', Count: '3' })
    expect(top.children.map(({ attributes: { Name, Entries } }) => [Name, Entries])).toEqual([
      ['Night', '2'],
      ['Night (2)', '0'],
      ['Playlist', '1'],
    ])
  })
})

describe('a track’s stars', () => {
  it.each([
    [0, '0'],
    [1, '51'],
    [2, '102'],
    [3, '153'],
    [4, '204'],
    [5, '255'],
    [9, '255'],
    [-1, '0'],
  ])('%d are %s', (rating, value) => {
    expect(trackElement(track(1, { rating }))).toContain(` Rating="${value}" `)
  })
})

describe('the place of a collection', () => {
  it('is written anew when this program wrote it, and nothing is left beside it', async () => {
    await write([track(1), track(2)])
    await write([track(1)])
    expect(await readFile(path, 'utf8')).toMatch(/<COLLECTION Entries="1" *>/)
    expect(await readdir(join(dir, 'exports'))).toEqual(['rekordbox.xml'])
  })

  it.each([
    [
      'of rekordbox',
      '<?xml version="1.0" encoding="UTF-8"?>\n<DJ_PLAYLISTS Version="1.0.0">\n  <PRODUCT Name="rekordbox"',
    ],
    ['that is empty', ''],
    ['of anything else', 'SQLite format 3\u0000'],
  ])('stays when a file %s has it', async (_, content) => {
    await mkdir(join(dir, 'exports'))
    await writeFile(path, content)
    await expect(write([track(1)])).rejects.toThrow(UsageFault)
    expect(await readFile(path, 'utf8')).toBe(content)
  })

  it('is no folder', async () => {
    await mkdir(path, { recursive: true })
    await expect(write([track(1)])).rejects.toThrow(/is a folder/)
  })

  it('below a file is none', async () => {
    await writeFile(join(dir, 'exports'), '')
    await expect(write([track(1)])).rejects.toThrow(Environment)
  })

  it('keeps the old file when the run ends on the way, and what a killed run left goes', async () => {
    await write([track(1)])
    const before = await readFile(path, 'utf8')
    armFailpoints('rekordbox.written=throw@1')
    await expect(write([track(1), track(2)])).rejects.toThrow('failpoint')
    expect(await readFile(path, 'utf8')).toBe(before)
    await writeFile(join(dir, 'exports', '.rekordbox.xml.999999999.part'), 'half')
    await writeFile(join(dir, 'exports', `.rekordbox.xml.${process.ppid}.part`), 'of another that runs')
    armFailpoints('none=throw')
    await write([track(1)])
    expect((await readdir(join(dir, 'exports'))).sort()).toEqual([
      `.rekordbox.xml.${process.ppid}.part`,
      'rekordbox.xml',
    ])
  })
})
