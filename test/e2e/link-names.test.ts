// A link that a person gives, and no row has: what its row is called, and which command takes it.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requireListLink, rowOfLink } from '../../src/pipeline/row-of-link.ts'
import { type House, openHouse } from '../faults/people/house.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'

const { signal } = new AbortController()
const UPLOAD: FakeTrack = { name: 'a-slug-1', title: 'Nia Kessler - Night Ferry (Bob Remix)', uploader: 'Bob' }
const VIDEO: FakeTrack = { name: 'dQw4w9WgXcQ', site: 'youtube', title: 'Night Ferry', uploader: 'Nia Kessler' }

let house: House
let ytdlp: FakeYtdlp
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
  house = await openHouse({ YTDLP_BIN: ytdlp.bin })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
})

const namesOf = async (link: string) => {
  const { title, artist } = await rowOfLink(house.tools, link, signal)
  return { title, artist }
}

describe('the row of a link', () => {
  it('is named as its service names the upload, with the artist out of the title', async () => {
    await ytdlp.holds([UPLOAD, VIDEO])
    expect(await namesOf(`${linkOf(UPLOAD)}?si=abc`)).toEqual({
      title: 'Night Ferry (Bob Remix)',
      artist: 'Nia Kessler',
    })
    expect(await namesOf('https://youtu.be/dQw4w9WgXcQ?t=3')).toEqual({ title: 'Night Ferry', artist: 'Nia Kessler' })
    await ytdlp.asked()
    const { id } = await rowOfLink(house.tools, linkOf(UPLOAD), signal)
    expect((await rowOfLink(house.tools, `${linkOf(UPLOAD)}?utm_source=x`, signal)).id).toBe(id)
    expect(await ytdlp.asked()).toEqual([])
  })

  it('of a dead link is named after the link', async () => {
    await ytdlp.holds([])
    expect(await namesOf(linkOf(UPLOAD))).toEqual({ title: 'a slug 1', artist: undefined })
    expect(await namesOf(linkOf(VIDEO))).toEqual({ title: 'YouTube dQw4w9WgXcQ', artist: undefined })
  })

  it('has no title while the service is away, and gets it with the download', async () => {
    await ytdlp.holds([{ ...UPLOAD, refuses: '[soundcloud] x: HTTP Error 503: Service Unavailable' }])
    const { id, title } = await rowOfLink(house.tools, linkOf(UPLOAD), signal)
    expect(title).toBeUndefined()
    await ytdlp.holds([UPLOAD])
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    const { cell } = await house.row(id)
    expect([cell('Title'), cell('Artist Name')]).toEqual(['Night Ferry (Bob Remix)', 'Nia Kessler'])
  })
})

describe('a link for `playlist`', () => {
  it.each([
    ['https://soundcloud.com/dj/song?si=1', /leads to a track, not to a list: orchestrator track "/],
    ['https://youtu.be/dQw4w9WgXcQ', /leads to a track/],
    ['spotify:track:4uLU6hMCjMI75M1A2tKUQC', /leads to a track/],
    ['https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC', /names no list of Spotify: expected/],
    ['https://soundcloud.com/you/likes', /expected the name of your SoundCloud profile/],
  ])('%s is refused with what takes it', (link, words) => {
    expect(() => requireListLink(link)).toThrow(words)
  })

  it.each([
    'https://soundcloud.com/dj/sets/night-drive',
    'https://soundcloud.com/dj/likes',
    'https://on.soundcloud.com/abc',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLabcdefghijklmnop',
    'https://open.spotify.com/intl-de/album/4uLU6hMCjMI75M1A2tKUQC?si=1',
    'https://open.spotify.com/collection/tracks',
    'https://www.mixcloud.com/dj/playlists/night/',
  ])('%s is taken', link => {
    expect(() => requireListLink(link)).not.toThrow()
  })
})
