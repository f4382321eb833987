// Looking for changes never misses one: edits within a minute, stale reads, wake-ups in any order, twice or not at all.

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTracks, type TrackTable } from '../../../src/notion/tracks.ts'
import { openWorkspace, type Workspace } from '../../../src/workspace/workspace.ts'
import { openDirect } from '../../support/notion-server.ts'
import fc from '../../support/property.ts'

const IS_WHOLE = process.env.FAULTS === 'whole'
const SECOND = 1000
const MINUTE = 60 * SECOND
const LONGEST_LAG = 30 * SECOND
/** Rows may come into view one by one, later than whole reads are stale. */
const LATEST_ROW = 110 * SECOND
/** So long a snapshot is held unless the test takes a new one. */
const NEVER = 24 * 60 * MINUTE

/** What one step does, and how long after the one before it. */
const step = fc.record({
  afterMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 3 * SECOND }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 * MINUTE }) },
  ),
  does: fc.oneof(
    { weight: 12, arbitrary: fc.constant('edit' as const) },
    { weight: 2, arbitrary: fc.constant('look' as const) },
    { weight: 1, arbitrary: fc.constant('look, work lost' as const) },
    { weight: 1, arbitrary: fc.constant('add' as const) },
    { weight: 2, arbitrary: fc.constant('stale from here' as const) },
    { weight: 1, arbitrary: fc.constant('fresh again' as const) },
    { weight: 2, arbitrary: fc.constant('rows come late' as const) },
  ),
  row: fc.nat(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

let folder: string
let workspace: Workspace
let tracks: TrackTable
let now = Date.UTC(2026, 0, 1)
beforeAll(async () => {
  // 10,000 edits wait for the disk 10,000 times; in memory where there is such a folder.
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'workspace-'))
  workspace = openWorkspace({ file: join(folder, 'workspace.db'), now: () => new Date(now) })
  tracks = await openTracks(openDirect(lateRows), workspace.ids.tracks)
})
afterAll(async () => {
  workspace.close()
  await rm(folder, { recursive: true })
})

const Id = z.object({ id: z.string() })
const Listing = z.looseObject({ results: z.array(z.looseObject({ id: z.string() })) })

/** Rows a query does not show yet, by their ids. */
let isLate = (_id: string): boolean => false

const lateRows: typeof fetch = async (input, init) => {
  const answer = await workspace.fetch(input, init)
  if (!String(input).endsWith('/query')) return answer
  const listing = Listing.parse(await answer.json())
  return Response.json({ ...listing, results: listing.results.filter(({ id }) => !isLate(id)) })
}

