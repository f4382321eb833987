// The stream of events: told when something has changed, quiet otherwise, over when the program ends.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ended, Now } from '../../src/web/dashboard/api.ts'
import {
  BEARER,
  DASHBOARD_TOKEN,
  type DashboardPlace,
  openDashboardPlace,
  pageOf,
  queueTrack,
  startTrack,
} from '../support/dashboard-place.ts'

let place: DashboardPlace
let isOpen = false
beforeEach(async () => {
  place = await openDashboardPlace()
  isOpen = true
})
afterEach(async () => {
  if (isOpen) await place[Symbol.asyncDispose]()
})

interface Watcher extends Disposable {
  response: Response
  /** The next event that fits; those before it are passed over. */
  next<T>(event: string, fits?: (data: T) => boolean): Promise<T>
  /** Reads until the other side ends it. */
  rest(): Promise<string>
}

async function watch(headers: Record<string, string> = BEARER): Promise<Watcher> {
  const over = new AbortController()
  const response = await fetch(`${place.url}/api/events`, { headers, signal: over.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('there is no stream')
  let text = ''
  async function nextText(): Promise<string> {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const one = text.slice(0, end)
        text = text.slice(end + 2)
        return one
      }
      const { value, done } = (await reader?.read()) ?? { done: true }
      if (done) throw new Error('the stream is over')
      text += value
    }
  }
  return {
    response,
    async next<T>(event: string, fits: (data: T) => boolean = () => true) {
      for (;;) {
        const [name, data] = (await nextText()).split('\n')
        if (name !== `event: ${event}` || data === undefined) continue
        const parsed = JSON.parse(data.slice('data: '.length)) as T
        if (fits(parsed)) return parsed
      }
    },
    async rest() {
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true }
        if (done) return text
        text += value
      }
    },
    [Symbol.dispose]: () => over.abort(),
  }
}

const entry = (label: string) => ({
  kind: 'track' as const,
  id: pageOf(1),
  label,
  handler: 'track',
  outcome: { kind: 'done' as const, text: '124.00 BPM' },
  ms: 1234.5,
})

describe('events', () => {
  it('begin with how it stands, and go on with each change', async () => {
    using watcher = await watch()
    expect(watcher.response.headers.get('content-type')).toBe('text/event-stream')
    expect(watcher.response.headers.get('cache-control')).toBe('no-store')
    expect(watcher.response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const first = await watcher.next<Now>('now')
    expect(first.running).toEqual([])
    const job = await startTrack(place, pageOf(1), { title: 'Song', artist: 'Somebody' })
    place.live.progress(job.label, 'download', 0.25)
    const running = await watcher.next<Now>('now', ({ running: [one] }) => one?.fraction === 0.25)
    expect(running.running[0]).toMatchObject({ label: 'Somebody – Song', stage: 'download' })
    expect(running.version).toBeGreaterThan(first.version)
    place.live.ended(entry('Somebody – Song'))
    expect(await watcher.next<Ended>('ended')).toMatchObject({ label: 'Somebody – Song', outcome: 'done', ms: 1235 })
  })

  it('reach everybody, also those who came while something changed', async () => {
    using one = await watch()
    await one.next('now')
    await queueTrack(place, pageOf(1), { title: 'Song' })
    using other = await watch()
    for (const watcher of [one, other]) await watcher.next<Now>('now', ({ jobs }) => jobs.waiting === 1)
    place.live.ended(entry('</script>\n\ndata: x'))
    for (const watcher of [one, other]) expect((await watcher.next<Ended>('ended')).label).toBe('</script>\n\ndata: x')
  })

  it('come at most twice a second', async () => {
    using watcher = await watch()
    await watcher.next('now')
    const begun = performance.now()
    for (let time = 1; time <= 200; time += 1) {
      place.live.progress('Song', 'download', time / 200)
      place.live.expect(time + 1)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    let told = 0
    await watcher.next<Now>('now', ({ batch }) => {
      told += 1
      return batch?.expected === 201
    })
    expect(told).toBeLessThanOrEqual((performance.now() - begun) / 500 + 2)
  })

  it('end when the program does, and then nobody is let in', async () => {
    using watcher = await watch()
    await watcher.next('now')
    isOpen = false
    const [rest] = await Promise.all([watcher.rest(), place[Symbol.asyncDispose]()])
    expect(rest).not.toContain('event: error')
  })

  it('are for so many at once, and a place is free again when one leaves', async () => {
    const watchers = await Promise.all(Array.from({ length: 100 }, () => watch()))
    const refused = await fetch(`${place.url}/api/events`, { headers: BEARER })
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'too many look on: try again later' }])
    watchers.pop()?.[Symbol.dispose]()
    for (;;) {
      const again = await fetch(`${place.url}/api/events`, { headers: BEARER })
      await again.body?.cancel()
      if (again.status === 200) break
      expect(again.status).toBe(503)
    }
    for (const watcher of watchers) watcher[Symbol.dispose]()
  })

  it('are for who is signed in', async () => {
    const login = await fetch(`${place.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: DASHBOARD_TOKEN }),
    })
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    using watcher = await watch({ cookie })
    expect((await watcher.next<Now>('now')).actions).toEqual({ allowed: true })
    expect((await fetch(`${place.url}/api/events`)).status).toBe(401)
  })
})
