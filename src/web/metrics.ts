// What Prometheus reads: figures of the state as they are when it asks, and of this process.

import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { WatchedCluster } from '../cluster/machines/watch.ts'
import type { LaneStatus } from '../lanes/lanes.ts'
import type { Costs } from '../store/costs.ts'
import type { Store } from '../store/database.ts'
import { gauge, total } from './collected.ts'
import { jobCounts, runCounts } from './counts.ts'
import { addMachines } from './machine-metrics.ts'
import type { Pulse } from './pulse.ts'

export interface MetricsDeps {
  store: Pick<Store, 'database'>
  costs: Pick<Costs, 'since'>
  outbox: { count(): number }
  lanes: { status(): LaneStatus[] }
  notionRequests: () => number
  pulse: Pulse
  now: () => number
  /** Absent: this machine works alone. */
  cluster?: WatchedCluster
}

export interface Metrics {
  contentType: string
  text(): Promise<string>
  /** A webhook was answered. */
  answered(route: string, status: number): void
  /** An event of Notion was taken in, or not. */
  event(judged: string): void
  /** No more is measured. */
  close(): void
}

const QUEUED = new Set(['waiting', 'delayed'])

export function openMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addWork(registry, deps)
  addStages(registry, deps)
  addLanes(registry, deps)
  addLoop(registry, deps)
  if (deps.cluster) addMachines(registry, deps.cluster, deps.now)
  const answers = new Counter({
    name: 'orchestrator_webhook_requests_total',
    help: 'Requests to the webhook listener by route and status of the answer',
    labelNames: ['route', 'status'],
    registers: [registry],
  })
  const events = new Counter({
    name: 'orchestrator_webhook_events_total',
    help: 'Signed events of Notion by what became of them',
    labelNames: ['judged'],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: (route, status) => answers.inc({ route, status: String(status) }),
    event: judged => events.inc({ judged }),
    close: () => registry.clear(),
  }
}

function addWork(registry: Registry, { store, outbox }: MetricsDeps): void {
  const jobs = jobCounts(store)
  const runs = runCounts(store)
  gauge(registry, 'orchestrator_jobs', 'Jobs by pool and state', ['pool', 'state'], () =>
    jobs().map(({ pool, state, count }) => ({ labels: { pool, state }, value: count })),
  )
  gauge(registry, 'orchestrator_queue_depth', 'Jobs that wait, now or until a time', [], () => [
    { value: jobs().reduce((sum, { state, count }) => sum + (QUEUED.has(state) ? count : 0), 0) },
  ])
  gauge(registry, 'orchestrator_outbox_waiting', 'Writes that wait for Notion', [], () => [{ value: outbox.count() }])
  total(registry, 'orchestrator_runs_total', 'Ended runs of jobs by handler and outcome', ['handler', 'outcome'], () =>
    runs().map(({ handler, outcome, count }) => ({ labels: { handler, outcome }, value: count })),
  )
  total(registry, 'orchestrator_run_seconds_total', 'Seconds that ended runs took, by handler', ['handler'], () =>
    [...Map.groupBy(runs(), ({ handler }) => handler)].map(([handler, counts]) => ({
      labels: { handler },
      value: counts.reduce((sum, { seconds }) => sum + seconds, 0),
    })),
  )
}

/** Since this process began: what a killed one measured of a stage is replaced by the next. */
function addStages(registry: Registry, { costs, now }: MetricsDeps): void {
  const begun = now()
  const sums = () => costs.since(begun)
  const add = (name: string, help: string, value: (sum: ReturnType<typeof sums>[number]) => number) =>
    total(registry, name, help, ['stage'], () =>
      sums().map(sum => ({ labels: { stage: sum.stage }, value: value(sum) })),
    )
  add('orchestrator_stage_runs_total', 'Tracks that went through a stage', sum => sum.count)
  add('orchestrator_stage_seconds_total', 'Seconds in a stage', sum => sum.wallMs / 1000)
  add('orchestrator_stage_cpu_seconds_total', 'Seconds of processor time in a stage', sum => sum.cpuMs / 1000)
  add('orchestrator_stage_bytes_total', 'Bytes that a stage fetched or made', sum => sum.bytes)
}

function addLanes(registry: Registry, { lanes, notionRequests }: MetricsDeps): void {
  const each = (value: (lane: LaneStatus) => number) => () =>
    lanes.status().map(lane => ({ labels: { lane: lane.name }, value: value(lane) }))
  gauge(
    registry,
    'orchestrator_lane_parked',
    '1 while a service is left alone',
    ['lane'],
    each(lane => (lane.state === 'open' ? 0 : 1)),
  )
  gauge(
    registry,
    'orchestrator_lane_waiting',
    'Calls that wait for their turn at a service',
    ['lane'],
    each(lane => lane.waiting),
  )
  gauge(
    registry,
    'orchestrator_lane_running',
    'Calls under way at a service',
    ['lane'],
    each(lane => lane.running),
  )
  total(registry, 'orchestrator_notion_requests_total', 'Requests sent to Notion', [], () => [
    { value: notionRequests() },
  ])
}

function addLoop(registry: Registry, { pulse }: MetricsDeps): void {
  total(registry, 'orchestrator_cycles_total', 'Cycles of the loop that ended', [], () => [{ value: pulse.cycles }])
  gauge(registry, 'orchestrator_cycle_age_seconds', 'Seconds since the last cycle ended', [], () => [
    { value: pulse.quietMs / 1000 },
  ])
}
