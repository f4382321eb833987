// `orchestrator playlist` with a file: rows, tracks, the page of Playlists and the M3U8 file.

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ListPlace, openListPlace, tracksIn } from '../support/list-place.ts'

const Plan = z.object({
  title: z.string(),
  total: z.number().optional(),
  remarks: z.array(z.string()),
  page: z.object({ would: z.string() }),
  m3u8: z.string(),
  entries: z.array(z.object({ name: z.string(), would: z.string(), because: z.string(), row: z.string().optional() })),
  passedOver: z.array(z.object({ index: z.number(), why: z.string() })),
})

let place: ListPlace
beforeEach(async () => {
  place = await openListPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** A playlist of three songs and one that is not there. */
async function putM3u8(): Promise<string> {
  for (const [at, name] of ['a.wav', 'b.wav', 'c.wav'].entries()) await place.song(name, 300 + 50 * at)
  return place.put(
    'list.m3u8',
    '#EXTM3U\n#PLAYLIST:Night drive\n#EXTINF:1,Anna - A\na.wav\n#EXTINF:1,Ben - B\nb.wav\ngone.wav\nc.wav\n',
  )
}

const titlesIn = async () => (await place.rows()).map(({ cell }) => cell('Title'))

async function planOf(what: string): Promise<z.infer<typeof Plan>> {
  const { stdout, stderr } = await place.run(['playlist', what, '--dry-run', '--json'])
  if (!stdout) throw new Error(stderr)
  return Plan.parse(JSON.parse(stdout))
}

describe('a playlist in a file', () => {
  it('becomes rows, tracks in its own folder, a page of Playlists and an M3U8 file; again, nothing more', async () => {
    const path = await putM3u8()
    const first = await place.report(['playlist', path])
    expect(first).toMatchObject({ kind: 'done', exitCode: 0 })
    expect(first.text).toMatch(
      /^Night drive: 4 entries, 4 rows made, 3 done now, 1 failed; 3 tracks in .*Night drive\.m3u8$/,
    )
    const rows = await place.rows()
    expect(rows.map(({ cell }) => [cell('Title'), cell('Artist Name')])).toEqual([
      ['A', 'Anna'],
      ['B', 'Ben'],
      ['gone', ''],
      ['c', ''],
    ])
    const [page] = await place.playlists()
    expect(page?.cell('Title')).toBe('Night drive')
    expect(rows.map(({ cell }) => cell('Playlists'))).toEqual([[page?.id], [page?.id], [page?.id], [page?.id]])
    const library = await place.library()
    expect(library.filter(name => name.startsWith('Night drive/'))).toHaveLength(3)
    const m3u8 = await place.m3u8('Night drive')
    expect(m3u8).toMatch(
      /^#EXTM3U\n#PLAYLIST:Night drive\n#EXTINF:1,Anna - A\n\.\.\/Night drive\/Anna - A \[\w{8}\]\.wav\n/,
    )
    expect(
      tracksIn(m3u8)
        .map(line => line.slice(3))
        .sort(),
    ).toEqual(library.filter(name => name.endsWith('.wav')))

    const second = await place.report(['playlist', path])
    expect(second.text).toMatch(/^Night drive: 4 entries, 4 rows there, 3 synced before, 1 left as it is; 3 tracks in /)
    expect(second.tracks).toEqual([])
    expect(await place.library()).toEqual(library)
    expect(await place.m3u8('Night drive')).toBe(m3u8)
    expect(await titlesIn()).toHaveLength(4)
    expect(await place.playlists()).toHaveLength(1)
  })

  it('a dry run tells of each entry and writes nothing, before and after', async () => {
    const path = await putM3u8()
    const before = await place.tree()
    const plan = await planOf(path)
    expect(plan).toMatchObject({ title: 'Night drive', total: 4, remarks: [], page: { would: 'make' } })
    expect(plan.entries.map(({ would }) => would)).toEqual(Array(4).fill('make a row'))
    expect(plan.m3u8).toBe(join(place.libraryDir, 'Playlists', 'Night drive.m3u8'))
    expect(await place.tree()).toEqual(before)
    await place.report(['playlist', path, '--limit', '1'])
    const then = await place.tree()
    expect((await planOf(path)).entries.map(({ would, because }) => [would, because])).toEqual([
      ['nothing', 'it is downloaded'],
      ['make a row', 'there is no row with its link'],
      ['make a row', 'there is no row with its link'],
      ['make a row', 'there is no row with its link'],
    ])
    expect(await place.tree()).toEqual(then)
  })

  it('--limit takes the first that want work, and what is finished later by other ways comes into the file', async () => {
    const path = await putM3u8()
    const first = await place.report(['playlist', path, '--limit', '1'])
    expect(first.text).toMatch(
      /^Night drive: 4 entries, 1 row made, 1 done now; 3 entries were not looked at \(--limit\)/,
    )
    expect(tracksIn(await place.m3u8('Night drive'))).toHaveLength(1)
    await place.report(['playlist', path, '--limit', '1'])
    const [, , third] = ['a', 'b', 'c']
    expect(await titlesIn()).toEqual(['A', 'B'])
    expect(tracksIn(await place.m3u8('Night drive'))).toHaveLength(2)
    await place.report(['playlist', path, '--limit', '3'])
    const gone = (await place.rows()).find(({ cell }) => cell('Title') === 'gone')
    await place.song('gone.wav', 700)
    await place.report(['track', gone?.id ?? ''])
    expect(tracksIn(await place.m3u8('Night drive'))).toEqual([
      expect.stringContaining('Anna - A'),
      expect.stringContaining('Ben - B'),
      expect.stringContaining('gone'),
      expect.stringContaining(`/${third} `),
    ])
  })

  it('a file of a person under that name stays, and files that are in place never move', async () => {
    const song = await place.song('a.wav', 300)
    await place.report(['track', song])
    const before = await place.library()
    const theirs = join(place.libraryDir, 'Playlists')
    await place.run(['playlist', await putM3u8()])
    await rm(join(theirs, 'Night drive.m3u8'))
    await writeFile(join(theirs, 'Night drive.m3u8'), 'mine\n')
    const { text } = await place.report(['playlist', await putM3u8()])
    expect(text).toContain('Night drive (2).m3u8')
    expect(await place.m3u8('Night drive')).toBe('mine\n')
    expect(tracksIn(await place.m3u8('Night drive (2)'))[0]).toMatch(/^\.\.\/Unassigned\/a /)
    expect(await place.library()).toEqual(expect.arrayContaining(before))
  })

  it('of Exportify: rows with id, link and code; what names no link is a row of its names', async () => {
    const path = await place.put(
      'My_list.csv',
      [
        'Track URI,Track Name,Artist Name(s),Track Duration (ms),ISRC',
        'spotify:track:4uLU6hMCjMI75M1A2tKUQC,One,"Anna;Ben",200000,GBAYE0000001',
        ',Two,Clara,210000,',
        ',Three,Clara,210000,',
        'spotify:episode:4uLU6hMCjMI75M1A2tKUQC,Talk,Host,1,',
      ].join('\n'),
    )
    const { text, notes } = await place.report(['playlist', path])
    expect(text).toBe('My list: 4 entries, 1 no track, 3 rows made, 3 left as they are')
    expect(notes).toEqual([
      'number 4: it is an episode of a podcast',
      'Anna, Ben – One; Clara – Two; Clara – Three: it has no link to fetch audio from yet, and SEARCH_SOURCES names no service to look for it',
    ])
    const rows = await place.rows()
    expect(rows.map(({ cell }) => [cell('Title'), cell('Artist Name'), cell('Spotify ID'), cell('ISRC')])).toEqual([
      ['One', 'Anna, Ben', '4uLU6hMCjMI75M1A2tKUQC', 'GBAYE0000001'],
      ['Two', 'Clara', '', ''],
      ['Three', 'Clara', '', ''],
    ])
    expect((await place.report(['playlist', path])).text).toContain('3 rows there')
    expect(await place.rows()).toHaveLength(3)
  })
})
