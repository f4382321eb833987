// Finished tracks go into Eagle, over real HTTP: what goes in, what the row says, and that the files wait for nothing.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EaglePlace, importsIn, openEaglePlace } from '../support/eagle/place.ts'

let place: EaglePlace
beforeEach(async () => {
  place = await openEaglePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const markOf = (page = '') => `track:${page.replaceAll('-', '')}`
describe('a finished track', () => {
  it('goes in as WAV and AIFF with its tags and cover; the row leads to the WAV; later runs ask Eagle for nothing', async () => {
    const [page] = await place.addTagged('Paper Moon', 'Sunday')
    const report = await place.once({ AUDIO_FORMATS: 'm4a,aiff,wav' })
    expect(report).toMatchObject({ exitCode: 0, done: 1, waiting: [] })
    expect(importsIn(report)).toEqual([{ kind: 'done', text: 'in Eagle: wav, aiff', notes: [] }])
    const { items, thumbnails, folders } = place.server.main
    expect(folders.map(({ name, parent }) => [name, parent])).toEqual([
      ['Playlists', undefined],
      ['Sunday', folders[0]?.id],
    ])
    expect(items.map(({ ext, name }) => [ext, name])).toEqual([
      ['wav', 'Ada - Paper Moon'],
      ['aiff', 'Ada - Paper Moon'],
    ])
    for (const { tags, folders: inFolders } of items) {
      expect(inFolders).toEqual([folders[1]?.id])
      expect(tags.slice(0, 4)).toEqual([markOf(page), 'House', 'Deep House', 'Sunday'])
      expect(tags.at(-1)).toMatch(/^fingerprint:[0-9a-f]{64}$/)
    }
    expect(thumbnails.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    const [row] = await place.rows()
    expect(row).toMatchObject({ Downloaded: '✓', 'Eagle File ID': items[0]?.id })
    const before = place.server.asked.length
    expect(importsIn(await place.once())).toEqual([])
    expect(place.server.asked).toHaveLength(before)
  })

  it('goes in by V1 alone too, in the formats that are asked for', async () => {
    Object.assign(place.server.state, { version: 'V1', tellsId: false })
    const [page = ''] = await place.addRows(['Paper Moon'])
    const report = await place.once({ AUDIO_FORMATS: 'wav,aiff', EAGLE_FORMATS: 'aiff' }, ['track', page])
    expect(importsIn(report)).toMatchObject([{ kind: 'done', text: 'in Eagle: aiff' }])
    const { items } = place.server.main
    expect(items.map(({ ext }) => ext)).toEqual(['aiff'])
    expect((await place.rows())[0]?.['Eagle File ID']).toBe(items[0]?.id)
  })

  it('goes into nobody’s Eagle unasked: not from the demo, and not where it is switched off', async () => {
    await place.addRows(['Paper Moon', 'Slow Orchard'])
    const demo = await place.run(['--once'], { EAGLE_ENABLED: 'auto' })
    expect(demo.code).toBe(0)
    expect(demo.stdout + demo.stderr).not.toMatch(/eagle/i)
    expect((await place.rows()).map(row => row.Downloaded)).toEqual(['✓', '✓'])
    expect(place.server.asked).toEqual([])
    expect((await place.status({ EAGLE_ENABLED: 'false' })).eagle.count).toBe(0)
  })
})
