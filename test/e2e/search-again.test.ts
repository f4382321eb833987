// What a search for a row's recording asks a second time, where else it asks, and what it never offers again.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type House, openHouse } from '../faults/people/house.ts'
import { text } from '../support/bench.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'
import { withWorkspace } from '../support/rows.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const ISRC = 'DEA112400123'
/** YouTube makes such channels out of what labels deliver. */
const DELIVERED: FakeTrack = {
  name: 'a-video-101',
  site: 'youtube',
  title: TITLE,
  uploader: `${ARTIST} - Topic`,
  artist: ARTIST,
}

let house: House | undefined
let ytdlp: FakeYtdlp
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
})
afterEach(async () => {
  await house?.[Symbol.asyncDispose]()
  house = undefined
  await ytdlp[Symbol.asyncDispose]()
})

async function open(sources: string) {
  house = await openHouse({ YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: sources })
  return house
}

const cells = (title: string, more: object = {}) => ({
  Title: text('title', title),
  'Artist Name': text('rich_text', ARTIST),
  ...more,
})
const searches = async () => (await ytdlp.asked()).filter(line => line.startsWith('search'))

describe('words that find nothing', () => {
  it('are followed by others, once at each service', async () => {
    const { add, cycle, row } = await open('soundcloud,youtube')
    await ytdlp.holds([{ ...DELIVERED, only: `${ARTIST} ${TITLE}` }])
    const id = await add('tracks', cells(`${TITLE} [Free Download]`))
    expect(await cycle()).toMatchObject([{ kind: 'done' }])
    expect((await row(id)).cell('YouTube URL')).toBe(linkOf(DELIVERED))
    expect(await searches()).toEqual([
      `search sc ${ARTIST} ${TITLE} [Free Download]`,
      `search yt ${ARTIST} ${TITLE} [Free Download]`,
      `search sc ${ARTIST} ${TITLE}`,
      `search yt ${ARTIST} ${TITLE}`,
    ])
  })

  it('are not, where a person can choose from what they found', async () => {
    const { add, cycle } = await open('soundcloud')
    await ytdlp.holds([{ name: 'one', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }])
    await add('tracks', cells(`${TITLE} [Free Download]`))
    expect(await cycle()).toMatchObject([{ kind: 'failed', text: expect.stringContaining('Which of these') }])
    expect(await searches()).toHaveLength(1)
  })
})

describe('a service that was away', () => {
  it('is searched when what the others had is refused', async () => {
    const { add, cycle, row } = await open('soundcloud,youtube')
    const spotify = { track: async () => ({ title: TITLE, artists: [ARTIST], seconds: 4 }) }
    const cut = { ...DELIVERED, has: 0.5 }
    const good: FakeTrack = { name: 'good', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }
    Object.assign(house?.tools ?? {}, { spotify })
    await ytdlp.holds([cut, good], { away: 'soundcloud' })
    const id = await add('tracks', cells(TITLE, { 'Spotify ID': text('rich_text', '4uLU6hMCjMI75M1A2tKUQC') }))
    expect(await cycle()).toMatchObject([{ kind: 'retry' }])
    expect((await row(id)).cell('Audio Processing')).toEqual([])
    await house?.restart()
    await ytdlp.holds([cut, good])
    await house?.tools.queue.again(`track:${id}`)
    expect(await cycle()).toMatchObject([{ kind: 'done' }])
    expect((await row(id)).cell('SoundCloud URL')).toBe(linkOf(good))
    const downloads = (await ytdlp.asked()).filter(line => line.startsWith('download'))
    expect(downloads).toEqual([`download ${cut.name}`, `download ${good.name}`])
  })
})

