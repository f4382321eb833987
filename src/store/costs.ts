// What stages took: time, processor time and bytes, kept for reports.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface StageCost {
  run: string
  stage: string
  wallMs: number
  /** Of other programs and threads too. */
  cpuMs: number
  /** Fetched or made. */
  bytes: number
}

export interface CostSum {
  stage: string
  /** How many tracks went through it. */
  count: number
  wallMs: number
  cpuMs: number
  bytes: number
}

export interface Costs {
  /** A stage that is run again for the same run replaces what was kept of it; inside a commit. */
  record(cost: StageCost): void
  /** Sums by stage since a time (epoch ms), the dearest first. */
  since(from: number): CostSum[]
}

/** A year, and a month to compare it with the one before. */
const KEPT_MS = 400 * 86_400_000

const SumRow = z
  .object({ stage: z.string(), count: z.number(), wall_ms: z.number(), cpu_ms: z.number(), bytes: z.number() })
  .transform(({ wall_ms, cpu_ms, ...rest }): CostSum => ({ wallMs: wall_ms, cpuMs: cpu_ms, ...rest }))

export function openCosts({ database }: Store, now: () => number): Costs {
  const put = database.prepare(
    'insert or replace into cost (run, stage, wall_ms, cpu_ms, bytes, at) values (?, ?, ?, ?, ?, ?)',
  )
  const drop = database.prepare('delete from cost where at < ?')
  const sums = database.prepare(
    `select stage, count(*) as count, sum(wall_ms) as wall_ms, sum(cpu_ms) as cpu_ms, sum(bytes) as bytes
     from cost where at >= ? group by stage order by sum(wall_ms) desc`,
  )
  return {
    record({ run, stage, wallMs, cpuMs, bytes }) {
      put.run(run, stage, Math.round(wallMs), Math.round(cpuMs), bytes, now())
      drop.run(now() - KEPT_MS)
    },
    since: from => sums.all(from).map(row => SumRow.parse(row)),
  }
}
