// Two orchestrators, each with a state and a library of its own, on one workspace whose reads are up to ten seconds late.

import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { figure, isWhole } from '../../support/figure.ts'
import { quickFolder } from '../../support/quick-place.ts'

const Result = z.object({
  seconds: z.number(),
  rows: z.number(),
  doubled: z.array(z.string()),
  lost: z.array(z.string()),
  left: z.number(),
  shares: z.tuple([z.number(), z.number()]),
  minutes: z.number(),
})

const ROWS = isWhole ? 1000 : 40
const SEED = Number(process.env.RACES_SEED ?? (isWhole ? Date.now() % 1_000_000 : 1))
const LAG_MS = 10_000
const LIMIT_MS = isWhole ? 20 * 60_000 : 120_000

it(
  'P6 races for rows while reads lag: each row is made by one of them',
  async () => {
    const { result, replay } = await races(ROWS, 2)
    expect(result.doubled, replay).toEqual([])
    expect(result.lost, replay).toEqual([])
    expect(result.left, replay).toBe(0)
    expect(Math.min(...result.shares), replay).toBeGreaterThan(ROWS / 5)
    figure(
      'P6',
      `${ROWS} races, reads up to ${LAG_MS / 1000} s late: 0 rows made twice, 0 left; ${result.shares.join(' and ')} each`,
    )
  },
  LIMIT_MS,
)

it(
  'P6 orchestrators that do not mark rows are seen to make some twice',
  async () => {
    const { result } = await races(20, 0)
    expect(result.doubled.length).toBeGreaterThan(0)
  },
  LIMIT_MS,
)

async function races(rows: number, settle: number) {
  const dir = quickFolder('races', isWhole ? 1024 : 128)
  const args = [SEED, rows, LAG_MS, settle].map(String)
  const replay = `seed ${SEED}: node test/faults/two/races-child.ts ${args.join(' ')} FOLDER`
  try {
    const options = { env: { ...process.env, UV_THREADPOOL_SIZE: '1' } }
    const program = join(import.meta.dirname, 'races-child.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, dir], options)
    const result = Result.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''))
    console.log(`${replay}\n${JSON.stringify(result)}`)
    return { result, replay }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
