// Rows that share another row's files show its item; what is due says so; what was finished before Eagle goes in later.

import { afterEach, expect, it } from 'vitest'
import { eagleKey } from '../../src/model/job.ts'
import { filesOfRecording } from '../../src/pipeline/shared-files.ts'
import { planUndo } from '../../src/pipeline/undo/plan-undo.ts'
import { undo } from '../../src/pipeline/undo/undo.ts'
import { type EagleMergedPlace, openEagleMergedPlace } from '../support/eagle/merged-place.ts'

let place: EagleMergedPlace
afterEach(() => place[Symbol.asyncDispose]())

const markOf = (page: string) => `track:${page.replaceAll('-', '')}`
const WAITS = '; waiting for Eagle'

async function twoRows() {
  const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
  await place.house.cycle()
  const second = await place.addTrack('Night Ferry', await place.upload('second.mp3', { how: ['-b:a', '192k'] }))
  await place.house.cycle()
  await place.expectMerged(second, first)
  return { first, second }
}

it('a merged row shows the item of its owner, which has both tags; parted, it shows none', async () => {
  place = await openEagleMergedPlace()
  const { first, second } = await twoRows()
  expect(place.main.items).toHaveLength(1)
  const [item] = place.main.items
  expect(item?.tags).toEqual(expect.arrayContaining([markOf(first), markOf(second)]))
  expect([await place.eagleIdOf(first), await place.eagleIdOf(second)]).toEqual([item?.id, item?.id])
  for (const id of [first, second]) expect(await place.summaryOf(id)).not.toContain('Eagle')
  const { tools } = place.house
  expect(filesOfRecording(second, tools)).toEqual(tools.journal.filesOf(first))
  expect(tools.journal.filesOf(second)).toEqual([])
  await place.house.edit(second, { 'Audio Processing': { multi_select: [] } })
  await place.house.cycle()
  await place.expectOwn(second)
  const own = await place.eagleIdOf(second)
  expect(place.main.items.map(({ id }) => id)).toEqual([item?.id, own])
  expect(await place.eagleIdOf(first)).toBe(item?.id)
})

it('a merged row that is taken back leaves the item to its owner', async () => {
  place = await openEagleMergedPlace()
  const { first, second } = await twoRows()
  const { tools } = place.house
  const signal = new AbortController().signal
  const { plan } = await planUndo(await (await tools.tracks()).finishedRows.see(second), tools)
  await undo(plan, { tools, signal })
  expect(place.main.alive()).toMatchObject([{ id: await place.eagleIdOf(first) }])
  expect(place.main.items[0]?.tags).not.toContain(markOf(second))
  expect(await place.eagleIdOf(second)).toBeFalsy()
})

it('what a person threw away does not come back with a row that shares it', async () => {
  place = await openEagleMergedPlace()
  const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
  await place.house.cycle()
  Object.assign(place.main.items[0] ?? {}, { isDeleted: true })
  const second = await place.addTrack('Night Ferry', await place.upload('second.mp3', { how: ['-b:a', '192k'] }))
  expect(await place.house.cycle()).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'skipped', text: expect.stringContaining('by hand') })]),
  )
  await place.expectMerged(second, first)
  expect(place.main.items).toHaveLength(1)
  expect(await place.summaryOf(second)).not.toContain(WAITS)
})

it('while Eagle is away its rows say that they wait; then nothing of it is left', async () => {
  place = await openEagleMergedPlace()
  await place.server.quit()
  const { first, second } = await twoRows()
  for (const id of [first, second]) expect(await place.summaryOf(id)).toMatch(new RegExp(`${WAITS}$`))
  expect(await place.eagleIdOf(first)).toBeFalsy()
  await place.server.start()
  for (const id of [first, second]) await place.house.tools.queue.again(eagleKey(id))
  place.house.tools.store.database.exec('delete from lane') // its pause is over
  await place.house.restart()
  await place.house.cycle()
  expect(place.main.items).toHaveLength(1)
  for (const id of [first, second]) {
    expect(await place.summaryOf(id)).not.toContain('Eagle')
    expect(await place.eagleIdOf(id)).toBe(place.main.items[0]?.id)
  }
})
