// What people may order from outside the rows: done once, kept with who ordered it, and taken back again.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { Act } from '../../src/model/act.ts'
import { done } from '../../src/model/outcome.ts'
import { performAct } from '../../src/orchestrator/acts/perform-act.ts'
import { discoverTracks } from '../../src/orchestrator/discover.ts'
import { tellIssues } from '../../src/orchestrator/tell-issues.ts'
import { keepWaiting } from '../../src/orchestrator/waiting-rows.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { whyNot } from '../../src/pipeline/chain/chain.ts'
import { openControlPlace } from '../support/control-place.ts'

const ROWS = [
  { title: 'Night Ferry', artist: 'Nia Kessler', url: 'https://example.org/ferry.mp3' },
  { title: 'Done Already', artist: 'Nia Kessler', url: 'https://example.org/done.mp3' },
]

let place: Awaited<ReturnType<typeof openControlPlace>>
beforeEach(async () => {
  place = await openControlPlace(ROWS)
})
afterEach(() => place[Symbol.asyncDispose]())

const order = (act: unknown, known?: string) =>
  performAct(place.tools, Act.parse(act), { by: 'dashboard', order: known, readyStatuses: ['Ready'] })
const job = (page: string | undefined) => place.tools.queue.resting(`track:${page}`)

it('the same order heard twice is done once, and answered as it was', async () => {
  const [page] = place.pages
  await place.fail(await place.row(0), 'the server has no such file')
  const first = await order({ kind: 'retry', what: page }, 'one')
  expect(first).toMatchObject({ ok: true, says: expect.stringContaining('Night Ferry: it is done again') })
  const [again] = await place.tools.queue.claim({ pool: 'tracks', limit: 1 })
  if (again) await place.tools.queue.release(again)
  await place.fail(await place.row(0), 'the server has no such file')
  expect(await order({ kind: 'retry', what: page }, 'one')).toEqual(first)
  expect(job(page)?.state).toBe('failed')
  expect(await order({ kind: 'retry', what: page }, 'two')).toMatchObject({ ok: true })
  expect(job(page)?.state).toBe('waiting')
  expect(await order({ kind: 'retry', what: page }, 'one')).toEqual(first)
  expect(place.tools.acts.last(9)).toMatchObject([
    { by: 'dashboard', ok: true },
    { act: { kind: 'retry', what: page } },
  ])
})

it('of what neither failed nor waits for later it is said how it stands', async () => {
  const { queue, ledger } = place.tools
  const [page = ''] = place.pages
  const says = async (what: string) => (await order({ kind: 'retry', what })).says
  keepWaiting(
    place.tools,
    { ready: [], freed: new Set(), lookedAt: [], waiting: [{ track: await place.row(0), because: 'it has no link' }] },
    false,
  )
  expect(await says(page)).toBe('“Nia Kessler – Night Ferry” waits: it has no link')
  await queue.enqueue([trackJob(await place.row(0), { at: Date.now(), asked: true })])
  expect(await says(page)).toBe('“Nia Kessler – Night Ferry” waits for its turn already')
  const [begun] = await queue.claim({ pool: 'tracks', limit: 1 })
  expect(await says(`track:${page}`)).toBe('“Nia Kessler – Night Ferry” is at work now')
  keepWaiting(place.tools, { ready: [], freed: new Set(), lookedAt: [], waiting: [] }, false)
  if (begun) await queue.finish(begun, done('124.00 BPM'), { startedAt: Date.now() })
  expect(ledger.lastRuns(9)).toHaveLength(1)
  expect(await says(page.replaceAll('-', ''))).toBe('“Nia Kessler – Night Ferry” is done: 124.00 BPM')
})

