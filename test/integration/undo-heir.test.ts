// A row taken back whose files another row has from then on: it stays taken back, and gets nothing of them by another way.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { verifyRows } from '../../src/orchestrator/verify-rows.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { planUndo } from '../../src/pipeline/undo/plan-undo.ts'
import { undo } from '../../src/pipeline/undo/undo.ts'
import { text } from '../support/bench.ts'
import { type MergedPlace, openMergedPlace } from '../support/merged-place.ts'

const signal = new AbortController().signal
let place: MergedPlace
beforeEach(async () => {
  place = await openMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** The second row has the first one's files, which was taken back. */
async function handedOver() {
  const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
  await place.house.cycle()
  const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
  await place.house.cycle()
  await place.expectMerged(second, first)
  const paths = await place.pathsOf(first)
  const { tools } = place.house
  const seen = await (await tools.tracks()).finishedRows.see(first)
  await undo((await planUndo(seen, tools)).plan, { tools, signal })
  await tools.outbox.drain(signal)
  return { first, second, paths }
}

async function askFor(id: string) {
  const { queue, tracks } = place.house.tools
  await queue.enqueue([
    trackJob(await (await tracks()).read(id), { asked: true, because: 'asked for', at: Date.now() }),
  ])
  return place.house.cycle()
}

const isDone = async (id: string) => (await place.house.row(id)).cell('Downloaded')
const emptied = (paths: readonly unknown[]) => paths.map(() => '')

describe('a row taken back whose files another has', () => {
  it('stays so in the next cycles, and when it is asked for', { timeout: 60_000 }, async () => {
    const { first, second, paths } = await handedOver()
    expect(await place.house.cycle()).toEqual([])
    expect(await askFor(first)).toMatchObject([{ id: first, kind: 'failed' }])
    expect([await isDone(first), await place.pathsOf(first)]).toEqual([false, emptied(paths)])
    expect([await isDone(second), await place.pathsOf(second)]).toEqual([true, paths])
  })

  it('gets files of its own for another link, to the same bytes too', { timeout: 60_000 }, async () => {
    const { first, second, paths } = await handedOver()
    await place.house.edit(first, { URL: { url: await place.upload('again.wav') } })
    await place.house.cycle()
    await place.expectOwn(first)
    expect(await place.pathsOf(first)).not.toEqual(paths)
    const { journal } = place.house.tools
    for (const [id, [path]] of [
      [first, [(await place.pathsOf(first))[1]]],
      [second, [paths[1]]],
    ] as const)
      expect(journal.fileAt(String(path))?.page).toBe(id)
    expect(await place.pathsOf(second)).toEqual(paths)
  })
})

describe('a row that names the files of another', () => {
  async function verify() {
    const wish = { full: false, repair: true, tell: false, readOnly: false }
    const { tools } = place.house
    const { rows } = await verifyRows({ tools, log: silentLog, signal, view: { progress() {} } }, wish)
    return rows.flatMap(({ id, findings }) => findings.map(({ kind, result }) => [id, kind, result]))
  }
  const finished = (path: unknown) => ({
    Downloaded: { checkbox: true },
    'WAV File Path': text('rich_text', String(path)),
  })

  it('by the program’s doing is done anew, be it the older one', { timeout: 60_000 }, async () => {
    const { first, second, paths } = await handedOver()
    const path = String(paths[1])
    await place.house.tools.store.commit(() =>
      place.house.tools.outbox.add({
        target: 'tracks',
        page: first,
        fields: { downloaded: { how: 'fill', value: true }, wavPath: { how: 'fill', value: path } },
      }),
    )
    await place.house.tools.outbox.drain(signal)
    expect(await verify()).toContainEqual([first, 'Shared_Path', 'mended'])
    expect([await isDone(first), await place.pathsOf(first)]).toEqual([false, emptied(paths)])
    expect([await isDone(second), await place.pathsOf(second)]).toEqual([true, paths])
    expect(await verify()).toEqual([])
  })

  it('by a person’s hand is left to them', { timeout: 60_000 }, async () => {
    const { first, second, paths } = await handedOver()
    await place.house.edit(first, finished(paths[1]))
    const found = await verify()
    expect(found).toContainEqual([first, 'Shared_Path', undefined])
    expect(found.map(([id]) => id)).not.toContain(second)
    expect([await isDone(first), await place.pathsOf(first)]).toEqual([true, paths])
  })
})
