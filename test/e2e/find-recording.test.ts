// Rows without a link: the recording is searched, judged, proved and written down, or the row says why not.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowOfLink } from '../../src/pipeline/row-of-link.ts'
import { type House, openHouse } from '../faults/people/house.ts'
import { text } from '../support/bench.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const GOOD: FakeTrack = { name: 'good', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }
const OTHER: FakeTrack = { ...GOOD, name: 'other', uploader: 'another stranger' }
const SPED_UP: FakeTrack = { name: 'fast', title: `${ARTIST} - ${TITLE} (sped up)`, uploader: 'a stranger' }
const DAY_MS = 24 * 3600_000

let house: House
let ytdlp: FakeYtdlp
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
  house = await openHouse({ YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'soundcloud,youtube' })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
})

/** A row without a link; with an id, Spotify says how long it is. */
function addRow({ spotifyId = '4uLU6hMCjMI75M1A2tKUQC' }: { spotifyId?: string } = {}) {
  Object.assign(house.tools, { spotify: { track: async () => ({ title: TITLE, artists: [ARTIST], seconds: 4 }) } })
  return house.add('tracks', {
    Title: text('title', TITLE),
    'Artist Name': text('rich_text', ARTIST),
    'Spotify ID': text('rich_text', spotifyId),
  })
}

async function shown(id: string) {
  const { cell } = await house.row(id)
  return {
    tags: cell('Audio Processing'),
    summary: String(cell('Audio Processing Summary') ?? ''),
    soundcloud: cell('SoundCloud URL'),
    youtube: cell('YouTube URL'),
    downloaded: cell('Downloaded'),
  }
}

const searchesIn = (asked: readonly string[]) => asked.filter(line => line.startsWith('search'))
const downloadsIn = (asked: readonly string[]) => asked.filter(line => line.startsWith('download'))
const takeTagsOff = (id: string) => house.edit(id, { 'Audio Processing': { multi_select: [] } })

describe('a link to Spotify', () => {
  const SPOTIFY = 'https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC?si=a'

  it('is a row of what Spotify names, once, and the recording is found elsewhere', async () => {
    await ytdlp.holds([SPED_UP, GOOD])
    const track = { spotifyId: '4uLU6hMCjMI75M1A2tKUQC', title: TITLE, artists: [ARTIST], seconds: 4 }
    Object.assign(house.tools, { spotify: { track: async () => track } })
    const signal = new AbortController().signal
    const { id } = await rowOfLink(house.tools, SPOTIFY, signal)
    expect((await rowOfLink(house.tools, 'spotify:track:4uLU6hMCjMI75M1A2tKUQC', signal)).id).toBe(id)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await shown(id)).toMatchObject({ soundcloud: linkOf(GOOD), downloaded: true })
    expect(downloadsIn(await ytdlp.asked())).toEqual(['download good'])
  })

  it.each([
    ['https://soundcloud.com/dj/sets/night', /playlist "https:\/\/soundcloud/],
    ['https://open.spotify.com/episode/4uLU6hMCjMI75M1A2tKUQC', /names no track/],
    ['http://', /is no link/],
  ])('%s is refused in words', async (link, words) => {
    await expect(rowOfLink(house.tools, link, new AbortController().signal)).rejects.toThrow(words)
  })
})