it('what cannot be done is an answer, and nothing is changed', async () => {
  const [page, other] = place.pages
  await place.tools.store.commit(() =>
    place.tools.outbox.add({
      target: 'tracks',
      page: other ?? '',
      fields: { downloaded: { how: 'fill', value: true } },
    }),
  )
  await place.tools.outbox.deliver(other ?? '')
  const refused = async (act: unknown) => {
    const { ok, says } = await order(act)
    expect(ok).toBe(false)
    return says
  }
  expect(await refused({ kind: 'retry', what: page })).toBe(
    `nothing of ${page} has been worked on, and nothing of it waits`,
  )
  expect(await refused({ kind: 'retry', what: 'no key' })).toContain('is no page id')
  expect(await refused({ kind: 'force', page: other })).toBe('Nia Kessler – Done Already: it is downloaded')
  expect(await refused({ kind: 'force', page: '0'.repeat(32) })).toContain('there is no such row')
  expect(await refused({ kind: 'ignore', page: '0'.repeat(32) })).toContain('there is no such row')
  expect(await refused({ kind: 'unignore', page })).toBe('it was not left alone')
  expect(await refused({ kind: 'candidate', page, choice: 1 })).toBe('nothing is asked of it any more')
  expect(await refused({ kind: 'pause', lane: 'notion' })).toContain('Notion cannot be paused')
  expect(await refused({ kind: 'pause', lane: 'tidal' })).toBe('there is no service called "tidal"')
  expect(await refused({ kind: 'resume', lane: 'youtube' })).toBe('YouTube is not paused by a person')
  expect(() => Act.parse({ kind: 'ignore', page: 'x' })).toThrow('expected 32 hex digits')
  expect(place.tools.queue.list(['waiting', 'failed', 'delayed'])).toEqual([])
  expect(place.tools.acts.last(20)).toHaveLength(10)
})

it('a row that is left alone is not worked on, asked about or told of; whoever wants it worked on takes that back', async () => {
  const [page = ''] = place.pages
  const row = await place.row(0)
  await place.fail(row, 'the server has no such file')
  await tellIssues(place.tools, new AbortController().signal)
  expect(place.tools.toMend.standing()).toEqual([`track:${page}`])
  expect(await order({ kind: 'ignore', page })).toMatchObject({ ok: true })
  expect(await order({ kind: 'ignore', page })).toMatchObject({ ok: true, says: 'it is left alone already' })
  await tellIssues(place.tools, new AbortController().signal)
  expect(place.tools.toMend.standing()).toEqual([])
  expect(whyNot(place.tools, row)).toBe('a person wants it left alone')
  const { ready, waiting } = await discoverTracks(place.tools, { unlinked: true })
  expect(ready.map(({ id }) => id)).not.toContain(page)
  expect(waiting).toMatchObject([{ track: { id: page }, because: 'a person wants it left alone' }])
  await order({ kind: 'force', page })
  expect(place.tools.ignored.has(page)).toBe(false)
  expect(job(page)).toMatchObject({ state: 'waiting', asked: true, because: 'asked for on the dashboard' })
  await order({ kind: 'ignore', page })
  expect(job(page)).toBeUndefined()
})

it('of a service that is paused what waited for that goes on when it is taken back, at once', async () => {
  await order({ kind: 'pause', lane: 'soundcloud' })
  await order({ kind: 'pause', lane: 'soundcloud' })
  const { lanes, queue } = place.tools
  const limited = await lanes.run('soundcloud', async () => 1).catch(error => error)
  expect(limited).toMatchObject({ errorClass: 'Limited', message: 'SoundCloud was paused by a person' })
  expect(limited.until - Date.now()).toBeLessThan(3600_000)
  await queue.enqueue([{ ...WAITS, runAt: Date.now() + 900_000 }])
  const [claimed] = await queue.claim({ pool: 'tracks', limit: 1 })
  expect(claimed).toBeUndefined()
  await queue.again(WAITS.key)
  const [begun] = await queue.claim({ pool: 'tracks', limit: 1 })
  if (begun)
    await queue.finish(
      begun,
      { kind: 'retry', text: limited.message, notBefore: limited.until, free: true },
      { startedAt: 0 },
    )
  expect(queue.resting(WAITS.key)?.state).toBe('delayed')
  await order({ kind: 'resume', lane: 'soundcloud' })
  expect(await queue.promote()).toBe(1)
  expect(await lanes.run('soundcloud', async () => 1)).toBe(1)
})

const WAITS = {
  key: 'track:waits',
  pool: 'tracks',
  lane: 'here',
  handler: 'track',
  input: {},
  wish: 'x',
  label: 'Song',
  because: 'it waits',
  priority: 50,
} as const
