// What the dashboard says of the program's state, over real HTTP.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { done } from '../../src/model/outcome.ts'
import type { Charts, FailurePage, Now, RunPage, Tasks, TrackDetail, TrackPage } from '../../src/web/dashboard/api.ts'
import {
  type DashboardPlace,
  endTrack,
  failTrack,
  fileTrack,
  jobOf,
  openDashboardPlace,
  pageOf,
  putOffTrack,
  queueTrack,
  startTrack,
} from '../support/dashboard-place.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u202eevil\u202c אבג',
  'é́́ 👩‍👩‍👧 🎧',
  `${'long '.repeat(1000)}`,
  '</script><!-- \u2028\u2029 $1 {{2}}',
]
let place: DashboardPlace
beforeEach(async () => {
  place = await openDashboardPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** When all is listed. */
async function tracks(query = ''): Promise<TrackPage> {
  for (;;) {
    const page = await place.json<TrackPage>(`/api/tracks?${query}`)
    if (page.listed === 1) return page
  }
}
const idsOf = async (query: string) => (await tracks(query)).items.map(({ id }) => id)

describe('the list of tracks', () => {
  it('says of each how it stands', async () => {
    const song = { title: 'Song', artist: 'Somebody' }
    await startTrack(place, pageOf(1), song)
    await queueTrack(place, pageOf(2), song)
    await putOffTrack(place, pageOf(3), song, place.clock.now + 60_000)
    await failTrack(place, pageOf(4), song, 'it is gone')
    await endTrack(place, pageOf(5), song, done('124.00 BPM'))
    await fileTrack(place, pageOf(5))
    place.live.polled({
      problems: [],
      leftAlone: [],
      waiting: [{ id: pageOf(6), label: 'Someone – Unlinked', because: 'it waits for a link' }],
    })
    const { items, total, states } = await tracks()
    const byId = Object.fromEntries(items.map(item => [item.id, item]))
    expect(total).toBe(6)
    expect(states).toEqual({ running: 1, queued: 1, later: 1, failed: 1, done: 1, waiting: 1 })
    expect(byId[pageOf(3)]).toMatchObject({ until: place.clock.now + 60_000, because: 'the service wants a rest' })
    expect(byId[pageOf(4)]).toMatchObject({ title: 'Song', artist: 'Somebody', because: 'it is gone' })
    expect(byId[pageOf(5)]).toMatchObject({ tempo: 124, key: 'A minor', camelot: '8A', formats: ['wav'] })
    expect(byId[pageOf(6)]).toMatchObject({ title: 'Unlinked', artist: 'Someone', state: 'waiting' })
  })

  it('follows what changes', async () => {
    await queueTrack(place, pageOf(1), { title: 'One' })
    expect((await tracks()).items.map(({ state }) => state)).toEqual(['queued'])
    await endTrack(place, pageOf(1), { title: 'One' }, done('ok'))
    await queueTrack(place, pageOf(2), { title: 'Two' })
    expect(Object.fromEntries((await tracks()).items.map(({ title, state }) => [title, state]))).toEqual({
      One: 'done',
      Two: 'queued',
    })
  })

  it('follows thousands of changes at once', async () => {
    const count = 1300
    await tracks()
    await place.queue.enqueue(
      Array.from({ length: count }, (_, number) => jobOf(pageOf(number), { title: `Song ${number}` })),
    )
    for (;;) {
      const { total, states } = await tracks()
      if (total < count) continue
      expect(states).toEqual({ queued: count })
      break
    }
  })

  it('is searched as it is typed, without accents and case', async () => {
    await queueTrack(place, pageOf(1), { title: 'Crazy in Love', artist: 'Beyoncé' })
    await queueTrack(place, pageOf(2), { title: 'Århus', artist: 'Sigur Rós' })
    await queueTrack(place, pageOf(3), { title: 'Untitled', artist: '!!!' })
    expect(await idsOf('q=beyonce')).toEqual([pageOf(1)])
    expect(await idsOf('q=LOVE%20bey')).toEqual([pageOf(1)])
    expect(await idsOf('q=ros')).toEqual([pageOf(2)])
    expect(await idsOf('q=!!!')).toEqual([pageOf(3)])
    expect(await idsOf('q=nothing')).toEqual([])
  })

  it('is sorted and paged', async () => {
    for (let number = 1; number <= 60; number += 1)
      await queueTrack(place, pageOf(number), { title: `Song ${String(number).padStart(2, '0')}` })
    const second = await tracks('sort=title&page=2')
    expect([second.total, second.pages, second.items.length]).toEqual([60, 2, 10])
    expect(second.items[0]?.title).toBe('Song 51')
    expect((await tracks('sort=-title')).items[0]?.title).toBe('Song 60')
    expect((await tracks('page=3')).items).toEqual([])
  })

  it('refuses a question that is none, with what was expected', async () => {
    for (const query of ['sort=size', 'page=0', 'page=x', 'state=gone', `q=${'a'.repeat(1001)}`, 'q=a&q=b']) {
      const answer = await place.get(`/api/tracks?${query}`)
      expect([query, answer.status]).toEqual([query, 400])
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/expected/i) })
    }
  })

  it.each(HOSTILE)('carries any title as text: %j', async title => {
    await failTrack(place, pageOf(1), { title, artist: title }, title)
    const answer = await place.get('/api/tracks')
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const { items } = (await answer.json()) as TrackPage
    expect(items[0]?.title.length).toBeLessThanOrEqual(300)
    expect(items[0]?.title.slice(0, 20).trim()).toBe(title.toWellFormed().slice(0, 20).trim())
    const [failure] = (await place.json<FailurePage>('/api/failures')).items
    expect(failure?.reason.slice(0, 20)).toBe(title.toWellFormed().slice(0, 20))
    expect((await place.get(`/api/tracks/${pageOf(1)}`)).status).toBe(200)
    expect((await place.json<RunPage>('/api/runs')).items).toHaveLength(1)
  })
})

