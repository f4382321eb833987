// How a playlist is named: other spellings of links, its page in Playlists, and what is none.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ListPlace, openListPlace, tracksIn } from '../support/list-place.ts'

const SET = 'https://soundcloud.com/dj/sets/night-drive'

let place: ListPlace
beforeEach(async () => {
  place = await openListPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('a playlist', () => {
  it('the one row of a link in another spelling is taken, and its own playlists stay beside ours', async () => {
    await place.listAt('First', [{ name: 'one', title: 'One' }])
    await place.report(['playlist', SET])
    await place.listAt('Second', [{ name: 'one', title: 'One, otherwise' }])
    const { text } = await place.report(['playlist', 'https://m.soundcloud.com/DJ/sets/second?si=1'])
    expect(text).toMatch(/^Second: 1 entry, 1 row there, 1 synced before; 1 track in /)
    const ids = (await place.playlists()).map(({ id }) => id)
    expect(ids).toHaveLength(2)
    const [row, ...others] = await place.rows()
    expect(others).toEqual([])
    expect(new Set(z.array(z.string()).parse(row?.cell('Playlists')))).toEqual(new Set(ids))
    expect(tracksIn(await place.m3u8('Second'))[0]).toMatch(/^\.\.\/First\/DJ - One /)
  })

  it('a page of Playlists names it', async () => {
    await place.listAt('Night drive', [{ name: 'one', title: 'One' }])
    await place.report(['playlist', SET])
    const [page] = await place.playlists()
    await place.listAt('Renamed there', [
      { name: 'one', title: 'One' },
      { name: 'two', title: 'Two' },
    ])
    const { text } = await place.report(['playlist', page?.id ?? ''])
    expect(text).toMatch(/^Night drive: 2 entries, 1 row made, 1 row there, 1 synced before, 1 done now; 2 tracks in /)
    expect(await place.playlists()).toHaveLength(1)
  })
})

it('a playlist that was cut off goes on in the next cycle', async () => {
  await place.listAt('Night drive', [
    { name: 'one', title: 'One' },
    { name: 'two', title: 'Two' },
  ])
  const { code } = await place.run(['playlist', SET], { FAILPOINTS: 'playlist.entry.made=kill' })
  expect(code).toBe(-1)
  const { text, exitCode } = await place.report(['--once', '--no-music-sync'])
  expect(text).toMatch(/^Night drive: 2 entries, 1 row made, 1 row there, .*2 tracks in /)
  expect(exitCode).toBe(0)
  expect(await place.downloads()).toEqual({ one: 1, two: 1 })
  expect(tracksIn(await place.m3u8('Night drive'))).toHaveLength(2)
})

describe('what is no playlist', () => {
  it.each([
    ['no link, page or file', 'nonsense', /expected a link, a page of Playlists .* or an M3U, M3U8 or CSV file/],
    ['a file of another kind', '/etc/hostname', /expected a link/],
    ['a track', 'https://soundcloud.com/dj/one', /leads to a track, not to a list: orchestrator track/],
    ['Spotify, not set up', 'spotify:playlist:37i9dQZF1DXcBWIGoYBM5M', /its lists need SPOTIFY_CLIENT_ID/],
    ['a page of nothing', '0123456789abcdef0123456789abcdef', /no page .* of Playlists that this connection sees/],
  ])('%s is said in one line', async (_, what, words) => {
    const { code, stdout, stderr } = await place.run(['playlist', what])
    expect(`${stdout}${stderr}`).toMatch(words)
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /)
    expect(code).not.toBe(0)
  })
})
