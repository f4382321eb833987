// Tracks that were finished before Eagle was used go into it, some in each cycle; what a person took out stays out.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EaglePlace, importsIn, openEaglePlace } from '../support/eagle/place.ts'
import { eagleError } from '../support/eagle.ts'

let place: EaglePlace
beforeEach(async () => {
  place = await openEaglePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const OFF = { EAGLE_ENABLED: 'false' }

it('they go in with the next cycle, and one that was taken back does not', async () => {
  const [undone = '', page = ''] = await place.addRows(['Paper Moon', 'Slow Orchard'])
  await place.once(OFF)
  expect((await place.run(['undo', undone], OFF)).code).toBe(0)
  expect(place.server.asked).toEqual([])
  const { stdout } = await place.run(['--once'])
  expect(stdout).toContain('  1 track in Eagle, 1 of them finished before Eagle was used')
  expect(importsIn(await place.once())).toEqual([])
  expect(place.server.main.items).toMatchObject([{ name: 'Ada - Slow Orchard' }])
  expect(place.server.main.items[0]?.tags).toContain(`track:${page.replaceAll('-', '')}`)
})

it('a row that names an item already keeps it, and Eagle is not asked', async () => {
  const [page = ''] = await place.addRows(['Paper Moon'])
  await place.once(OFF)
  await place.setCell(page, 'Eagle File ID', 'ITEMOFBEFORE1')
  expect(importsIn(await place.once())).toMatchObject([{ kind: 'skipped', text: expect.stringContaining('ITEMOF') }])
  expect(place.server.main.items).toEqual([])
})

it('L6 to try all again brings nothing back that a person threw away; to name the track does', async () => {
  const [page = ''] = await place.addRows(['Paper Moon'])
  place.server.next('POST /api/v2/item/add', pass => {
    pass()
    return eagleError('library is busy')
  })
  expect(importsIn(await place.once())).toMatchObject([{ kind: 'retry' }])
  Object.assign(place.server.main.items[0] ?? {}, { isDeleted: true })
  await place.run(['retry', '--all'])
  expect(importsIn(await place.once())).toMatchObject([{ kind: 'skipped', text: expect.stringContaining('by hand') }])
  expect(place.server.main.items).toHaveLength(1)
  expect((await place.rows())[0]?.['Audio Processing Summary']).not.toContain('Eagle')
  await place.run(['retry', `eagle:${page}`])
  expect(importsIn(await place.once())).toMatchObject([{ kind: 'done' }])
  expect(place.server.main.alive()).toHaveLength(1)
})
