// What is known before anything is fetched, and rows of before there was an index.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { text } from '../support/bench.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../support/fake-ytdlp.ts'
import { melody } from '../support/melody.ts'
import { MERGED, type MergedPlace, openMergedPlace, SECONDS } from '../support/merged-place.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const SPOTIFY_ID = '4uLU6hMCjMI75M1A2tKUQC'

let ytdlp: FakeYtdlp
let place: MergedPlace
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
  place = await openMergedPlace({ YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'soundcloud' })
})
afterEach(async () => {
  await place[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
})

const upload = (name: string, seed: number, more: Partial<FakeTrack> = {}): FakeTrack => ({
  name,
  title: `${ARTIST} - ${TITLE}`,
  uploader: ARTIST,
  promises: SECONDS,
  file: melody(SECONDS, seed),
  ...more,
})
const downloads = async () => (await ytdlp.asked()).filter(line => line.startsWith('download'))

describe('a row without a link whose Spotify id is that of a finished one', () => {
  const addRow = (title: string) =>
    place.house.add('tracks', {
      Title: text('title', title),
      'Artist Name': text('rich_text', ARTIST),
      'Spotify ID': text('rich_text', SPOTIFY_ID),
    })
  const told = (title: string, seconds = SECONDS) =>
    Object.assign(place.house.tools, { spotify: { track: async () => ({ title, artists: [ARTIST], seconds }) } })

  async function finished(): Promise<string> {
    told(TITLE)
    await ytdlp.holds([upload('first', 7)])
    const id = await addRow(TITLE)
    await place.house.cycle()
    await place.expectOwn(id)
    await ytdlp.asked()
    return id
  }

  it('shares its files: nothing is fetched', async () => {
    const first = await finished()
    await ytdlp.holds([upload('another', 7)])
    const second = await addRow(TITLE)
    await place.house.cycle()
    await place.expectMerged(second, first)
    expect(await downloads()).toEqual([])
  })

  it('and that names another version is fetched', async () => {
    await finished()
    told(`${TITLE} (Extended Mix)`)
    await ytdlp.holds([upload('extended', 9, { title: `${ARTIST} - ${TITLE} (Extended Mix)` })])
    const second = await addRow(`${TITLE} (Extended Mix)`)
    await place.house.cycle()
    expect(await downloads()).toEqual(['download extended'])
    await place.expectOwn(second)
  })
})

describe('a link', () => {
  it('of a row that was finished elsewhere is a duplicate: there is nothing to share', async () => {
    const url = await place.upload('song.wav')
    await place.addTrack('Theirs', url, { Downloaded: { checkbox: true } })
    const id = await place.addTrack('Ours', url)
    expect(await place.house.cycle()).toMatchObject([{ id, kind: 'failed' }])
    expect(await place.tagsOf(id)).toEqual(['Duplicate'])
    expect(await place.summaryOf(id)).toContain('the same link as "Nia Kessler – Theirs"')
  })

  it('in another spelling is that of the finished row: nothing is fetched', async () => {
    const song = upload('song', 7)
    await ytdlp.holds([song])
    const first = await place.addTrack(TITLE, linkOf(song))
    await place.house.cycle()
    const second = await place.addTrack('Something else', `${linkOf(song)}?utm_source=mail`)
    await place.house.cycle()
    await place.expectMerged(second, first)
    expect(await downloads()).toEqual(['download song'])
  })
})

describe('a finished row of before there was an index', () => {
  it('comes into it by itself, and is known from then on', async () => {
    const first = await place.addTrack(TITLE, await place.upload('first.wav'))
    await place.house.cycle()
    const { store, ledger, recordings } = place.house.tools
    for (const table of ['recording', 'recording_print', 'recording_term', 'recording_key', 'recording_file'])
      store.database.exec(`delete from ${table}`)
    expect(ledger.forgetFacts('recordings are in the index')).toBe(1)
    await place.house.cycle()
    expect(recordings.findBy({ page: first })).toMatchObject([
      { title: TITLE, artist: ARTIST, files: [{ format: 'wav' }] },
    ])
    const second = await place.addTrack(TITLE, await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
    await place.house.cycle()
    await place.expectMerged(second, first)
    expect(await place.tagsOf(second)).toEqual([MERGED])
  })
})
