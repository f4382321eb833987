// What waits is the same on every surface, and a look that fails or a restart takes nothing away.

import { expect, it, onTestFinished } from 'vitest'
import { later } from '../../src/model/outcome.ts'
import { discoverTracks } from '../../src/orchestrator/discover.ts'
import { keepWaiting, waitingRows, wantsUnlinked } from '../../src/orchestrator/waiting-rows.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { openControlPlace } from '../support/control-place.ts'

const ROWS = [
  { title: 'Night Ferry', artist: 'Nia Kessler' },
  { title: 'Low Tide', artist: 'Nia Kessler' },
  { title: 'Harbour', artist: 'Nia Kessler', url: 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC' },
]
const HOUR = 3_600_000

async function open() {
  const place = await openControlPlace(ROWS)
  onTestFinished(() => place[Symbol.asyncDispose]())
  let now = Date.now()
  const tools = () => ({ ...place.tools, searchSources: [], now: () => new Date(now) })
  return {
    place,
    tools,
    pass: (ms: number) => {
      now += ms
    },
    async lookForWork() {
      const unlinked = wantsUnlinked(tools())
      const news = keepWaiting(tools(), await discoverTracks(tools(), { unlinked }), unlinked)
      return { unlinked, news: news.map(({ label }) => label) }
    },
    shown: () => waitingRows(tools(), []).map(({ label }) => label.replace('Nia Kessler – ', '')),
  }
}

it('rows without a link wait on every surface, are looked at once an hour, and are no news of each cycle', async () => {
  const { place, tools, pass, lookForWork, shown } = await open()
  expect(await lookForWork()).toEqual({ unlinked: true, news: ['Nia Kessler – Harbour'] })
  expect(shown().toSorted()).toEqual(['Harbour', 'Low Tide', 'Night Ferry'])
  expect(await lookForWork()).toEqual({ unlinked: false, news: ['Nia Kessler – Harbour'] })
  expect(shown()).toHaveLength(3)
  await place.look({ waiting: waitingRows(tools(), []) })
  const texts = (await place.blocks()).map(({ text }) => text)
  expect(texts.filter(text => /has no link.*try it now$/.test(text))).toHaveLength(3)
  await place.restart()
  expect(shown()).toHaveLength(3)
  pass(HOUR)
  expect((await lookForWork()).unlinked).toBe(true)
  pass(-3 * HOUR) // a clock that is set back
  expect((await lookForWork()).unlinked).toBe(true)
})

it('a row is told of once: by its job, as left alone, or as waiting; with a link it waits no more', async () => {
  const { place, tools, lookForWork, shown } = await open()
  await lookForWork()
  await place.fail(await place.row(0), 'the server has no such file')
  await place.tools.store.commit(() => place.tools.ignored.add({ page: place.pages[2] ?? '', label: '', reason: '' }))
  expect(shown()).toEqual(['Low Tide'])
  const link = { URL: { url: 'https://example.org/tide.mp3' } }
  await place.person(call => call('PATCH', `pages/${place.pages[1]}`, { properties: link }))
  await lookForWork()
  expect(shown()).toEqual([])
  await tools().queue.enqueue([trackJob(await place.row(1), { at: Date.now(), asked: true })])
  const [job] = await tools().queue.claim({ pool: 'tracks', limit: 1 })
  if (job) await tools().queue.finish(job, later('the server is away', Date.now() + HOUR), { startedAt: Date.now() })
  const told = [{ id: place.pages[1] ?? '', label: 'Low Tide', because: 'told by the cycle' }]
  expect(waitingRows(tools(), told)).toEqual([])
})