describe('a recording that is certain', () => {
  it('is fetched, and its link is written with the finished track, never before', async () => {
    await ytdlp.holds([SPED_UP, GOOD])
    const id = await addRow()
    let before: unknown
    house.hooks.at(id, 'write back', async () => {
      before = (await shown(id)).soundcloud
    })
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(before).toBeNull()
    expect(await shown(id)).toMatchObject({ downloaded: true, tags: [], soundcloud: linkOf(GOOD), youtube: null })
    const asked = await ytdlp.asked()
    expect(searchesIn(asked)).toEqual([`search sc ${ARTIST} ${TITLE}`, `search yt ${ARTIST} ${TITLE}`])
    expect(downloadsIn(asked)).toEqual(['download good'])
  })

  it('of YouTube goes into the column of YouTube', async () => {
    const video: FakeTrack = { ...GOOD, name: 'a-video-101', site: 'youtube' }
    await ytdlp.holds([video])
    const id = await addRow()
    await house.cycle()
    expect(await shown(id)).toMatchObject({ downloaded: true, soundcloud: null, youtube: linkOf(video) })
  })

  it('is not searched again after a fault on the way', async () => {
    await ytdlp.holds([GOOD], { says: '[download] Got error: HTTP Error 503: Service Unavailable' })
    const id = await addRow()
    const [first] = await house.cycle()
    expect(first?.kind).toBe('retry')
    expect(searchesIn(await ytdlp.asked())).toHaveLength(2)
    await house.restart()
    await ytdlp.holds([GOOD])
    await house.tools.queue.again(`track:${id}`)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(searchesIn(await ytdlp.asked())).toEqual([])
    expect(await shown(id)).toMatchObject({ downloaded: true, soundcloud: linkOf(GOOD) })
  })

  it('that another row has already is shared', async () => {
    await ytdlp.holds([GOOD])
    await house.add('tracks', { Title: text('title', TITLE), 'SoundCloud URL': { url: linkOf(GOOD) } })
    await house.cycle()
    const id = await addRow()
    await house.cycle()
    expect(await shown(id)).toMatchObject({ downloaded: true, tags: ['Merged Duplicate'], soundcloud: null })
  })
})

describe('a recording whose file is not what was promised', () => {
  const CUT: FakeTrack = { ...GOOD, name: 'cut', uploader: ARTIST, has: 0.5 }
  const CUT_TOO: FakeTrack = { ...OTHER, name: 'cut-too', has: 0.6 }

  it('is never taken again, and the next one has its turn in the same run', async () => {
    await ytdlp.holds([CUT, GOOD])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    const asked = await ytdlp.asked()
    expect(downloadsIn(asked).sort()).toEqual(['download cut', 'download good'])
    expect(searchesIn(asked)).toHaveLength(2)
    expect(await shown(id)).toMatchObject({ downloaded: true, soundcloud: linkOf(GOOD) })
    expect([...house.tools.searches.refused(id)]).toEqual([[linkOf(CUT), expect.stringMatching(/promised 0:04/)]])
  })

  it('twice: the row says of both why, and neither is fetched again', async () => {
    await ytdlp.holds([CUT, CUT_TOO])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    const { tags, summary, downloaded, soundcloud } = await shown(id)
    expect({ tags, downloaded, soundcloud }).toEqual({ tags: ['No_Source'], downloaded: false, soundcloud: null })
    expect(summary).toContain(linkOf(CUT))
    expect(summary).toContain(linkOf(CUT_TOO))
    await ytdlp.asked()
    await takeTagsOff(id)
    await house.cycle()
    const asked = await ytdlp.asked()
    expect(searchesIn(asked)).toHaveLength(2)
    expect(downloadsIn(asked)).toEqual([])
    expect(await house.leftovers()).toEqual([])
    expect(await house.library()).toEqual([])
  })
})