describe('YouTube Music', () => {
  it('is searched for words, then for the code, and its songs are described', async () => {
    const { add, cycle, row } = await open('youtube-music')
    await ytdlp.holds([{ ...DELIVERED, only: ISRC }])
    const id = await add('tracks', cells(TITLE, { ISRC: text('rich_text', ISRC) }))
    expect(await cycle()).toMatchObject([{ kind: 'done' }])
    expect(await ytdlp.asked()).toEqual([
      `search ytm ${ARTIST} ${TITLE}`,
      `search ytm ${ISRC}`,
      'describe a-video-101',
      'describe a-video-101',
      'download a-video-101',
    ])
    expect((await row(id)).cell('YouTube URL')).toBe(linkOf(DELIVERED))
  })

  it('and YouTube find one video: it is described once', async () => {
    const { add, cycle } = await open('youtube,youtube-music')
    await ytdlp.holds([DELIVERED])
    await add('tracks', cells(TITLE))
    expect(await cycle()).toMatchObject([{ kind: 'done' }])
    const described = (await ytdlp.asked()).filter(line => line.startsWith('describe'))
    expect(described).toHaveLength(2) // once for the search, once before the download
  })
})

describe('a person’s no', () => {
  const STRANGER: FakeTrack = { name: 'one', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }

  it('outlives a restart, a retry and a changed title', async () => {
    const { add, cycle, edit, row, restart, tools } = await open('soundcloud')
    await ytdlp.holds([STRANGER])
    const id = await add('tracks', cells(TITLE))
    const takeTagsOff = () => edit(id, { 'Audio Processing': { multi_select: [] } })
    expect(await cycle()).toMatchObject([{ text: expect.stringContaining(linkOf(STRANGER)) }])
    await restart()
    await takeTagsOff()
    await cycle()
    expect((await row(id)).cell('Audio Processing')).toEqual(['No_Source'])
    await ytdlp.asked()

    await restart()
    await house?.tools.queue.again(`track:${id}`)
    await cycle()
    await edit(id, { Title: text('title', `${TITLE} (Original Mix)`) })
    await takeTagsOff()
    await cycle()
    expect((await row(id)).cell('Audio Processing')).toEqual(['No_Source'])
    expect((await row(id)).cell('Audio Processing Summary')).toContain('a person said no')
    expect((await ytdlp.asked()).filter(line => !line.startsWith('search'))).toEqual([])
    expect([...(house?.tools ?? tools).searches.refused(id).keys()]).toEqual([linkOf(STRANGER)])
  })
})

describe('orchestrator track', () => {
  it('tells what proves a recording that was found', async () => {
    await ytdlp.holds([DELIVERED])
    const varDir = await newVar()
    let id = ''
    await withWorkspace(varDir, async (call, ids) => {
      const Source = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
      const source = Source.parse(await call('GET', `databases/${ids.tracks}`)).data_sources[0]?.id
      const parent = { type: 'data_source_id', data_source_id: source }
      id = z.object({ id: z.string() }).parse(await call('POST', 'pages', { parent, properties: cells(TITLE) })).id
    })
    const environment = { YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'youtube' }
    const { code, stdout } = await orchestrator(['track', id, '--json', '--var', varDir], environment)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).entries[0].outcome.proof).toEqual({
      verdict: 'unknown',
      checks: [
        { check: 'length', verdict: 'pass', says: 'length 0:04 = 0:04' },
        { check: 'decode', verdict: 'pass', says: 'decoded to its end' },
        { check: 'silence', verdict: 'pass', says: 'not silent' },
        { check: 'AcoustID', verdict: 'unknown', says: 'AcoustID was not asked' },
        { check: 'second source', verdict: 'unknown', says: 'no second source' },
      ],
    })
    await withWorkspace(varDir, async call => {
      const properties = {
        Downloaded: { checkbox: false },
        'WAV File Path': { rich_text: [] },
        'YouTube URL': { url: null },
      }
      const others = { 'M4A File Path': { rich_text: [] }, 'AIFF File Path': { rich_text: [] } }
      await call('PATCH', `pages/${id}`, { properties: { ...properties, ...others } })
    })
    const again = await orchestrator(['track', id, '--var', varDir], environment)
    expect(again.stdout).toContain(
      `${ARTIST} – ${TITLE}: proved by: length 0:04 = 0:04, decoded to its end, not silent; not known: AcoustID was not asked, no second source`,
    )
  })
})
