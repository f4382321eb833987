// The soak is a process of its own, whose clock is its own: a week takes minutes, and the same seed does the same again.

import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { figure, isWhole } from '../../support/figure.ts'
import { quickFolder } from '../../support/quick-place.ts'
import { plantAndJudge } from './planted.ts'

const Result = z.object({
  found: z.array(z.string()),
  foundInAll: z.number(),
  seconds: z.number(),
  wishes: z.number(),
  minutes: z.number(),
  kills: z.number(),
  runs: z.number(),
  requests: z.number(),
  requestFaults: z.number(),
  farFaults: z.record(z.string(), z.number()),
  slope: z.number(),
  heapMiB: z.tuple([z.number(), z.number()]),
  openFiles: z.tuple([z.number(), z.number()]),
  walMiB: z.number(),
  trace: z.string(),
})
type Result = z.infer<typeof Result>

const SHORT = { minutes: 180, wishes: 450, kills: 5, spaceMiB: 256 }
const WEEK = { minutes: 7 * 24 * 60, wishes: 20_000, kills: 50, spaceMiB: 4096 }
const FORM = isWhole ? WEEK : SHORT
const SEED = Number(process.env.SOAK_SEED ?? (isWhole ? Date.now() % 1_000_000 : 1))
const LIMIT_MS = isWhole ? 40 * 60_000 : 120_000
const MIB = 2 ** 20

const dir = quickFolder('soak', FORM.spaceMiB)
let result: Result
let replay: string

beforeAll(async () => {
  replay = `seed ${SEED}: node --expose-gc test/faults/soak/soak-child.ts ${SEED} ${FORM.minutes} ${FORM.wishes} ${FORM.kills} FOLDER`
  result = Result.parse(JSON.parse(await runSoak()))
  const { found, ...figures } = result
  console.log(`${replay}\n${JSON.stringify(figures)}`)
}, LIMIT_MS)

afterAll(() => rmSync(dir, { recursive: true }))

describe(`${FORM.minutes} minutes of work with ${FORM.kills} kills`, () => {
  it('A1 A2 E1 E2 E3 every wish has one outcome, no effect is doubled, no edit of a person is lost', () => {
    expect(result.found, replay).toEqual([])
    expect(result.wishes).toBeGreaterThanOrEqual(FORM.wishes)
    expect(result.kills).toBe(FORM.kills)
    expect(Object.values(result.farFaults).every(count => count > 0)).toBe(true)
    expect(result.requestFaults / result.requests).toBeGreaterThan(0.03)
    const { minutes, wishes, runs, kills, requests, requestFaults, seconds } = result
    figure(
      'A1 A2',
      `a soak of ${minutes} minutes on a clock of its own: ${wishes} wishes, ${runs} runs, ${requests} requests (${requestFaults} failed), ${kills} kills; 0 lost, 0 doubled; ${Math.round(seconds)} s`,
    )
  })

  it('Q1 open files stay as many, and so does memory', () => {
    const [least, most] = result.openFiles
    expect(most - least).toBeLessThanOrEqual(5)
    if (!isWhole) return // too short to tell growth from filling up
    expect(result.slope, replay).toBeLessThanOrEqual(1024)
    figure(
      'Q1',
      `${result.minutes} cycles: heap ${result.heapMiB.join(' → ')} MiB, ${result.slope} bytes a cycle; ${least}–${most} open files`,
    )
  })

  it('Q2 the log of the store stays small', () => {
    expect(result.walMiB).toBeLessThanOrEqual(64)
    figure('Q2', `write-ahead log at most ${result.walMiB} MiB over ${result.runs} ended jobs`)
  })

  it(
    'sees what is lost, doubled or overwritten',
    async () => {
      const unseen = await plantAndJudge(dir)
      expect(unseen).toEqual([])
    },
    LIMIT_MS,
  )
})

/** The last line it prints, also when it found something. */
async function runSoak(): Promise<string> {
  const { minutes, wishes, kills } = FORM
  const args = [SEED, minutes, wishes, kills, dir].map(String)
  const options = { env: { ...process.env, UV_THREADPOOL_SIZE: '1' }, maxBuffer: 64 * MIB }
  const run = promisify(execFile)(
    process.execPath,
    ['--expose-gc', join(import.meta.dirname, 'soak-child.ts'), ...args],
    options,
  )
  const { stdout, stderr } = await run.catch(Ended.parse)
  const last = stdout.trimEnd().split('\n').at(-1)
  if (!last?.startsWith('{')) throw new Error(`${replay}\n${stderr}`)
  return last
}

const Ended = z.object({ stdout: z.string(), stderr: z.string() })
