// What services say of a recording that cannot be had: its row is told once; of one that was found, the next is taken.

import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refused } from '../../../src/errors.ts'
import { filesIn, text } from '../../support/bench.ts'
import { type FakeTrack, type FakeYtdlp, linkOf, openFakeYtdlp } from '../../support/fake-ytdlp.ts'
import { type House, openHouse } from '../people/house.ts'

const TITLE = 'Night Ferry'
const ARTIST = 'Nia Kessler'
const GOOD: FakeTrack = { name: 'good', title: `${ARTIST} - ${TITLE}`, uploader: 'a stranger' }
/** On the artist's own account: it is taken first. */
const FIRST: FakeTrack = { ...GOOD, name: 'first', uploader: ARTIST }

const REFUSALS: readonly (readonly [what: string, becomes: Partial<FakeTrack>, tag: string])[] = [
  [
    'H12 there is nothing any more',
    { refuses: '[soundcloud] somebody/first: Unable to download JSON metadata: HTTP Error 404: Not Found' },
    'SC_404',
  ],
  [
    'H14 not in this country',
    { refuses: '[soundcloud] 1: This video is not available from your location due to geo restriction' },
    'SC_Geo_Blocked',
  ],
  ['H15 it is protected', { refuses: '[soundcloud] 1: This video is DRM protected' }, 'DRM'],
  ['H16 only a preview', { refuses: '[soundcloud] 1: Requested format is not available' }, 'Preview_Only'],
  ['H17 a sign-in is wanted', { refuses: '[youtube] 1: Private video. Sign in if you have access' }, 'Needs_Login'],
  ['H4 a stream without end', { isLive: true }, 'Not_Audio'],
]

let house: House
let ytdlp: FakeYtdlp
beforeEach(async () => {
  ytdlp = await openFakeYtdlp()
  house = await openHouse({ YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'soundcloud' })
  Object.assign(house.tools, { spotify: { track: async () => ({ title: TITLE, artists: [ARTIST], seconds: 4 }) } })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await ytdlp[Symbol.asyncDispose]()
})

const addRow = (more: object = {}) =>
  house.add('tracks', {
    Title: text('title', TITLE),
    'Artist Name': text('rich_text', ARTIST),
    'Spotify ID': text('rich_text', '4uLU6hMCjMI75M1A2tKUQC'),
    ...more,
  })

it('H4 a row with a list is told, and nobody is asked for its thousands', async () => {
  const id = await addRow({ 'SoundCloud URL': { url: 'https://soundcloud.com/somebody/sets/everything' } })
  expect(await house.cycle()).toMatchObject([{ kind: 'failed', text: expect.stringContaining('list') }])
  expect((await house.row(id)).cell('Downloaded')).toBe(false)
  expect(await ytdlp.asked()).toEqual([])
})

describe.each(REFUSALS)('%s', (_what, becomes, tag) => {
  it('a row with the link is told, and it is asked for once', async () => {
    await ytdlp.holds([{ ...FIRST, ...becomes }])
    const id = await addRow({ 'SoundCloud URL': { url: linkOf(FIRST) } })
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    expect((await house.row(id)).cell('Audio Processing')).toEqual([tag])
    expect(await ytdlp.asked()).toEqual(['describe first'])
    expect(await house.cycle()).toEqual([])
    expect(await ytdlp.asked()).toEqual([])
  })

  it('a recording that was found is never taken again, and the next one has its turn', async () => {
    await ytdlp.holds([FIRST, GOOD])
    const id = await addRow()
    house.hooks.at(id, 'download', () => ytdlp.holds([{ ...FIRST, ...becomes }, GOOD]))
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect((await house.row(id)).cell('SoundCloud URL')).toBe(linkOf(GOOD))
    expect([...house.tools.searches.refused(id).keys()]).toEqual([linkOf(FIRST)])
    expect(await filesIn(join(dirname(house.libraryDir), 'quarantine'))).toEqual([])
  })
})

describe('a recording that was found and leads to a place that is not allowed', () => {
  const notAllowed = async () => {
    throw new Refused('it leads to a place that is not allowed')
  }

  it('is never taken again, and the next one has its turn', async () => {
    await ytdlp.holds([FIRST, GOOD])
    const id = await addRow()
    house.hooks.at(id, 'download', notAllowed)
    expect(await house.cycle()).toMatchObject([{ kind: 'done' }])
    expect([...house.tools.searches.refused(id).keys()]).toEqual([linkOf(FIRST)])
  })

  it('is not to blame for a place on this machine', async () => {
    await ytdlp.holds([FIRST, GOOD])
    const id = await addRow()
    house.hooks.at(id, 'file', notAllowed)
    expect(await house.cycle()).toMatchObject([{ kind: 'failed' }])
    expect((await house.row(id)).cell('Audio Processing')).toEqual(['Not_Allowed'])
    expect(house.tools.searches.refused(id).size).toBe(0)
  })
})
