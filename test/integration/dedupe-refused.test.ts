// What a plan is refused for, before anything of it is done; and how much it may remove unasked.

import { copyFile, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DedupePlan } from '../../src/model/dedupe/plan.ts'
import { trackKey } from '../../src/model/job.ts'
import { type DedupePlace, openDedupePlace, type SongRow } from '../support/applied-place.ts'

let place: DedupePlace
let kept: SongRow
let goes: SongRow
let other: SongRow
let plan: DedupePlan
let before: unknown
beforeAll(async () => {
  place = await openDedupePlace()
  kept = await place.song({ title: 'Song', seed: 3 })
  goes = await place.song({ title: 'Song', seed: 3, louder: 0.7, cells: { tempo: { how: 'fill', value: 120 } } })
  other = await place.song({ title: 'Other', seed: 4 })
  plan = await planNow()
  before = await place.state([kept, goes, other])
}, 60_000)
afterAll(() => place[Symbol.asyncDispose]())

const planNow = async () =>
  place.plan([[await place.copy(kept, { cells: {} }), await place.copy(goes, { cells: { tempo: 120 } })]])

/** Nothing was done. @returns why not */
async function refusal(of: unknown = plan): Promise<string> {
  const { code, data } = await place.apply(of)
  expect(code).toBe(2)
  expect(place.tools.deduped.list()).toEqual([])
  return (data.refused ?? []).flatMap(({ because }) => because).join('\n')
}

describe('a plan file', () => {
  it('that is no plan, or one for another library, is wrong input', async () => {
    await expect(place.apply({ kind: 'a list' })).rejects.toThrow('is no plan of orchestrator dedupe')
    await expect(place.apply({ ...plan, library: '/Volumes/Other' })).rejects.toThrow(
      'a plan for the library /Volumes/Other',
    )
    await writeFile(place.planFile, '<html>')
    await expect(place.applyFile()).rejects.toThrow('expected the JSON file')
  })

  it('says what keeping its keeper means, and removes nothing twice or that it keeps', async () => {
    const [group] = plan.groups
    if (!group) throw new Error('there is a group')
    expect(await refusal({ ...plan, groups: [{ ...group, keeper: group.copies[1]?.id }] })).toContain(
      'what it would do is not what keeping',
    )
    expect(await refusal({ ...plan, groups: [{ ...group, gains: [] }] })).toContain('what it would do is not')
    expect(await refusal({ ...plan, groups: [{ ...group, keeper: 'row:x' }] })).toContain('is none of its copies')
    expect(await refusal({ ...plan, groups: [group, { ...group, id: 'again' }] })).toContain('stands in the plan twice')
    const swapped = place.plan([[...group.copies].reverse()]).groups
    expect(await refusal({ ...plan, groups: [group, ...swapped] })).toContain('is kept by the plan, too')
    const plain = place.plan([
      [await place.copy(kept), { ...(await place.copy(goes)), page: kept.page.replaceAll('-', '') }],
    ])
    expect(await refusal(plain)).toContain('is no page as a plan names it')
    const twice = place.plan([[await place.copy(kept), { ...(await place.copy(goes)), page: kept.page }]])
    expect(await refusal(twice)).toContain('a row stands in it twice')
    const outside = await place.copy(goes)
    const strange = { ...outside, files: outside.files.map(file => ({ ...file, path: '/etc/hosts' })) }
    expect(await refusal(place.plan([[await place.copy(kept), strange]]))).toContain('lies outside the library')
  })
})

describe('a plan whose', () => {
  it.each<[what: string, says: string | RegExp, change: () => Promise<() => Promise<unknown>>]>([
    ['file that would go is gone', 'is not there any more', async () => moved(goes.path)],
    ['file that would go has changed', 'has changed since', () => touched(goes.path)],
    ['file that would go has other bytes', 'holds something else', () => otherBytes(goes.path)],
    ['kept file is gone', 'is not there any more', async () => moved(kept.path)],
    ['kept file has other bytes', 'holds something else', () => otherBytes(kept.path)],
    ['row was edited', 'was edited since', () => edited(goes.page)],
    ['kept row was edited', 'was edited since', () => edited(kept.page)],
    ['row has another tempo by a person', 'was edited since', () => retuned(goes.page)],
    ['row is in the trash', 'in the trash or archived', () => trashed(goes.page)],
    ['kept row is in the trash', 'in the trash or archived', () => trashed(kept.page)],
    ['row waits for work', 'waits for work', () => waiting(goes.page)],
    ['row is worked on', 'is being worked on', () => running(goes.page)],
    ['row is named beside another', 'names one of its files, too', () => named(other.page)],
  ])('%s', { timeout: 30_000 }, async (_, says, change) => {
    const back = await change()
    expect(await refusal()).toMatch(says)
    await back()
    const now = await place.state([kept, goes, other])
    expect(now).toEqual(before)
  })

  it('kept file cannot be played', { timeout: 30_000 }, async () => {
    const whole = await readFile(kept.path)
    await truncate(kept.path, 200_000)
    const broken = place.plan([
      [await place.copy(kept, { cells: {} }), await place.copy(goes, { cells: { tempo: 120 } })],
    ])
    expect(await refusal(broken)).toContain('which would be kept, cannot be played')
    await restore(kept.path, whole)
    expect(await place.state([kept, goes, other])).toEqual(before)
  })

  it('row is to have files of its own', async () => {
    const { tools } = place
    await tools.store.commit(() => tools.merges.refuse(goes.page, { recording: -7, owner: kept.page }))
    expect(await refusal()).toContain('a person wants it to have files of its own')
    tools.store.database.exec('delete from own_files_wanted')
  })

  it('volume is away', async () => {
    const dir = place.tools.library.dir
    await rename(dir, `${dir}.away`)
    await expect(place.apply(plan)).rejects.toMatchObject({ errorClass: 'Environment' })
    await rename(`${dir}.away`, dir)
    expect(place.tools.deduped.list()).toEqual([])
  })
})

