// Eagle away, slow or wrong never keeps a row from its download.

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EagleMergedPlace, openEagleMergedPlace } from '../support/eagle/merged-place.ts'
import { eagleError } from '../support/eagle.ts'

let place: EagleMergedPlace
beforeEach(async () => {
  place = await openEagleMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

it.each([
  ['L3 an error with 200', () => place.server.next('POST /api/v2/item/get', () => eagleError('busy'), 1)],
  ['L3 it stands still', () => place.server.next('POST /api/v2/item/get', () => 'silence', 1)],
  [
    'L2 another library is open',
    () => Object.assign(place.server.state, { library: place.server.addLibrary('Other') }),
  ],
  ['L1 it is not running', () => place.server.quit()],
])('%s', async (_, breakIt) => {
  const link = await place.upload('song.wav')
  const item = place.putByHand('mine', { website: link })
  await breakIt()
  const row = await place.addTrack('Night Ferry', link)
  const [ended] = await place.house.cycle()
  expect(ended).toMatchObject({ id: row, kind: 'done' })
  await place.expectOwn(row)
  expect(readFileSync(`${place.main.path}/images/${item?.id}.info/mine.wav`).length).toBe(item?.size)
})
