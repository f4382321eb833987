// Eagle's items of what goes: into its trash, and out of it again.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DedupePlan } from '../../src/model/dedupe/plan.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'
import { newVar } from '../support/cli.ts'
import type { FakeItem } from '../support/eagle/library.ts'
import { openEagleServer } from '../support/eagle.ts'

let eagle: Awaited<ReturnType<typeof openEagleServer>>
let place: DedupePlace
let kept: SongRow
let goes: SongRow
let item: FakeItem
beforeEach(async () => {
  eagle = await openEagleServer(await newVar())
  Object.assign(eagle.state, { hidden: 0, sizeless: 0 })
  place = await openDedupePlace({ EAGLE_ENABLED: 'true', EAGLE_URL: eagle.url })
  kept = await place.song({ title: 'Song', seed: 21 })
  goes = await place.song({ title: 'Song', seed: 21, louder: 0.7 })
  const tag = `track:${goes.page.replaceAll('-', '')}`
  const id = eagle.main.add({ path: goes.path, name: 'Ada Low - Song', tags: [tag] }, { hidden: 0, sizeless: 0 })
  const found = eagle.main.items.find(one => one.id === id)
  if (!found) throw new Error('it is there')
  item = found
}, 60_000)
afterEach(async () => {
  await place[Symbol.asyncDispose]()
  await eagle[Symbol.asyncDispose]()
})

async function planNow(): Promise<DedupePlan> {
  const { id, name, size } = item
  const copy = await place.copy(goes, { cells: {}, item: { id, name, bytes: size } })
  return place.plan([[await place.copy(kept, { cells: {} }), copy]])
}

const because = async (plan: DedupePlan) =>
  (await place.apply(plan)).data.refused?.flatMap(refused => refused.because).join() ?? ''

describe('an item of Eagle', () => {
  it('goes into its trash, and comes back', { timeout: 60_000 }, async () => {
    expect((await place.apply(await planNow())).code).toBe(0)
    expect(item.isDeleted).toBe(true)
    expect((await place.undo()).code).toBe(0)
    expect(item.isDeleted).toBe(false)
  })

  it('that is another one by now is not touched, nor is anything else', { timeout: 60_000 }, async () => {
    const plan = await planNow()
    const { name, tags } = item
    item.name = 'Renamed by a person'
    expect(await because(plan)).toContain('is called “Renamed by a person” now')
    Object.assign(item, { name, size: (item.size ?? 0) + 1 })
    expect(await because(plan)).toContain('has another file now')
    Object.assign(item, { size: (item.size ?? 0) - 1, tags: [...tags, `track:${'0'.repeat(32)}`] })
    expect(await because(plan)).toContain('is another track’s, too')
    Object.assign(item, { tags, isDeleted: true })
    expect(await because(plan)).toContain('is in Eagle’s trash')
    expect(place.tools.deduped.list()).toEqual([])
  })

  it('waits while Eagle is away, and the rest with it; taking back leaves it for later', {
    timeout: 60_000,
  }, async () => {
    const plan = await planNow()
    eagle.next('POST /api/item/moveToTrash', () => Response.json({ status: 'error', message: 'busy' }))
    const stopped = await place.apply(plan)
    expect([stopped.code, stopped.data.stopped !== undefined, item.isDeleted]).toEqual([1, true, false])
    expect((await (await place.tools.tracks()).read(goes.page)).inTrash).toBe(false)
    await place.restart()
    expect((await place.apply(plan)).code).toBe(0)
    expect(item.isDeleted).toBe(true)

    eagle.state.version = 'V1'
    await place.restart()
    const { code, data } = await place.undo()
    expect([code, data.left]).toEqual([1, [expect.stringContaining('do it in Eagle itself')]])
    expect((await (await place.tools.tracks()).read(goes.page)).inTrash).toBe(false)
    expect(place.tools.journal.filesOf(goes.page)).toHaveLength(1)
    item.isDeleted = false
    expect(await place.undo()).toMatchObject({ code: 0, data: { left: [] } })
    await expect(place.undo()).rejects.toThrow('no plan was applied')
  })
})