describe('a copy of a plan', () => {
  it('has no files but its row’s', { timeout: 30_000 }, async () => {
    const loose = join(place.tools.library.dir, 'loose.wav')
    await copyFile(goes.path, loose)
    const copy = await place.copy(goes, { cells: { tempo: 120 } })
    const files = [...copy.files, ...(await place.copy({ ...goes, path: loose })).files]
    const said = await refusal(place.plan([[await place.copy(kept, { cells: {} }), { ...copy, files }]]))
    expect(said).toContain(`does not have ${loose}`)
    await rm(loose)
  })
})

describe('a plan that removes much', () => {
  it('is confirmed by the very number', async () => {
    const large = { ...plan, looked: { ...plan.looked, files: 1_000_000 } }
    const asked = await place.apply(large, { yesRemove: undefined })
    expect(asked).toMatchObject({
      code: 3,
      data: { question: expect.stringMatching(/moves 2 things.*--yes-remove 2$/) },
    })
    expect(asked.data.question).toContain('1 of 3 files, 1 of 3 rows')
    const wrong = await place.apply(large, { yesRemove: 3 })
    expect(wrong).toMatchObject({ code: 3, data: { question: expect.stringContaining('confirms another number') } })
    expect(await place.apply(large, { dryRun: true, yesRemove: undefined })).toMatchObject({
      code: 0,
      data: { question: asked.data.question },
    })
    expect(await place.state([kept, goes, other])).toEqual(before)
  })
})

const moved = async (path: string) => {
  await rename(path, `${path}.moved`)
  return () => rename(`${path}.moved`, path)
}

/** Its bytes and times are as before. */
async function restore(path: string, bytes: Buffer): Promise<void> {
  await writeFile(path, bytes)
  const { changedAt = 0 } = plan.groups[0]?.copies.flatMap(({ files }) => files).find(file => file.path === path) ?? {}
  await utimes(path, changedAt / 1000, (changedAt + 0.5) / 1000)
}

async function touched(path: string) {
  const bytes = await readFile(path)
  await utimes(path, 1_000_000_000, 1_000_000_000)
  return () => restore(path, bytes)
}

async function otherBytes(path: string) {
  const bytes = await readFile(path)
  const changed = Buffer.from(bytes)
  changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1
  await restore(path, changed)
  return () => restore(path, bytes)
}

/** Later than the plan saw it, and not by this program. */
async function edited(page: string) {
  const [group] = plan.groups
  const copy = group?.copies.find(one => one.page === page)
  if (!copy) throw new Error('it is in the plan')
  const was = copy.editedAt
  copy.editedAt = '2020-01-01T00:00:00.000Z'
  await place.tools.store.commit(() =>
    place.tools.store.database.exec('create temp table wrote_aside as select * from wrote; delete from wrote'),
  )
  return async () => {
    copy.editedAt = was
    place.tools.store.database.exec('insert into wrote select * from wrote_aside; drop table wrote_aside')
  }
}

async function retuned(page: string) {
  await place.edit(page, { Tempo: { number: 121 } })
  return () => place.edit(page, { Tempo: { number: 120 } })
}

async function trashed(page: string) {
  await place.setTrash(page, true)
  return () => place.setTrash(page, false)
}

async function waiting(page: string) {
  const { tools } = place
  const more = { handler: 'track', input: {}, wish: 'x', label: 'x', because: 'a test', priority: 1 }
  await tools.queue.enqueue([{ key: trackKey(page), pool: 'tracks', lane: 'local', ...more }])
  return async () => tools.store.database.exec('delete from job')
}

async function running(page: string) {
  const back = await waiting(page)
  place.tools.store.database.exec("update job set state = 'running'")
  return back
}

async function named(page: string) {
  const path = { rich_text: [{ text: { content: goes.path } }] }
  await place.edit(page, { 'M4A File Path': path })
  return () => place.edit(page, { 'M4A File Path': { rich_text: [] } })
}
