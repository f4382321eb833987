// Applying a plan, and taking it back, cut off anywhere: run again it ends the same.

import { beforeAll, describe, expect, it } from 'vitest'
import { armFailpoints } from '../../src/failpoint.ts'
import type { DedupePlan } from '../../src/model/dedupe/plan.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

const LABEL = { label: { how: 'fill', value: 'Low Records' } } as const

let place: DedupePlace
let songs: SongRow[]
let plan: DedupePlan
let before: unknown
beforeAll(async () => {
  place = await openDedupePlace()
  const kept = await place.song({ title: 'Song', seed: 5 })
  const goes = await place.song({ title: 'Song', seed: 5, louder: 0.7, cells: LABEL })
  const heir = await place.sharing(goes)
  songs = [kept, goes, heir]
  plan = await planNow()
  before = await place.state(songs)
  return () => place[Symbol.asyncDispose]()
}, 60_000)

/** Trashing a row and back is an edit of it. */
async function planNow() {
  const [kept, goes] = songs
  if (!kept || !goes) throw new Error('there are two')
  const cells = { label: 'Low Records' }
  return place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes, { cells })]])
}

async function applied() {
  const { code, data } = await place.apply(plan)
  expect([code, data.refused, data.stopped]).toEqual([0, undefined, undefined])
  const [kept, goes, heir] = songs
  const tracks = await place.tools.tracks()
  expect(await tracks.read(kept?.page ?? '')).toMatchObject({ label: 'Low Records', inTrash: false })
  expect(await tracks.read(goes?.page ?? '')).toMatchObject({ inTrash: true })
  expect(await tracks.read(heir?.page ?? '')).toMatchObject({ wavPath: kept?.path })
  expect(place.tools.merges.of(heir?.page ?? '')).toEqual({ owner: kept?.page, recording: kept?.recording })
  const { files } = await place.state(songs)
  expect(Object.keys(files).filter(name => name.startsWith('trash '))).toHaveLength(1)
}

describe('cut off', () => {
  const points = [
    ...['dedupe.begun', 'outbox.sending', 'outbox.sent', 'outbox.recorded', 'dedupe.gained', 'dedupe.sharing'],
    ...['dedupe.shared', 'dedupe.items', 'dedupe.row', 'trash.moved', 'dedupe.file', 'dedupe.files', 'dedupe.kept'],
  ]
  const back = ['dedupe.back.begun', 'dedupe.back.row', 'trash.moved', 'dedupe.back.file', 'dedupe.back.files']
  const late = ['dedupe.back.items', 'outbox.sending', 'outbox.sent', 'dedupe.back.kept']
  it.each(points.map((point, at) => [point, [...back, ...late][at % 9] ?? '']))(
    'at %s, and on the way back at %s',
    { timeout: 60_000 },
    async (point, backPoint) => {
      plan = await planNow()
      armFailpoints(`${point}=throw@1`)
      await expect(place.apply(plan)).rejects.toThrow(`failpoint ${point}`)
      armFailpoints('none=throw')
      await place.restart()
      await applied()

      armFailpoints(`${backPoint}=throw@1`)
      await expect(place.undo()).rejects.toThrow(`failpoint ${backPoint}`)
      armFailpoints('none=throw')
      await place.tools.outbox.drain(new AbortController().signal)
      await place.undo().catch(error => expect(String(error)).toContain('no plan was applied'))
      expect(await place.state(songs)).toEqual(before)
    },
  )

  it.each(['dedupe.begun', 'dedupe.shared', 'dedupe.row', 'dedupe.file'])(
    'at %s and taken back without going on',
    { timeout: 60_000 },
    async point => {
      plan = await planNow()
      armFailpoints(`${point}=throw@1`)
      await expect(place.apply(plan)).rejects.toThrow(`failpoint ${point}`)
      armFailpoints('none=throw')
      await place.restart()
      expect((await place.undo()).code).toBe(0)
      expect(await place.state(songs)).toEqual(before)
    },
  )
})
