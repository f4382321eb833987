// A person's word on merged rows: they get files of their own, for ever.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trackKey } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { need } from '../../src/pipeline/stage.ts'
import { tags, text } from '../support/bench.ts'
import { type MergedPlace, openMergedPlace } from '../support/merged-place.ts'

let place: MergedPlace
beforeEach(async () => {
  place = await openMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('a person', () => {
  async function merged() {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
    await place.house.cycle()
    await place.expectMerged(second, first)
    return { first, second }
  }

  it.each([
    ['takes the tag off', tags()],
    ['unticks it', { Downloaded: { checkbox: false } }],
  ])('who %s gets files of its own, for ever', async (_, edit) => {
    const { first, second } = await merged()
    await place.house.restart()
    await place.house.edit(second, edit)
    expect(await place.house.cycle()).toMatchObject([{ id: second, kind: 'done' }])
    await place.expectOwn(first)
    await place.expectOwn(second)
    expect(await place.songs()).toHaveLength(2)
    await place.house.edit(second, { Downloaded: { checkbox: false }, 'WAV File Path': text('rich_text', '') })
    await place.house.cycle()
    await place.expectOwn(second)
    expect(await place.house.cycle()).toEqual([])
  })

  it('who gives the other row another link leaves the files to the row that shared them', async () => {
    const { first, second } = await merged()
    const shared = await place.pathsOf(second)
    const other = await place.upload('other.wav', { seed: 9 })
    await place.house.edit(first, {
      URL: { url: other },
      Downloaded: { checkbox: false },
      'WAV File Path': text('rich_text', ''),
    })
    await place.house.cycle()
    await place.house.cycle()
    await place.expectOwn(first)
    expect(await place.pathsOf(second)).toEqual(shared)
    expect(await place.tagsOf(second)).toEqual([])
    const third = await place.addTrack('Night Ferry', await place.upload('third.mp3', { how: ['-b:a', '128k'] }))
    await place.house.cycle()
    await place.expectMerged(third, second)
  })

  it('whose row is being worked on anew: its files may become others, so nobody shares them until that has ended', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
    const { queue, tracks } = place.house.tools
    const row = await (await tracks()).read(first)
    await queue.enqueue([trackJob(row, { asked: true, because: 'asked for', at: Date.now() })])
    const [job] = await queue.claim({ pool: 'tracks', limit: 1, key: trackKey(first) })
    const cycle = place.house.cycle()
    const waits = { state: 'delayed', reason: expect.stringContaining('may become others') }
    await vi.waitFor(() => expect(queue.resting(trackKey(second))).toMatchObject(waits), {
      timeout: 30_000,
      interval: 20,
    })
    expect((await place.pathsOf(second)).filter(Boolean)).toEqual([])
    await queue.finish(need(job, 'job'), done('it has its files'), { startedAt: Date.now() })
    await cycle
    await place.expectMerged(second, first)
  })
})