describe('a recording that may be it', () => {
  async function ask() {
    await ytdlp.holds([GOOD, { ...OTHER, promises: 44 }, SPED_UP])
    const id = await addRow({ spotifyId: '' })
    await house.cycle()
    return id
  }

  it('is put to the person with reasons and links, once', async () => {
    const id = await ask()
    const { tags, summary, soundcloud } = await shown(id)
    expect({ tags, soundcloud }).toEqual({ tags: ['Needs_Review'], soundcloud: null })
    expect(summary).toMatch(/^Which of these is it\? 1\. .* 2\. /)
    for (const track of [GOOD, OTHER]) expect(summary).toContain(linkOf(track))
    expect(summary).not.toContain(linkOf(SPED_UP))
    expect(downloadsIn(await ytdlp.asked())).toEqual([])
    expect(await house.cycle()).toEqual([])
    expect(await ytdlp.asked()).toEqual([])
  })

  it('is taken when the person puts its link into the row', async () => {
    const id = await ask()
    await house.edit(id, { 'SoundCloud URL': { url: linkOf(GOOD) } })
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await shown(id)).toMatchObject({ downloaded: true, tags: [], soundcloud: linkOf(GOOD) })
  })

  it('is never offered again once the person took the tag off', async () => {
    const id = await ask()
    await ytdlp.asked()
    await takeTagsOff(id)
    await house.cycle()
    const first = await shown(id)
    expect(first.tags).toEqual(['No_Source'])
    expect(first.summary).toMatch(/a person said no/)
    expect((await ytdlp.asked()).filter(line => /good|other/.test(line))).toEqual([])
    await house.restart()
    const third: FakeTrack = { ...GOOD, name: 'third', uploader: 'a third stranger' }
    await ytdlp.holds([GOOD, OTHER, third])
    await takeTagsOff(id)
    await house.cycle()
    const { tags, summary } = await shown(id)
    expect(tags).toEqual(['Needs_Review'])
    expect(summary).toContain(linkOf(third))
    expect(summary).not.toContain(linkOf(GOOD))
  })

  it('is offered again when the person changed what is looked for', async () => {
    const id = await ask()
    await house.edit(id, { 'Artist Name': text('rich_text', ARTIST.toUpperCase()) })
    await takeTagsOff(id)
    await house.cycle()
    const { tags, summary } = await shown(id)
    expect(tags).toEqual(['Needs_Review'])
    expect(summary).toContain(linkOf(GOOD))
  })
})

describe('a recording that is not there', () => {
  it('is said with the nearest and why not, and looked for again after a month', async () => {
    await ytdlp.holds([SPED_UP])
    const id = await addRow()
    await house.cycle()
    const { tags, summary } = await shown(id)
    expect(tags).toEqual(['No_Source'])
    expect(summary).toMatch(/^Not found: .*sped up/i)
    expect(summary).toContain(linkOf(SPED_UP))
    await ytdlp.asked()
    await ytdlp.holds([SPED_UP, GOOD])
    const now = Date.now()
    house.tools.now = () => new Date(now + 29 * DAY_MS)
    expect(await house.cycle()).toEqual([])
    expect(await ytdlp.asked()).toEqual([])
    house.tools.now = () => new Date(now + 31 * DAY_MS)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await shown(id)).toMatchObject({ downloaded: true, tags: [], soundcloud: linkOf(GOOD) })
  })
})

describe('a person’s edit', () => {
  it('before the results are written wins: the found link is not written beside it', async () => {
    await ytdlp.holds([GOOD, OTHER])
    const id = await addRow()
    house.hooks.at(id, 'deliver', () => house.edit(id, { 'SoundCloud URL': { url: linkOf(OTHER) } }))
    const ends = await house.cycle()
    expect(ends[0]?.kind).toBe('retry')
    expect((await shown(id)).soundcloud).toBe(linkOf(OTHER))
    await house.tools.queue.again(`track:${id}`)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(downloadsIn(await ytdlp.asked())).toEqual(['download good', 'download other'])
    expect(await shown(id)).toMatchObject({ downloaded: true, soundcloud: linkOf(OTHER) })
  })
})

describe('where nothing can search', () => {
  it('without yt-dlp the row waits, untouched', async () => {
    await house[Symbol.asyncDispose]()
    house = await openHouse({ YTDLP_BIN: '/nowhere/yt-dlp', SEARCH_SOURCES: 'soundcloud' })
    const id = await addRow()
    const [end] = await house.cycle()
    expect(end).toMatchObject({ kind: 'blocked', text: expect.stringContaining('yt-dlp') })
    expect(await shown(id)).toMatchObject({ tags: [], summary: '', soundcloud: null })
  })

  it('nothing is asked in a local workspace unless a setting says so', async () => {
    await house[Symbol.asyncDispose]()
    house = await openHouse({ YTDLP_BIN: ytdlp.bin })
    await ytdlp.holds([GOOD])
    const id = await addRow()
    expect(await house.cycle()).toEqual([])
    expect(await ytdlp.asked()).toEqual([])
    expect(await shown(id)).toMatchObject({ tags: [], summary: '' })
  })
})
