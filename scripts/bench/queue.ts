// The durable queue: jobs claimed and recorded as done, beside the same commits in bare SQLite; and a start over a full one.

import { join } from 'node:path'

import type { NewJob } from '../../src/model/job.ts'
import { done } from '../../src/model/outcome.ts'
import { openQueue, type Queue } from '../../src/queue/queue.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { median, newFolder, peakMemoryMb, type Row } from './measure.ts'

const JOBS = 6000
const QUEUED = 10_000
const INTERRUPTED = 50
/** Claims looked at, at either end of a full queue. */
const LOOKED_AT = 200

export async function queueRows(): Promise<Row[]> {
  const bare = await bareCommits()
  const alone = await throughput(1)
  const eight = await throughput(8)
  const memory = await peakMemoryMb([join(import.meta.dirname, 'queue-alone.ts')])
  return [
    rateRow('1 worker', alone, bare),
    rateRow('8 workers', eight, bare),
    callRow('claim', alone.claims, eight.claims, bare.calls),
    callRow('finish', alone.ends, eight.ends, bare.calls),
    ...(await fullQueueRows()),
    row('peak memory of draining 10,000 jobs', `${memory.toFixed(0)} MB`, '', '', '< 250 MB'),
  ]
}

interface Measured {
  perSecond: number
  claims: readonly number[]
  ends: readonly number[]
}

async function throughput(workers: number): Promise<Measured> {
  using opened = await openNew()
  await opened.queue.enqueue(Array.from({ length: JOBS }, (_, n) => jobOf(n)))
  const claims: number[] = []
  const ends: number[] = []
  const seconds = await timed(() =>
    Promise.all(Array.from({ length: workers }, () => work(opened.queue, claims, ends))),
  )
  return { perSecond: JOBS / seconds, claims, ends }
}

/** Claims one job after the other until there is none. */
export async function work(queue: Queue, claims: number[] = [], ends: number[] = []): Promise<void> {
  for (;;) {
    const started = performance.now()
    const [job] = await queue.claim({ pool: 'tracks', limit: 1 })
    if (!job) return
    const claimed = performance.now()
    await queue.finish(job, done('ok'), { startedAt: Date.now() })
    claims.push(claimed - started)
    ends.push(performance.now() - claimed)
  }
}

/** What a claim and an end write, each in a commit of its own and nothing around it. */
async function bareCommits(): Promise<{ perSecond: number; calls: readonly number[] }> {
  using store = openStore(await newFolder(), false)
  const { database } = store
  await overStore(store).queue.enqueue(Array.from({ length: JOBS }, (_, n) => jobOf(n)))
  const start = database.prepare("update job set state = 'running', starts = 1, fence = 1, changed_at = ? where id = ?")
  const drop = database.prepare('delete from job where id = ?')
  const run = database.prepare("insert into run values (null, 'track', ?, 'A label', 'done', 'ok', ?, ?)")
  const calls: number[] = []
  const commit = (write: () => void) => {
    const at = performance.now()
    database.exec('begin immediate')
    write()
    database.exec('commit')
    calls.push(performance.now() - at)
  }
  const seconds = await timed(async () => {
    for (let id = 1; id <= JOBS; id += 1) {
      commit(() => void start.run(1, id))
      commit(() => {
        run.run(`track:${id}`, 1, 2)
        drop.run(id)
      })
    }
  })
  return { perSecond: JOBS / seconds, calls }
}

/** A start with work left over, then the first and the last claims of a full queue. */
async function fullQueueRows(): Promise<Row[]> {
  const dir = await newFolder()
  {
    using before = overStore(openStore(dir, false))
    await before.queue.enqueue(Array.from({ length: QUEUED + INTERRUPTED }, (_, n) => jobOf(n)))
    await before.queue.claim({ pool: 'tracks', limit: INTERRUPTED })
  }
  const started = performance.now()
  using opened = overStore(openStore(dir, false))
  const { again } = opened.queue.recover()
  const recovered = performance.now() - started
  await opened.queue.claim({ pool: 'tracks', limit: 1 })
  const ready = performance.now() - started
  const claims: number[] = []
  await work(opened.queue, claims)
  const [first, last] = [claims.slice(0, LOOKED_AT), claims.slice(-LOOKED_AT)]
  return [
    row(
      `openStore, openQueue, recover and first claim, ${QUEUED.toLocaleString('en')} waiting and ${again} interrupted`,
      `${ready.toFixed(0)} ms`,
      `${recovered.toFixed(0)} ms to recover`,
      '',
      '≤ 2,000 ms',
    ),
    row(
      `claim of a full queue, p99 of the first ${LOOKED_AT}`,
      ms(p99(first)),
      `${ms(p99(last))} of the last ${LOOKED_AT}`,
      (p99(first) / p99(last)).toFixed(2),
      '< 10 ms both',
    ),
  ]
}

function rateRow(who: string, { perSecond }: Measured, bare: { perSecond: number }): Row {
  return row(
    `jobs claimed and recorded as done, ${who}`,
    `${perSecond.toFixed(0)}/s`,
    `${bare.perSecond.toFixed(0)}/s in bare SQLite, one by one`,
    (perSecond / bare.perSecond).toFixed(2),
    '≥ 3,000/s',
  )
}

function callRow(call: string, alone: readonly number[], eight: readonly number[], bare: readonly number[]): Row {
  return row(
    `${call}, median and p99 with 1 worker`,
    `${ms(median(alone))}, ${ms(p99(alone))}`,
    `${ms(median(bare))}, ${ms(p99(bare))} bare; ${ms(p99(eight))} p99 with 8 workers`,
    (p99(alone) / p99(bare)).toFixed(2),
    '≤ 5 ms',
  )
}

const row = (what: string, measured: string, baseline: string, ratio: string, limit: string): Row => ({
  what,
  measured,
  baseline,
  ratio,
  limit,
})

const ms = (value: number) => `${value.toFixed(2)} ms`

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

export const openNew = async (): Promise<Opened> => overStore(openStore(await newFolder(), false))

interface Opened extends Disposable {
  queue: Queue
}

function overStore(store: Store): Opened {
  const queue = openQueue({ store, ledger: openLedger(store.database), now: Date.now })
  return { queue, [Symbol.dispose]: () => store[Symbol.dispose]() }
}

export function jobOf(n: number): NewJob {
  const key = `track:${String(n).padStart(32, '0')}`
  return {
    key,
    pool: 'tracks',
    lane: `web ${n % 5}`,
    handler: 'track',
    input: {
      pageId: key,
      row: { title: `Song ${n}`, link: `https://example.org/${n}.mp3`, note: 'words '.repeat(40) },
    },
    wish: `wish ${n}`,
    label: `Artist – Song ${n}`,
    because: 'the row wants work',
    priority: 50,
  }
}
