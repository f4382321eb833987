// What a track's stages took.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { TrackDetail } from './api.ts'

export interface StoredCosts {
  /** Of the page's newest run, in the order in which the stages ended. */
  ofNewest(page: string): TrackDetail['costs']
}

const Row = z
  .object({
    run: z.string(),
    stage: z.string(),
    wall_ms: z.number(),
    cpu_ms: z.number(),
    bytes: z.number(),
    at: z.number(),
  })
  .transform(({ wall_ms, cpu_ms, ...rest }) => ({ ...rest, ms: wall_ms, cpuMs: cpu_ms }))

export function openStoredCosts(database: DatabaseSync): StoredCosts {
  const ofPage = database.prepare('select * from cost where run > ? and run < ? order by at, stage limit 500')
  return {
    ofNewest(page) {
      const rows = ofPage.all(`${page} `, `${page} \u{10ffff}`).map(row => Row.parse(row))
      const newest = rows.at(-1)?.run
      return rows.filter(({ run }) => run === newest).map(({ run: _, ...cost }) => cost)
    },
  }
}
