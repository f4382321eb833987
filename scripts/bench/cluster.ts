// Several machines: their queue, their deaths, their tracks.

import { hostRows } from './cluster-hosts.ts'
import { killRows } from './cluster-kills.ts'
import { queueRows } from './cluster-queue.ts'
import { trackRows } from './cluster-tracks.ts'
import type { Row } from './measure.ts'

const PARTS: readonly (readonly [string, () => Promise<Row[]>])[] = [
  ['the queue beside bare BullMQ', queueRows],
  ['machines that are killed', killRows],
  ['tracks a minute', trackRows],
  ['hosts that are cut off', hostRows],
]

export async function clusterRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [what, measure] of PARTS) {
    console.error(`measuring ${what} …`)
    rows.push(...(await measure()))
  }
  return rows
}
