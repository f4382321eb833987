// Both look for work at their own times; each row is to be made by one of them.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../../src/app.ts'
import { type Config, loadConfig } from '../../../src/config.ts'
import { poll } from '../../../src/orchestrator/cycle.ts'
import { newCycle } from '../../../src/orchestrator/cycle-context.ts'
import { noView } from '../../../src/orchestrator/view.ts'
import { farEnds } from '../soak/far-ends.ts'
import { openGate } from '../soak/gate.ts'
import { openNearSide, shown } from '../soak/notion-side.ts'
import type { Random } from '../soak/seed.ts'
import type { VirtualTime } from '../soak/virtual-time.ts'
import { openLagging } from './lagging.ts'

export interface RaceOptions {
  time: VirtualTime
  seeded: (part: number) => Random
  rows: number
  lagMs: number
  /** CLAIM_SETTLE; with 0 each takes itself for the only one. */
  settle: number
  dir: string
}

const NAMES = ['one', 'other'] as const
/** The rows that are left when no more come. */
const MOST_MORE_MINUTES = 12 * 60

export async function race({ time, seeded, rows, lagMs, settle, dir }: RaceOptions) {
  const near = await openNearSide(dir)
  const notion = openLagging({ dir, time, random: seeded(1), lagMs })
  Object.assign(globalThis, { fetch: notion.fetch })
  const stop = new AbortController()
  const pages: string[] = []
  const loops = NAMES.map((name, index) =>
    work({ config: configOf(join(dir, name), notion.ids, settle), time, random: seeded(2 + index), stop: stop.signal }),
  )
  const person = seeded(9)
  for (let number = 0; number < rows; number += 1) {
    pages.push(await notion.add(near.sources.tracks, cells(number)))
    if (person.happens(0.5)) await time.sleep(person.between(1000, 30_000))
  }
  for (let minute = 0; minute < MOST_MORE_MINUTES; minute += 1) {
    await time.sleep(60_000)
    if (minute % 5 === 4 && (await unfinished()) === 0) break
  }
  const left = await unfinished()
  stop.abort()
  await Promise.all(loops)
  const owners = NAMES.map(name => idsIn(join(dir, name, 'library')))
  const made = pages.map(page => owners.filter(ids => ids.has(page.replaceAll('-', '').slice(-8))).length)
  notion.close()
  near.close()
  return {
    rows,
    doubled: pages.filter((_, index) => (made[index] ?? 0) > 1),
    lost: pages.filter((_, index) => made[index] === 0),
    left,
    shares: owners.map(ids => ids.size),
    minutes: Math.round((time.now() - Date.parse('2027-03-01T00:00:00Z')) / 60_000),
  }

  async function unfinished(): Promise<number> {
    let count = 0
    for await (const page of near.rows('tracks')) if (shown(page, 'Downloaded') !== true) count += 1
    return count
  }
}

interface Worker {
  config: Config
  time: VirtualTime
  random: Random
  stop: AbortSignal
}

/** As the program's own loop, but that looks for work more often, and at no fixed times. */
async function work({ config, time, random, stop }: Worker): Promise<void> {
  const ended = new AbortController()
  await using app = await createApp(config, { logLevel: 'warn', dryRun: false, signal: ended.signal, print: () => {} })
  const far = farEnds({ time, random, faultPart: () => 0, onFault: () => {} }, openGate(time))
  const { settings } = config
  using cycle = newCycle({
    tools: { ...app.tools, ...far },
    handlers: app.handlers.handlers,
    lastRun: app.lastRun,
    upkeep: app.upkeep,
    log: app.log,
    signal: ended.signal,
    view: noView,
    settings: {
      readyStatuses: settings.TASK_READY_STATUSES,
      sync: 'off',
      syncRepeat: { intervalSeconds: settings.MUSIC_SYNC_INTERVAL },
      concurrency: settings.TRACK_CONCURRENCY,
    },
  })
  while (!stop.aborted) {
    await poll(cycle)
    cycle.dispatcher.wake()
    await time.sleep(random.between(5000, 20_000))
  }
  await cycle.dispatcher.idle()
  ended.abort()
}

function configOf(dir: string, ids: { agentTasks: string; tracks: string }, settle: number): Config {
  return loadConfig({
    varDir: join(dir, 'var'),
    environment: {
      NOTION_TOKEN: 'ntn_aTokenThatIsUsedForNothingElse',
      NOTION_BASE_URL: 'https://notion.invalid',
      NOTION_REQUESTS_PER_MINUTE: '600',
      AGENT_TASKS_DB_ID: ids.agentTasks,
      TRACKS_DB_ID: ids.tracks,
      CLAIM_SETTLE: String(settle),
      AUDIO_FORMATS: 'wav',
      TRACK_CONCURRENCY: '4',
      LIBRARY_DIR: join(dir, 'library'),
    },
  })
}

const cells = (number: number) => ({
  Title: { title: [{ text: { content: `Race ${number}` } }] },
  URL: { url: `https://media${number % 7}.example/race-${number}.wav` },
})

/** The ends of the ids of rows that have a file there. */
const idsIn = (library: string) =>
  new Set(
    readdirSync(library, { recursive: true, encoding: 'utf8' }).flatMap(
      name => /\[([0-9a-f]{8})\]/.exec(name)?.[1] ?? [],
    ),
  )
