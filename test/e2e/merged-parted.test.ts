// A person's word on merged rows: they get files of their own, for ever.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sumOf } from '../../src/durable-file.ts'
import { trackKey } from '../../src/model/job.ts'
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

  it('who gives the other row another link at that very moment: the files of neither become the other’s', async () => {
    const link = await place.upload('first.wav')
    const first = await place.addTrack('Night Ferry', link)
    await place.house.cycle()
    const other = await place.upload('other.wav', { seed: 9 })
    await place.house.edit(first, {
      URL: { url: other },
      Downloaded: { checkbox: false },
      'WAV File Path': text('rich_text', ''),
    })
    const second = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
    const { queue, journal } = place.house.tools
    const isDecided = () => {
      expect(queue.running(trackKey(second))).toBeUndefined()
      expect(queue.resting(trackKey(second))?.state).not.toBe('waiting')
    }
    place.house.hooks.at(first, 'write back', () => vi.waitFor(isDecided, { timeout: 40_000, interval: 50 }))
    await place.house.cycle()
    await place.house.cycle()
    await place.expectOwn(first)
    for (const row of [first, second])
      for (const { path, sha256 } of journal.filesOf(row)) expect(await sumOf(path), path).toBe(sha256)
    const [, shown] = await place.pathsOf(second)
    expect(journal.fileAt(String(shown))?.sha256).toBe(await sumOf(String(shown)))
    expect([...journal.filesOf(second)].map(({ link: of }) => of)).not.toContain(other)
  })
})
