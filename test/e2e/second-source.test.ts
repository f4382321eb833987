// A recording that was found is laid over another file of it: one of the library, or one that a setting lets it fetch.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../faults/people/house.ts'
import { text } from '../support/bench.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'
import { melody } from '../support/melody.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const ISRC = 'DEA112400123'
const SECONDS = 36
const SONG = melody(SECONDS, 7)
const OTHER_SONG = melody(SECONDS, 8)
/** The same music, as another upload has it. */
const AGAIN = melody(SECONDS, 7, { louder: 0.6, skip: 0.7 })

const upload = (name: string, more: Partial<FakeTrack>): FakeTrack => ({
  name,
  title: `${ARTIST} - ${TITLE}`,
  uploader: 'a stranger',
  promises: SECONDS,
  ...more,
})
/** It is taken first: it is on the artist's own account. */
const first = (file: Buffer) => upload('first', { uploader: ARTIST, file })
const second = (file: Buffer) => upload('a-video-101', { site: 'youtube', file })

let house: House
let ytdlp: FakeYtdlp
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
})

async function open(environment: Record<string, string> = {}): Promise<void> {
  house = await openHouse({ YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'soundcloud,youtube', ...environment })
  const told = { title: TITLE, artists: [ARTIST], seconds: SECONDS }
  Object.assign(house.tools, { spotify: { track: async () => told } })
}

const addRow = (more: object = {}) =>
  house.add('tracks', {
    Title: text('title', TITLE),
    'Artist Name': text('rich_text', ARTIST),
    'Spotify ID': text('rich_text', '4uLU6hMCjMI75M1A2tKUQC'),
    ...more,
  })

const summaryOf = async (id: string) => String((await house.row(id)).cell('Audio Processing Summary') ?? '')
const linkIn = async (id: string, column: string) => (await house.row(id)).cell(column)
const downloads = async () => (await ytdlp.asked()).filter(line => line.startsWith('download'))

describe('a second service', () => {
  it('is not asked for its file unless a setting says so', async () => {
    await open()
    await ytdlp.holds([first(SONG), second(OTHER_SONG)])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await downloads()).toEqual(['download first'])
    expect(await summaryOf(id)).toMatch(/not known: AcoustID was not asked, no second source$/)
  })

  it('that has the same music proves it', async () => {
    await open({ SECOND_SOURCE: 'always' })
    await ytdlp.holds([first(SONG), second(AGAIN)])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await downloads()).toEqual(['download first', 'download a-video-101'])
    expect(await summaryOf(id)).toMatch(/it sounds like https:\/\/www\.youtube\.com\/watch\?v=a-video-101 \(\d\.\d %/)
    expect(await house.leftovers()).toEqual([])
  })

  it('that has other music refutes it, and then has its own turn', async () => {
    await open({ SECOND_SOURCE: 'always' })
    await ytdlp.holds([first(OTHER_SONG), second(SONG)])
    const id = await addRow()
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect([...house.tools.searches.refused(id)]).toEqual([
      [linkOf(first(SONG)), expect.stringMatching(/it sounds otherwise than https:/)],
    ])
    expect(await linkIn(id, 'YouTube URL')).toBe(linkOf(second(SONG)))
    expect(await summaryOf(id)).toMatch(/no second source$/)
  })

  it('is not needed where the matcher is sure', async () => {
    await open({ SECOND_SOURCE: 'unsure' })
    await ytdlp.holds([first(SONG), { ...second(SONG), uploader: `${ARTIST} - Topic` }])
    const sure = await addRow()
    await house.cycle()
    expect(await downloads()).toEqual(['download a-video-101'])
    expect(await summaryOf(sure)).toMatch(/no second source$/)
  })

  it('that does not give it is no reason to stand still', async () => {
    await open({ SECOND_SOURCE: 'unsure' })
    const strangers = [{ ...first(SONG), uploader: 'a stranger' }, second(SONG)]
    await ytdlp.holds(strangers)
    const unsure = await addRow({ Title: text('title', `${TITLE} `), 'YouTube URL': { url: null } })
    house.hooks.at(unsure, 'prove', () =>
      ytdlp.holds(strangers, { says: '[youtube] HTTP Error 503: Service Unavailable' }),
    )
    await house.cycle()
    expect((await downloads()).length).toBe(2)
    expect(await summaryOf(unsure)).toMatch(/not known: .*the second source could not be had/)
  })
})

describe('a finished track with the same ISRC', () => {
  it('is compared without a download: the same music proves it, other music refutes it', async () => {
    await open()
    const known = upload('known', { file: SONG })
    await ytdlp.holds([known])
    const title = `${TITLE} (2019 Remaster)` // else its files would be shared
    await addRow({
      Title: text('title', title),
      'SoundCloud URL': { url: linkOf(known) },
      ISRC: text('rich_text', ISRC),
    })
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    await ytdlp.asked()

    await ytdlp.holds([first(OTHER_SONG), second(AGAIN)])
    const id = await addRow({ ISRC: text('rich_text', ISRC) })
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect(await downloads()).toEqual(['download first', 'download a-video-101'])
    expect([...house.tools.searches.refused(id).values()]).toEqual([
      expect.stringContaining(`it sounds otherwise than “${ARTIST} – ${title}”, which has the same ISRC`),
    ])
    expect(await summaryOf(id)).toContain(`it sounds like “${ARTIST} – ${title}”, which has the same ISRC`)
  })
})