describe('a track', () => {
  it('is told whole', async () => {
    const id = pageOf(1)
    const { stores, store } = place
    const run = `${id} 0123456789abcdef`
    const checks = [{ check: 'AcoustID', verdict: 'pass', says: 'AcoustID says so' }]
    const written = { codec: { how: 'fill', value: 'opus' }, source: { how: 'fill', value: 'SoundCloud' } }
    await endTrack(place, id, { title: 'Song', artist: 'Somebody' }, done('124.00 BPM'))
    await fileTrack(place, id)
    await stores.journal.prove({ run, stage: 'write back' }, { proof: checks, written })
    await stores.outbox.remember(id, 'tempo', 124)
    await stores.outbox.remember(id, 'fingerprint', 'AQAA'.repeat(1000))
    await store.commit(() => {
      stores.costs.record({ run, stage: 'download', wallMs: 1200, cpuMs: 10, bytes: 5000 })
      stores.searches.refuse(id, 'https://example.org/wrong.mp3', 'it sounds otherwise')
      stores.verified.record(id, [])
      stores.judged.put(id, {
        kind: 'accept',
        because: 'it is the same',
        wanted: { title: 'Song' },
        candidates: [
          { link: 'https://example.org/a.mp3', source: 'web', title: 'Song', score: 0.97, reasons: ['same length'] },
          {
            link: 'https://example.org/b.mp3',
            source: 'web',
            title: 'Song (Live)',
            score: 0.4,
            reasons: [],
            veto: 'live',
          },
        ],
      })
    })
    const detail = await place.json<TrackDetail>(`/api/tracks/${id}`)
    expect(detail).toMatchObject({
      id,
      state: 'done',
      url: `https://www.notion.so/${id.replaceAll('-', '')}`,
      evidence: { link: 'https://example.org/a.mp3', source: 'SoundCloud', checks, match: { score: 0.97 } },
      candidates: [{ taken: true, score: 0.97 }, { veto: 'live' }],
      refused: [{ link: 'https://example.org/wrong.mp3', reason: 'it sounds otherwise' }],
      files: [{ format: 'wav', bytes: 10, type: 'audio/wav', url: `/api/tracks/${id}/audio?format=wav` }],
      measured: { tempo: { bpm: 124, alternatives: [62] }, key: { name: 'A minor', camelot: '8A' } },
      quality: { codec: 'opus', origin: 'lossy' },
      costs: [{ stage: 'download', ms: 1200, cpuMs: 10, bytes: 5000 }],
      runs: [{ outcome: 'done', page: id, kind: 'track' }],
      verified: { findings: [] },
      written: [{ field: 'tempo', value: '124' }],
      acts: [],
    })
    expect(detail.failure).toBeUndefined()
  })

  it('that asks which it is offers what can be taken', async () => {
    const id = pageOf(2)
    const link = 'https://example.org/a.mp3'
    const { searches } = place.stores
    await place.store.commit(() => searches.end(id, { input: id, ended: 'asked', links: [link] }))
    await failTrack(place, id, { title: 'Song' }, 'Which of these is it?')
    const detail = await place.json<TrackDetail>(`/api/tracks/${id}`)
    expect(detail).toMatchObject({ state: 'review', candidates: [{ n: 1, link }], failure: { attempts: 1 } })
    expect(detail.acts.map(({ body }) => body)).toEqual([
      { kind: 'candidate', page: id, choice: 1, link },
      { kind: 'retry', what: `track:${id}` },
      { kind: 'ignore', page: id },
    ])
    const { items, total } = await place.json<FailurePage>('/api/failures')
    expect([total, items[0]?.state, items[0]?.acts.length]).toEqual([1, 'review', 3])
  })

  it('that shares files shows them as its own, and says whose they are', async () => {
    await endTrack(place, pageOf(1), { title: 'Song', artist: 'Somebody' }, done('ok'))
    await fileTrack(place, pageOf(1))
    await endTrack(place, pageOf(2), { title: 'Song again' }, done('the same recording'))
    await place.store.commit(() => place.stores.merges.put(pageOf(2), { recording: 1, owner: pageOf(1) }))
    const detail = await place.json<TrackDetail>(`/api/tracks/${pageOf(2)}`)
    expect(detail.evidence.sharesWith).toEqual({ id: pageOf(1), label: 'Somebody – Song' })
    expect(detail.files).toHaveLength(1)
    expect(await (await place.get(`/api/tracks/${pageOf(2)}/audio`)).text()).toBe('0123456789')
  })

  it('that nobody knows is not there', async () => {
    expect((await place.get(`/api/tracks/${pageOf(9)}`)).status).toBe(404)
    for (const id of ['x', '..%2f..%2fetc', `${pageOf(1)}%00`, 'https:%2f%2fnotion.so%2fa'])
      expect([id, (await place.get(`/api/tracks/${id}`)).status]).toEqual([id, 400])
  })
})

