// Days of work in minutes: lives of the program one after the other, with a person and a poor network, then the judgement.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { loadConfig } from '../../../src/config.ts'
import type { Cycle } from '../../../src/orchestrator/cycle-context.ts'
import { openBook } from './book.ts'
import { farEnds } from './far-ends.ts'
import { type Gate, type Kill, openGate } from './gate.ts'
import { judge } from './judge.ts'
import { live } from './life.ts'
import { openMeasure } from './measure.ts'
import { openNotionSide, TOKEN } from './notion-side.ts'
import { scriptedPerson } from './person.ts'
import type { Random } from './seed.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface SoakOptions {
  time: VirtualTime
  /** A source of chance of its own for each part. */
  seeded: (part: number) => Random
  /** Minutes with a person and faults; what is left is done after them. */
  cycles: number
  jobs: number
  kills: number
  dir: string
  isBurying: { now: boolean }
}

const FAULT_PART = 0.05
/** Some kinds meet only some requests: this makes it one in twenty. */
const NOTION_FAULT_PART = 0.08
export const FORMATS = ['m4a', 'wav']
/** Minutes at the end in which no pause is left to catch up. */
const LAST_WISHES = 40
/** After the last wish: longer than any wait. */
const MOST_MORE_CYCLES = 2 * 24 * 60

export async function soak(options: SoakOptions) {
  const { time, seeded, cycles, jobs, kills, dir, isBurying } = options
  const notion = await openNotionSide({ dir, time, random: seeded(1), faultPart: NOTION_FAULT_PART })
  const book = openBook(dir)
  const config = soakConfig(dir, notion.ids)
  const measure = openMeasure(config.varDir, Math.max(20, Math.ceil(cycles / 100)))
  const farFaults: Record<string, number> = {}
  const killed: Kill[] = []
  const struck = new Map<string, number>()
  const fate = seeded(3)
  const due = Array.from({ length: kills }, () => fate.between(1, Math.floor(cycles * 0.9))).sort((a, b) => a - b)
  let minute = 0
  let running: Cycle | undefined
  let isCalm = false

  const person = scriptedPerson({
    notion,
    book,
    random: seeded(2),
    triggersDir: config.triggersDir,
    isBusy: page => ['task', 'track'].some(kind => running?.tools.queue.running(`${kind}:${page}`) !== undefined),
  })
  notion.beforeRead = page => (isCalm ? Promise.resolve() : person.meanwhile(page))

  function calm(): void {
    isCalm = true
    notion.calm()
  }

  async function onCycle(cycle: Cycle, gate: Gate): Promise<boolean> {
    running = cycle
    minute += 1
    measure.look(minute)
    if (minute === cycles) calm()
    if (minute < cycles) await person.minute(Math.min(jobs, (jobs * minute) / (cycles - LAST_WISHES)))
    if (!gate.isArmed && (due[0] ?? Number.POSITIVE_INFINITY) <= minute) {
      due.shift()
      gate.arm({ at: fate.pick(['failpoint', 'failpoint', 'request', 'answer']), nth: fate.between(1, 40) })
    }
    return minute < cycles || (isWorking(cycle) && minute < cycles + MOST_MORE_CYCLES)
  }

  for (;;) {
    const gate = openGate(time)
    Object.assign(globalThis, { fetch: notion.fetchFor(gate) })
    const far = farEnds(
      {
        time,
        random: seeded(4 + killed.length),
        faultPart: () => (isCalm ? 0 : FAULT_PART),
        onFault: kind => {
          farFaults[kind] = (farFaults[kind] ?? 0) + 1
        },
      },
      gate,
    )
    const kill = await live({
      config,
      time,
      gate,
      far,
      onCycle: cycle => onCycle(cycle, gate),
      onKilled(app) {
        isBurying.now = true
        for (const { key } of app.tools.queue.list(['running'])) struck.set(key, (struck.get(key) ?? 0) + 1)
      },
    })
    await time.quiet()
    isBurying.now = false
    if (!kill) break
    killed.push(kill)
  }

  const found = await judge({ notion, book, ...config, formats: FORMATS, struck })
  const wishes = book.wishes()
  return {
    found,
    wishes,
    minutes: minute,
    kills: killed.length,
    ...runsOf(config.varDir),
    requests: notion.seen.requests,
    requestFaults: notion.seen.faults,
    farFaults,
    ...measure.result(),
    trace: notion.trace(),
  }
}

/** How often work ended in each way. */
function runsOf(varDir: string): { runs: number; outcomes: Record<string, number> } {
  using state = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
  const counts = state.prepare('select outcome, count(*) as n from run group by outcome').all()
  const outcomes = Object.fromEntries(counts.map(({ outcome, n }) => [String(outcome), Number(n)]))
  return { runs: Object.values(outcomes).reduce((sum, n) => sum + n, 0), outcomes }
}

/** Something waits, runs, or is still to be written. */
function isWorking({ tools: { queue, outbox } }: Cycle): boolean {
  return queue.list(['waiting', 'running', 'delayed'], 1).length > 0 || outbox.count() > 0
}

function soakConfig(dir: string, ids: { agentTasks: string; tracks: string }) {
  return loadConfig({
    varDir: join(dir, 'var'),
    environment: {
      AGENT_HANDOFFS_AT_ONCE: '10000', // nobody answers them here
      NOTION_TOKEN: TOKEN,
      NOTION_BASE_URL: 'https://notion.invalid',
      AGENT_TASKS_DB_ID: ids.agentTasks,
      TRACKS_DB_ID: ids.tracks,
      AUDIO_FORMATS: FORMATS.join(','),
      TRACK_CONCURRENCY: '3',
      NOTION_REQUESTS_PER_MINUTE: '600',
      LIBRARY_DIR: join(dir, 'library'),
    },
  })
}
