// The loop, and its one-cycle form.

import { setTimeout as sleep } from 'node:timers/promises'
import { UsageFault } from '../errors.ts'
import { runCycle } from '../orchestrator/cycle.ts'
import { planCycle } from '../orchestrator/plan.ts'
import type { CycleReport } from '../orchestrator/report.ts'
import { noView } from '../orchestrator/view.ts'
import { cycleDeps, syncOverride } from './cycle-deps.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { openDisplay } from './progress.ts'
import { type GlobalFlags, type RunningApp, wholeNumber, withApp } from './with-app.ts'

export interface StartFlags extends GlobalFlags {
  once: boolean
  musicSync?: boolean
  interval?: number
}

/** In the loop, tasks get their turn after so many tracks. */
const TRACKS_PER_CYCLE = 50

export async function start(flags: StartFlags): Promise<number> {
  const interval = wholeNumber('--interval', flags.interval, 1)
  if (flags.json && !flags.once && !flags.dryRun)
    throw new UsageFault('--json needs --once: the loop has no end to report')
  const display = openDisplay(flags)
  const sync = syncOverride(flags.musicSync)
  return withApp(
    flags,
    async running => {
      if (flags.dryRun) return printPlan(flags, await planCycle(cycleDeps(running, noView, sync)))
      if (!flags.once)
        return loop(running, display, { sync, intervalSeconds: interval ?? running.app.config.settings.POLL_INTERVAL })
      const report = await runCycle(cycleDeps(running, display, sync))
      display.close()
      return printReport(flags, report, running)
    },
    { print: display.print },
  )
}

type Display = ReturnType<typeof openDisplay>

/** Runs until a signal. A forced sync is forced once; a full cycle is followed by the next at once. */
async function loop(
  running: RunningApp,
  display: Display,
  options: { sync: ReturnType<typeof syncOverride>; intervalSeconds: number },
): Promise<number> {
  const { app, signal } = running
  const said = new Set<string>()
  let { sync } = options
  app.log.info({ every: `${options.intervalSeconds} s` }, 'the loop has started')
  while (!signal.aborted) {
    const report = await runCycle(cycleDeps(running, display, { ...sync, trackLimit: TRACKS_PER_CYCLE }))
    if (sync.sync === 'force') sync = {}
    say(app.log, report, said)
    const isFull = report.entries.filter(({ kind }) => kind === 'track').length >= TRACKS_PER_CYCLE
    if (!isFull) await sleep(options.intervalSeconds * 1000, undefined, { signal }).catch(() => {})
  }
  display.close()
  app.log.info({}, 'the loop has ended')
  return 0
}

/** Says each standing fact once, and again only after it was gone for a cycle. */
function say(log: RunningApp['app']['log'], report: CycleReport, said: Set<string>): void {
  const standing = new Map([
    ...report.leftAlone.map(
      ({ id, title }) =>
        [`left ${id}`, () => log.info({ task: id, title }, 'a task is left alone: no handler takes it')] as const,
    ),
    ...report.problems.map(
      ({ step, reason }) =>
        [`${step} ${reason}`, () => log.warn({ step, reason }, 'a step could not be done')] as const,
    ),
    ...report.waiting.map(
      ({ id, label, because }) =>
        [`waits ${id} ${because}`, () => log.info({ track: id, label, because }, 'a track waits')] as const,
    ),
  ])
  for (const [key, tell] of standing) if (!said.has(key)) tell()
  said.clear()
  for (const key of standing.keys()) said.add(key)
}
