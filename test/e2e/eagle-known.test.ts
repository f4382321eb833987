// Before the download Eagle is asked, too: what lies there is proved before a row is spared its download.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EagleMergedPlace, openEagleMergedPlace } from '../support/eagle/merged-place.ts'

let place: EagleMergedPlace
beforeEach(async () => {
  place = await openEagleMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** Nothing is there: a row that ends well was not downloaded. */
const nowhere = () => `http://${place.house.media.host}/gone.wav`
const asked = () => place.house.media.requests()

describe('a row whose link Eagle knows', () => {
  it('shares the files of the row whose item it is, when the names agree', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const [item] = place.main.items
    if (item) item.url = nowhere()
    const second = await place.addTrack('Night Ferry', nowhere())
    await place.house.cycle()
    await place.expectMerged(second, first)
    expect(await place.summaryOf(second)).toContain('Eagle’s item “Nia Kessler - Night Ferry” has the same link')
    expect(asked()).toBe(0)
    expect(place.house.tools.recordings.findBy({ link: nowhere() })).toEqual([])
  })

  it('is downloaded when the names do not agree', async () => {
    await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const [item] = place.main.items
    const link = await place.upload('remix.wav', { seed: 8 })
    if (item) item.url = link
    const remix = await place.addTrack('Night Ferry (Kölsch Remix)', link)
    await place.house.cycle()
    await place.expectOwn(remix)
  })

  it('shares the files of a row that sounds like the item of a person', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const item = place.putByHand('Nia Kessler - Night Ferry 2024', { skip: 0.3, website: nowhere() })
    const before = JSON.stringify(item)
    const second = await place.addTrack('Night Ferry', nowhere())
    await place.house.cycle()
    await place.expectMerged(second, first)
    expect(await place.summaryOf(second)).toContain('has the same link, and is the same recording')
    expect(asked()).toBe(0)
    expect(JSON.stringify(item)).toBe(before)
  })

  it('is downloaded when that item is another song, and when no row has it: both are kept, and it is said', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const link = await place.upload('other.wav', { seed: 8 })
    place.putByHand('wrong link', { seed: 7, website: link })
    place.putByHand('right link', { seed: 8, skip: 0.3, website: link })
    const second = await place.addTrack('Slow Orchard', link)
    await place.house.cycle()
    await place.expectOwn(first)
    await place.expectOwn(second)
    expect(await place.summaryOf(second)).toContain(
      'Eagle holds the same (wav), put there by others: both kept, for review',
    )
    expect(await place.songs()).toHaveLength(2)
  })

  it('is downloaded when the item cannot be listened to, or is in the trash', async () => {
    const link = await place.upload('song.wav')
    place.server.state.toldPath = '/somewhere/else/Music.library'
    place.putByHand('cannot be read', { website: link })
    Object.assign(place.putByHand('thrown away', { website: link }) ?? {}, { isDeleted: true })
    const row = await place.addTrack('Night Ferry', link)
    await place.house.cycle()
    await place.expectOwn(row)
    const summary = await place.summaryOf(row)
    expect(summary).toContain('Eagle holds “cannot be read” (wav) with the same link, which could not be listened to')
    expect(summary).not.toContain('thrown away')
  })
})