async function call(method: string, path: string, body: object): Promise<string> {
  const answer = await workspace.fetch(`http://workspace/v1/${path}`, {
    method,
    headers: { authorization: 'Bearer person', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return Id.parse(await answer.json()).id
}

/** A person who edits, and a program that looks now and then and knows only what its looks told it. */
function openWorld(known?: string) {
  const truth = new Map<string, string>()
  const editedAt = new Map<string, number>()
  const ids: string[] = []
  let told = new Map<string, string>()
  let cursor = known
  let edits = 0
  let staleSince: number | undefined

  const titleOf = (value: string) => ({ properties: { Title: { title: [{ text: { content: value } }] } } })

  async function edit(row: number): Promise<void> {
    const id = ids[row % ids.length]
    if (id === undefined) return add()
    edits += 1
    truth.set(id, `edit ${edits}`)
    editedAt.set(id, now)
    await call('PATCH', `pages/${id}`, titleOf(`edit ${edits}`))
  }

  async function add(): Promise<void> {
    edits += 1
    const parent = { database_id: workspace.ids.tracks }
    const source = workspace.store.dataSourcesOf(parent.database_id)[0]?.id
    const id = await call('POST', 'pages', { parent: { data_source_id: source }, ...titleOf(`edit ${edits}`) })
    ids.push(id)
    truth.set(id, `edit ${edits}`)
    editedAt.set(id, now)
  }

  function setStale(isStale: boolean): void {
    staleSince = isStale ? now : undefined
    workspace.switches.set({ lagMs: isStale ? NEVER : 0 })
  }

  /** Work that is lost takes its cursor with it. */
  async function look(isKept: boolean): Promise<number> {
    if (staleSince !== undefined && now - staleSince >= LONGEST_LAG) setStale(false)
    const found = await tracks.changedSince(cursor)
    if (!isKept) return found.tracks.length
    told = new Map([...told, ...found.tracks.map((track): [string, string] => [track.id, track.title ?? ''])])
    cursor = found.next
    return found.tracks.length
  }

  async function take({ afterMs, does, row }: Step): Promise<void> {
    now += afterMs
    switch (does) {
      case 'edit':
        return edit(row)
      case 'add':
        return add()
      case 'look':
        return void (await look(true))
      case 'look, work lost':
        return void (await look(false))
      case 'stale from here':
        return setStale(true)
      case 'fresh again':
        isLate = () => false
        return setStale(false)
      case 'rows come late':
        isLate = id => ids.indexOf(id) % 2 === row % 2 && now - (editedAt.get(id) ?? 0) < LATEST_ROW
        return
    }
  }

  return {
    add,
    edit,
    look,
    take,
    edits: () => edits,
    ids,
    cursor: () => cursor,
    /** Rows whose last edit no look has told, once no read is stale any more. */
    async missed(): Promise<string[]> {
      now += LATEST_ROW
      await look(true)
      return ids.filter(id => told.get(id) !== truth.get(id))
    },
  }
}

describe('looking for changes', () => {
  it('D15 D17 D18 F6 F21 misses none of many random edits (10,000 and more in the whole form)', {
    timeout: 120_000,
  }, async () => {
    let edits = 0
    let { next: known } = await tracks.changedSince(undefined)
    const isComplete = fc.asyncProperty(fc.array(step, { minLength: 150, maxLength: 250 }), async steps => {
      now += 2 * 60 * MINUTE
      const world = openWorld(known)
      for (const [at, one] of steps.entries()) {
        await world.take(one)
        if (at % 50 === 49) expect(await world.missed()).toEqual([])
      }
      expect(await world.missed()).toEqual([])
      edits += world.edits()
      known = world.cursor() ?? known
    })
    await fc.assert(isComplete, { numRuns: IS_WHOLE ? 85 : 25, endOnFailure: true })
    expect(edits).toBeGreaterThanOrEqual(IS_WHOLE ? 10_000 : 2500)
  })

  it('D17 an edit a second after a look, in the same minute, is in the next; a third look has nothing', async () => {
    now = Math.ceil(now / MINUTE) * MINUTE + 10 * MINUTE
    const world = openWorld()
    await world.add()
    await world.look(true)
    now += SECOND
    await world.edit(0)
    now += SECOND
    expect(await world.look(true)).toBe(1)
    expect(await world.look(true)).toBe(0)
  })

  it('D18 an edit that a stale read hides is in a later look', async () => {
    const world = openWorld()
    now += 10 * MINUTE
    await world.add()
    await world.take({ afterMs: 0, does: 'stale from here', row: 0 })
    await world.edit(0)
    await world.take({ afterMs: 20 * SECOND, does: 'look', row: 0 })
    await world.take({ afterMs: 20 * SECOND, does: 'look', row: 0 })
    expect(await world.missed()).toEqual([])
  })

  it('D18 an edit that comes into view 105 seconds after a later one was seen is not missed', async () => {
    now = Math.ceil(now / MINUTE) * MINUTE + 10 * MINUTE
    const world = openWorld((await tracks.changedSince(undefined)).next)
    await world.add()
    await world.add()
    now += 5 * MINUTE + 30 * SECOND
    await world.look(true)
    await world.edit(0)
    now += 105 * SECOND
    await world.edit(1)
    isLate = id => id === world.ids[0]
    expect(await world.look(true)).toBe(1)
    isLate = () => false
    expect(await world.look(true)).toBe(1)
  })

  it('F6 wake-ups in any order and any number come to the same', async () => {
    const world = openWorld()
    for (const _ of [1, 2, 3]) await world.add()
    await world.look(true)
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 1, 0, 2, 2],
    ]) {
      now += 40 * SECOND
      for (const row of order) await world.edit(row)
      const found = await Promise.all([world.look(false), world.look(false), world.look(true)])
      expect(found).toEqual([3, 3, 3])
      expect(await world.missed()).toEqual([])
    }
  })

  it('F21 two days without a wake-up: one look tells all', async () => {
    const world = openWorld()
    for (let row = 0; row < 30; row += 1) await world.add()
    await world.look(true)
    for (let hour = 0; hour < 48; hour += 1) {
      now += 60 * MINUTE
      await world.edit(hour)
    }
    expect(await world.look(true)).toBe(30)
    expect(await world.missed()).toEqual([])
  })

  it('a cursor that cannot be read means a look at everything, not at nothing', async () => {
    const { tracks: all } = await tracks.changedSince(undefined)
    for (const lost of ['', '{}', '{"seenTo":"x"}', 'null'])
      expect((await tracks.changedSince(lost)).tracks).toHaveLength(all.length)
  })

  it('a cursor stays small: it knows only rows that the next look finds again', async () => {
    now += 60 * MINUTE
    const world = openWorld()
    await world.add()
    await world.look(true)
    expect((world.cursor() ?? '').length).toBeLessThan(400)
  })
})
