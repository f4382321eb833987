// Tracks a minute with one, two and four workers, each on a machine of its own: a share of a core, and songs that take their time to come.

import { rm } from 'node:fs/promises'
import { runCluster } from './cluster-run.ts'
import type { Taken } from './cluster-taken.ts'
import { median, newFolder, type Row } from './measure.ts'
import { whyNoShares } from './share.ts'
import { makeSongs } from './songs.ts'

const WORKERS = [1, 2, 4]
const SECONDS = 240
/** Of a core, a worker; the rest is for the coordinator, Redis, and what plays Notion and the web. */
const CORES = 0.25
/** Measured with each worker, in each of the rounds; what comes before and behind them keeps all workers busy. */
const TRACKS = 4
const ROUNDS = 2
const BEHIND = 4

interface Measured extends Taken {
  workerCount: number
  tracks: number
  idle: Taken
  held: number
}

export async function trackRows(): Promise<Row[]> {
  const lacks = await whyNoShares()
  if (lacks !== undefined)
    return [{ what: 'tracks a minute', measured: `skipped: ${lacks}`, baseline: '', ratio: '', limit: '' }]
  const dir = await newFolder()
  try {
    return rowsOf(await measured(dir))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function measured(songsDir: string): Promise<Measured[]> {
  const songs = await makeSongs(songsDir, songsFor(Math.max(...WORKERS)), SECONDS)
  const runs: Measured[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const workers of WORKERS) {
      const tracks = TRACKS * workers
      process.stderr.write(`tracks with ${workers} workers, round ${round + 1} of ${ROUNDS} …\n`)
      const own = songs.slice(0, songsFor(workers))
      const { taken, ...ran } = await runCluster({ songsDir, songs: own, workers, cores: CORES, tracks })
      runs.push({ ...taken, ...ran, workerCount: workers, tracks })
    }
  }
  return runs
}

const songsFor = (workers: number) => (1 + TRACKS + BEHIND) * workers

function rowsOf(runs: readonly Measured[]): Row[] {
  const alone = perMinute(runs.filter(({ workerCount }) => workerCount === 1))
  return [...WORKERS.map(workers => rateRow(runs, workers, alone)), ...costRows(runs), idleRow(runs)]
}

const perMinute = (runs: readonly Measured[]) => median(runs.map(({ tracks, seconds }) => (tracks / seconds) * 60))

/** Beside what the shares of a core would give if no worker ever waited. */
function rateRow(runs: readonly Measured[], workers: number, alone: number): Row {
  const own = runs.filter(({ workerCount }) => workerCount === workers)
  const given = median(own.map(run => (CORES * workers * 60 * run.tracks) / run.workers))
  return {
    what: `tracks a minute, workers of ${CORES} core each: ${workers}`,
    measured: perMinute(own).toFixed(2),
    baseline: `${given.toFixed(2)}: what their cores give; ${(alone * workers).toFixed(2)}: ${workers} × one worker; the time in which they had work`,
    ratio: `${(perMinute(own) / given).toFixed(2)}; ${(perMinute(own) / (alone * workers)).toFixed(2)}; ${median(own.map(({ held }) => held)).toFixed(2)}`,
    limit: '≥ 0.9',
  }
}

function costRows(runs: readonly Measured[]): Row[] {
  const each = (name: keyof Taken) => median(runs.map(run => run[name] / run.tracks))
  const row = (what: string, measured: string, baseline = ''): Row => ({
    what: `a track of ${SECONDS / 60} minutes: ${what}`,
    measured,
    baseline,
    ratio: '',
    limit: '',
  })
  const wait = `${median(runs.map(({ seconds, tracks }) => seconds / tracks)).toFixed(1)} s of the clock`
  return [
    row('processor seconds of workers', each('workers').toFixed(2)),
    row('processor seconds of the coordinator', each('coordinator').toFixed(2)),
    row('processor seconds of Redis', each('redis').toFixed(3), wait),
    row('commands of Redis', each('commands').toFixed(0), wait),
    row('bytes to and from Redis', `${Math.round(each('redisBytes') / 1000)} kB`),
    row(
      'commits, and bytes of the state’s log',
      `${each('commits').toFixed(0)}, ${Math.round(each('logBytes') / 1000)} kB`,
    ),
    row('requests to Notion, the cycles included', each('notion').toFixed(1), wait),
  ]
}

/** With nothing to do, beside the coordinator: what one worker more asks. */
function idleRow(runs: readonly Measured[]): Row {
  const perSecond = (workers: number, name: keyof Taken) =>
    median(runs.filter(run => run.workerCount === workers).map(({ idle }) => idle[name] / idle.seconds))
  const [few = 1, many = 1] = [Math.min(...WORKERS), Math.max(...WORKERS)]
  const each = (name: keyof Taken) => (perSecond(many, name) - perSecond(few, name)) / (many - few)
  return {
    what: 'a worker with nothing to do, a second',
    measured: `${each('commands').toFixed(1)} commands of Redis, ${(each('redis') * 1000).toFixed(2)} ms of its processor`,
    baseline: `${perSecond(few, 'commands').toFixed(1)} commands with the coordinator and ${few} worker`,
    ratio: '',
    limit: '',
  }
}