describe('how it stands', () => {
  it('tells what runs with its stage, what waits and until when, and the last cycle', async () => {
    const job = await startTrack(place, pageOf(1), { title: 'Song', artist: 'Somebody' })
    place.live.expect(3)
    place.live.progress(job.label, 'download', 0.4)
    await putOffTrack(place, pageOf(2), { title: 'Other' }, place.clock.now + 5000)
    place.live.polled({
      problems: [{ step: 'tasks', reason: 'Notion is away', mends: true }],
      leftAlone: [{ id: pageOf(8), title: 'Buy milk', because: 'no handler takes it' }],
      waiting: [{ id: pageOf(2), label: 'Other', because: 'its job waits' }],
    })
    const now = await place.json<Now>('/api/now')
    expect(now).toMatchObject({
      workspace: 'Notion',
      actions: { allowed: true },
      ready: { ready: true, reasons: [] },
      running: [{ key: `track:${pageOf(1)}`, id: pageOf(1), kind: 'track', stage: 'download', fraction: 0.4 }],
      batch: { expected: 3, ended: 0 },
      waiting: { items: [{ label: 'Other', until: place.clock.now + 5000 }], more: 0 },
      problems: [{ step: 'tasks', reason: 'Notion is away', mends: true }],
      jobs: { running: 1, later: 1, waiting: 0, failed: 0, setAside: 0 },
      sync: { enabled: true, last: 1000 },
    })
    expect(now.disk[0]?.free).toBeGreaterThan(0)
    expect((await place.json<Tasks>('/api/tasks')).leftAlone).toEqual([
      { id: pageOf(8), title: 'Buy milk', because: 'no handler takes it' },
    ])
  })

  it('tells tasks that agents have, and those they gave back', async () => {
    const { handoffs } = place.stores
    const given = { title: 'Write', agent: 'Claude', folder: 'Claude-Agent', file: 'a.json', home: '', machine: '' }
    await place.store.commit(() => {
      handoffs.begin({ task: pageOf(1), ...given }, 1000)
      handoffs.begin({ task: pageOf(2), ...given, file: 'b.json' }, 2000)
      const [, second] = handoffs.open()
      handoffs.end(second?.id ?? 0, 'done')
    })
    expect(await place.json<Tasks>('/api/tasks')).toMatchObject({
      handoffs: [{ task: pageOf(1), agent: 'Claude', at: 1000, state: 'begun' }],
      ended: [{ task: pageOf(2), how: 'done', at: 2000 }],
    })
  })
})

