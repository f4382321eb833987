// What a track costs, by stage, for people.

import type { CostSum } from '../store/costs.ts'

/** Per track: time, processor time, megabytes. */
export function costLines(sums: readonly CostSum[]): string[] {
  const tracks = Math.max(0, ...sums.map(({ count }) => count))
  if (tracks === 0) return []
  return [
    `A track takes (mean of the last 30 days, ${tracks} ${tracks === 1 ? 'track' : 'tracks'}):`,
    ...sums.filter(isFelt).map(sum => `  ${sum.stage.padEnd(STAGE_WIDTH)}  ${partsOf(sum).join(', ')}`),
  ]
}

const STAGE_WIDTH = 19

/** Stages of a few ms are left out. */
const isFelt = ({ wallMs, count }: CostSum) => wallMs / count >= 10

function partsOf({ count, wallMs, cpuMs, bytes }: CostSum): string[] {
  const parts = [`${seconds(wallMs / count)} s`]
  if (cpuMs > 0) parts.push(`${seconds(cpuMs / count)} s processor`)
  if (bytes > 0) parts.push(`${(bytes / count / 1_000_000).toFixed(1)} MB`)
  return parts
}

const seconds = (ms: number) => (ms / 1000).toFixed(2)
