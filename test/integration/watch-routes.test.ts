// Health and figures: who may look, and what is said.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HOME_DIR } from '../../src/config.ts'
import { Environment } from '../../src/errors.ts'
import { silentLog } from '../../src/log.ts'
import { done } from '../../src/model/outcome.ts'
import { openCosts } from '../../src/store/costs.ts'
import { openMetrics } from '../../src/web/metrics.ts'
import { serveWatch } from '../../src/web/open-web.ts'
import { openPulse } from '../../src/web/pulse.ts'
import { openReadiness } from '../../src/web/readiness.ts'
import { openWebPlace, postMusic, rawly, type WebPlace } from '../support/web-place.ts'

const Dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
const NOW = Date.parse('2026-05-01T12:00:00Z')
let place: WebPlace
beforeEach(async () => {
  place = await openWebPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** The state of the world, to be changed by a test. */
function world() {
  const state = {
    ms: 0,
    until: undefined as Date | undefined,
    refusal: undefined as Error | undefined,
    full: false,
    writes: 0,
  }
  const pulse = openPulse(30_000, () => state.ms)
  const lane = () => ({ name: 'notion', state: 'open' as const, until: state.until, running: 1, waiting: 2 })
  const lanes = { status: () => [lane()] }
  const readiness = openReadiness({
    pulse,
    lanes,
    tryWrite: async () => {
      state.writes += 1
      if (state.full) throw new Environment('the disk is full')
    },
    refusal: () => state.refusal,
    now: () => NOW,
  })
  return { state, pulse, lanes, readiness }
}

async function serve(token?: string, { pulse, lanes, readiness } = world()) {
  const costs = openCosts(place.store, Date.now)
  const metrics = openMetrics({
    store: place.store,
    costs,
    outbox: { count: () => 3 },
    lanes,
    notionRequests: () => 41,
    pulse,
    now: () => Date.now() - 1000,
  })
  const listener = await serveWatch({ port: 0 }, { metrics, readiness, token, log: silentLog })
  return { ...listener, metrics, costs, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() }
}

describe('readiness', () => {
  it('is there while nothing is wrong', async () => {
    await using watch = await serve()
    const ready = await fetch(`${watch.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }])
    expect((await fetch(`${watch.url}/livez`)).status).toBe(200)
  })

  it('says why not: the disk, Notion, the loop', async () => {
    const { state, pulse, readiness } = world()
    state.until = new Date(NOW + 4 * 60_000)
    state.ms = 90_000
    expect(await readiness()).toEqual([])
    state.until = new Date(NOW + 6 * 60_000)
    state.ms = 90_001
    expect(await readiness()).toEqual([
      'Notion is left alone until 2026-05-01T12:06:00.000Z',
      'no cycle has ended for 90 s (expected one within 90 s)',
    ])
    pulse.beat()
    state.refusal = new Error('Notion refuses the token')
    expect(await readiness()).toEqual(['Notion refuses the token'])
    expect(state.writes).toBe(1) // the disk is not asked at every look
    const broken = world()
    broken.state.full = true
    await using watch = await serve(undefined, broken)
    const ready = await fetch(`${watch.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reasons: ['the disk is full'] }])
    expect((await fetch(`${watch.url}/livez`)).status).toBe(200)
  })
})

describe('figures', () => {
  it('are those of the state', async () => {
    await postMusic(place.url, [{ url: 'https://example.org/1.mp3' }, { url: 'https://example.org/2.mp3' }])
    const [job] = await place.queue.claim({ pool: 'wishes', limit: 1 })
    await using watch = await serve()
    const text = async () => (await fetch(`${watch.url}/metrics`)).text()
    expect(await text()).toContain('orchestrator_jobs{pool="wishes",state="running"} 1')
    if (job) await place.queue.finish(job, done('ok'), { startedAt: place.clock.now - 2000 })
    watch.costs.record({ run: 'r', stage: 'download', wallMs: 1500, cpuMs: 200, bytes: 1000 })
    watch.metrics.answered('/webhook/notion', 202)
    const now = await text()
    for (const line of [
      'orchestrator_jobs{pool="wishes",state="waiting"} 1',
      'orchestrator_queue_depth 1',
      'orchestrator_outbox_waiting 3',
      'orchestrator_runs_total{handler="wish",outcome="done"} 1',
      'orchestrator_run_seconds_total{handler="wish"} 2',
      'orchestrator_stage_runs_total{stage="download"} 1',
      'orchestrator_stage_seconds_total{stage="download"} 1.5',
      'orchestrator_stage_bytes_total{stage="download"} 1000',
      'orchestrator_lane_parked{lane="notion"} 0',
      'orchestrator_lane_waiting{lane="notion"} 2',
      'orchestrator_notion_requests_total 41',
      'orchestrator_webhook_requests_total{route="/webhook/notion",status="202"} 1',
      'orchestrator_cycles_total 0',
    ])
      expect(now).toContain(`\n${line}\n`)
    expect(now).toMatch(/^process_resident_memory_bytes \d+/m)
    expect(now).not.toContain('state="running"')
    expect(await text()).toContain('orchestrator_runs_total{handler="wish",outcome="done"} 1') // counted once
  })

  it('are those that the dashboard for Grafana asks for', async () => {
    await using watch = await serve()
    const now = await (await fetch(`${watch.url}/metrics`)).text()
    const page: unknown = JSON.parse(readFileSync(join(HOME_DIR, 'docs/grafana.json'), 'utf8'))
    const { panels } = Dashboard.parse(page)
    const asked = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/(orchestrator|process)_\w+/g) ?? []),
    )
    expect(asked.length).toBeGreaterThan(9)
    for (const name of asked) expect(now).toContain(`# TYPE ${name} `)
  })

  it('are for who knows the token, where there is one', async () => {
    await using watch = await serve('a-token-of-some-length')
    for (const path of ['/metrics', '/readyz'])
      expect((await fetch(watch.url + path, { headers: { authorization: 'Bearer another' } })).status).toBe(401)
    const headers = { authorization: 'Bearer a-token-of-some-length' }
    expect((await fetch(`${watch.url}/metrics`, { headers })).status).toBe(200)
    expect((await fetch(`${watch.url}/livez`)).status).toBe(200)
  })

  it('F22: are not for a page that calls this machine by a name of its own', async () => {
    await using watch = await serve()
    const ask = (host: string) =>
      rawly(watch.port, `GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await ask('evil.example')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await ask(`127.0.0.1.evil.example:${watch.port}`)).toMatch(/^HTTP\/1\.1 421 /)
    expect(await ask(`localhost:${watch.port}`)).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('nothing else is there', async () => {
    await using watch = await serve()
    for (const path of ['/', '/webhook/notion', '/metrics/x']) expect((await fetch(watch.url + path)).status).toBe(404)
    expect((await fetch(`${watch.url}/metrics`, { method: 'POST' })).status).toBe(405)
  })
})