describe('runs and charts', () => {
  it('runs are paged by their number, and chosen by outcome', async () => {
    for (let number = 1; number <= 55; number += 1)
      await endTrack(place, pageOf(number), { title: `Song ${number}` }, done('ok'))
    await failTrack(place, pageOf(99), { title: 'Bad' })
    const first = await place.json<RunPage>('/api/runs')
    const second = await place.json<RunPage>(`/api/runs?before=${first.next}`)
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 6, undefined])
    expect(first.items[0]?.label).toBe('Bad')
    expect((await place.json<RunPage>('/api/runs?outcome=failed&handler=track')).items).toHaveLength(1)
  })

  it('charts count days, stages, tempo and key', async () => {
    const day = 86_400_000
    place.clock.now = Date.parse('2026-05-03T12:00:00Z') - 2 * day
    await endTrack(place, pageOf(1), { title: 'One' }, done('ok'))
    await fileTrack(place, pageOf(1))
    place.clock.now += 2 * day
    await failTrack(place, pageOf(2), { title: 'Two' })
    await endTrack(place, pageOf(3), { title: 'Three' }, done('ok'))
    await place.store.commit(() => {
      place.stores.costs.record({ run: 'a', stage: 'download', wallMs: 3000, cpuMs: 100, bytes: 10 })
      place.stores.costs.record({ run: 'b', stage: 'download', wallMs: 1000, cpuMs: 100, bytes: 10 })
      place.stores.parkings.countRequests('notion', 8, place.clock.now)
    })
    await tracks()
    const charts = await place.json<Charts>('/api/charts?days=3')
    expect(charts.days).toEqual([
      { day: '2026-05-01', done: 1, failed: 0, skipped: 0, requests: 0 },
      { day: '2026-05-02', done: 0, failed: 0, skipped: 0, requests: 0 },
      { day: '2026-05-03', done: 1, failed: 1, skipped: 0, requests: 8 },
    ])
    expect(charts).toMatchObject({
      zone: 'UTC',
      successRate: 2 / 3,
      requestsPerTrack: 4,
      stages: [{ stage: 'download', count: 2, meanSeconds: 2, totalSeconds: 4, cpuSeconds: 0.2, bytes: 20 }],
      tempo: [{ from: 124, to: 126, count: 1 }],
    })
    expect(charts.keys).toHaveLength(24)
    expect(charts.keys.find(({ camelot }) => camelot === '8A')).toEqual({ camelot: '8A', key: 'A minor', count: 1 })
    expect(charts.keys.slice(0, 3).map(({ camelot }) => camelot)).toEqual(['1A', '1B', '2A'])
    for (const days of ['0', '366', 'x']) expect((await place.get(`/api/charts?days=${days}`)).status).toBe(400)
  })
})
