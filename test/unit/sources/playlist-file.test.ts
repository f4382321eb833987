import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPlaylistFile, readPlaylistFile } from '../../../src/sources/playlist-file.ts'

const ID = '4uLU6hMCjMI75M1A2tKUQC'
const TRACK = `https://open.spotify.com/track/${ID}`

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playlist-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function read(name: string, content: string | Buffer) {
  await writeFile(join(dir, name), content)
  return await readPlaylistFile(join(dir, name))
}
const at = (name: string) => pathToFileURL(join(dir, name)).href

/** The columns of the exporters, as they write them. */
const EXPORTIFY =
  'Track URI,Track Name,Artist URI(s),Artist Name(s),Album URI,Album Name,Album Artist URI(s),Album Artist Name(s),Album Release Date,Album Image URL,Disc Number,Track Number,Track Duration (ms),Track Preview URL,Explicit,Popularity,ISRC,Added By,Added At'
const SPOTIFY_BACKUP =
  'Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature'

describe('a table', () => {
  it('of Exportify', async () => {
    const row = `"spotify:track:${ID}","A ""Song"", Pt. 2","spotify:artist:1","One, Two","spotify:album:2","An Album","spotify:artist:1","One","2020-01-01","https://i.scdn.co/image/x",1,3,205500,,false,42,"usabc1234567","spotify:user:me","2024-01-01T00:00:00Z"`
    expect(await read('My_Playlist.csv', `\ufeff${EXPORTIFY}\r\n${row}\r\n`)).toEqual({
      title: 'My Playlist',
      total: 1,
      entries: [
        {
          link: TRACK,
          title: 'A "Song", Pt. 2',
          artist: 'One, Two',
          album: 'An Album',
          seconds: 205.5,
          isrc: 'USABC1234567',
        },
      ],
      passedOver: [],
    })
  })

  it('of a Spotify backup; names of files may hold anything', async () => {
    const row = `spotify:track:${ID},Song,Album,One;Two,2020,200000,1,False,,2024-01-01T00:00:00Z,"techno,house",Label,0.5,0.5,1,-5,1,0,0,0,0,0,128.0,4`
    const list = await read('#1 Mix.wav.csv', `${SPOTIFY_BACKUP}\n${row}\n`)
    expect(list).toMatchObject({ title: '#1 Mix.wav', total: 1 })
    expect(list.entries).toEqual([
      { link: TRACK, title: 'Song', artist: 'One, Two', album: 'Album', seconds: 200, isrc: undefined },
    ])
  })

  it.each<[string, string, object]>([
    [
      'of another exporter',
      'Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id\nS,A,B,P,Playlist,X,',
      { title: 'S', artist: 'A', isrc: 'X', link: undefined },
    ],
    ['with an id alone', `Spotify ID;Title\n${ID};S`, { link: TRACK, title: 'S' }],
    [
      'with links',
      'title,artist,url\nS,A,https://youtu.be/dQw4w9WgXcQ?si=x',
      { link: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' },
    ],
    ['with lengths', 'Title\tArtist\tDuration\nS\tA\t3:25', { seconds: 205 }],
    ['with long lengths', 'Title\tArtist\tTime\nS\tA\t1:00:05', { seconds: 3605 }],
    ['with seconds', 'title,artist,duration\nS,A,205.5', { seconds: 205.5 }],
    ['with a length that is none', 'title,artist,duration\nS,A,unknown', { seconds: undefined }],
    [
      'of a local file',
      'Track URI,Track Name,Artist Name(s)\nspotify:local:A:B:S:205,S,A',
      { link: undefined, title: 'S', artist: 'A' },
    ],
    ['with a comma in a name', 'title,artist\nS,"Tyler, The Creator"', { artist: 'Tyler, The Creator' }],
  ])('%s', async (_, text, expected) => {
    const { entries } = await read('a.csv', text)
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject(expected)
  })

  it('rows that are no track are passed over, and said', async () => {
    const rows = ['spotify:episode:abc,An episode,X', ',,X', `spotify:track:${ID},Song,A`]
    const { entries, passedOver, total } = await read(
      'a.csv',
      `Track URI,Track Name,Artist Name(s)\n${rows.join('\n')}`,
    )
    expect(entries).toMatchObject([{ link: TRACK }])
    expect(total).toBe(3)
    expect(passedOver).toEqual([
      { index: 1, why: 'it is an episode of a podcast' },
      { index: 2, why: 'the row names no track' },
    ])
  })

  it.each(['', 'a,b\n1,2', 'hello', '{"a": 1}'])('%j is none', async text => {
    await expect(read('a.csv', text)).rejects.toMatchObject({
      errorClass: 'Input',
      message: expect.stringMatching(/Track URI/),
    })
  })

  it.each<[string, (text: string) => Buffer]>([
    ['UTF-8', text => Buffer.from(text)],
    ['UTF-8 with a mark', text => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, the other way round', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['the old encoding of Windows', text => Buffer.from(text, 'latin1')],
  ])('in %s', async (_, encode) => {
    const { entries } = await read('a.csv', encode('title,artist\nÜber é,Björk'))
    expect(entries).toMatchObject([{ title: 'Über é', artist: 'Björk' }])
  })
})

describe('an M3U', () => {
  it('names files beside it, elsewhere and on the web', async () => {
    const text = [
      '#EXTM3U',
      '#PLAYLIST:Night drive',
      '#EXTINF:205,The Artist - A Song - Live',
      'music/a song.mp3',
      '',
      '#EXTINF:-1 tvg-id="x, y" group="z",Just a title',
      '/abs/ü#1?.wav',
      '# a remark',
      '#EXTALB:An Album',
      '#EXTART:Somebody',
      '#EXTINF:12.5,Title',
      'https://SoundCloud.com/a/b?si=1',
      'file:///abs/c%20d.wav',
      'sub\\dir\\e.mp3',
    ].join('\r\n')
    expect(await read('a.m3u8', text)).toEqual({
      title: 'Night drive',
      total: 5,
      entries: [
        { link: at('music/a song.mp3'), artist: 'The Artist', title: 'A Song - Live', seconds: 205 },
        { link: 'file:///abs/%C3%BC%231%3F.wav', title: 'Just a title', seconds: undefined },
        { link: 'https://soundcloud.com/a/b', title: 'Title', artist: 'Somebody', album: 'An Album', seconds: 12.5 },
        { link: 'file:///abs/c%20d.wav' },
        { link: at('sub/dir/e.mp3') },
      ],
      passedOver: [],
    })
  })

  it.skipIf(process.platform === 'win32')('what lies on another system is passed over', async () => {
    const { entries, passedOver } = await read('a.m3u', 'C:\\Music\\a.mp3\n\\\\nas\\b.mp3\nrtsp://x.example/c\nd.mp3\n')
    expect(entries).toEqual([{ link: at('d.mp3') }])
    expect(passedOver.map(({ index }) => index)).toEqual([1, 2, 3])
  })

  it('an escaped path is read as it lies there', async () => {
    await mkdir(join(dir, 'a b'))
    await writeFile(join(dir, 'a b', 'c.mp3'), '')
    await writeFile(join(dir, '100%25.mp3'), '')
    const { entries } = await read('x.m3u', 'a%20b/c.mp3\n100%25.mp3\n100%.mp3\nnot%20there.mp3')
    expect(entries.map(({ link }) => link)).toEqual([
      at('a b/c.mp3'),
      at('100%25.mp3'),
      at('100%.mp3'),
      at('not%20there.mp3'),
    ])
  })

  it('in the old encoding, and without a head', async () => {
    const { entries, title } = await read('Old_one.m3u', Buffer.from('Björk.mp3\r', 'latin1'))
    expect(entries).toEqual([{ link: at('Björk.mp3') }])
    expect(title).toBe('Old one')
  })

  it('a stream cut into pieces is none', async () => {
    const text = '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\na.ts\n'
    await expect(read('a.m3u8', text)).rejects.toMatchObject({ tag: 'Not_Audio' })
  })
})

describe('a file', () => {
  it('that is not there, or no file', async () => {
    for (const path of [join(dir, 'none.csv'), dir]) {
      await expect(readPlaylistFile(path)).rejects.toMatchObject({ errorClass: 'Input', tag: 'No_Source' })
    }
  })
  it.each([
    ['a.m3u', true],
    ['a.M3U8', true],
    ['a.wav.csv', true],
    ['a.csv.wav', false],
    ['csv', false],
  ])('%s looks like one of a playlist: %s', (path, expected) => expect(isPlaylistFile(path)).toBe(expected))
})
