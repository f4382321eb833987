// The loop, and its one-cycle form.

import { UsageFault } from '../errors.ts'
import { poll, runCycle, showOnPage } from '../orchestrator/cycle.ts'
import { type CycleDeps, newCycle } from '../orchestrator/cycle-context.ts'
import { fillFromEagle } from '../orchestrator/fill-from-eagle.ts'
import { fillIndex } from '../orchestrator/fill-index.ts'
import { logRuns } from '../orchestrator/log-runs.ts'
import { planCycle } from '../orchestrator/plan.ts'
import type { CycleReport } from '../orchestrator/report.ts'
import { tellIssues } from '../orchestrator/tell-issues.ts'
import { bothViews, noView } from '../orchestrator/view.ts'
import { waitingRows } from '../orchestrator/waiting-rows.ts'
import { openLive } from '../web/dashboard/live.ts'
import { openPulse } from '../web/pulse.ts'
import { cycleDeps, syncOverride } from './cycle-deps.ts'
import { openDoors, requireDoors } from './open-doors.ts'
import { obeyOrders } from './orders/obey.ts'
import { printPlan } from './plan.ts'
import { printReport } from './print-report.ts'
import { type Display, openScreen } from './progress.ts'
import { openRest } from './rest.ts'
import { trimOutput } from './trim-output.ts'
import { type GlobalFlags, type RunningApp, wholeNumber, withApp } from './with-app.ts'

export interface StartFlags extends GlobalFlags {
  once: boolean
  musicSync?: boolean
  interval?: number
  /** It is an error when no port is set to listen on. */
  serve?: boolean
}

export async function start(flags: StartFlags): Promise<number> {
  const interval = wholeNumber('--interval', flags.interval, 1)
  if (flags.json && !flags.once && !flags.dryRun)
    throw new UsageFault('--json needs --once: the loop has no end to report')
  if (flags.serve && flags.once) throw new UsageFault('--serve is for the loop: --once ends')
  const screen = openScreen(flags)
  const sync = syncOverride(flags.musicSync)
  return withApp(
    flags,
    async running => {
      const { notices } = running.app
      const { POLL_INTERVAL } = running.app.config.settings
      if (flags.serve) requireDoors(running.app.config)
      if (flags.dryRun) return printPlan(flags, await planCycle(cycleDeps(running, noView, sync)))
      trimOutput(running.app.config.logsDir, running.app.log)
      const display = screen.open()
      const during = <T>(work: () => Promise<T>) => notices.during(work).finally(display.close)
      if (!flags.once) return during(() => loop(running, display, { sync, intervalSeconds: interval ?? POLL_INTERVAL }))
      const report = await during(() => oneCycle(running, cycleDeps(running, display, sync)))
      return printReport(flags, report, running)
    },
    { print: screen.print, waits: !flags.once, takesOrders: true },
  )
}

async function oneCycle(running: RunningApp, deps: CycleDeps): Promise<CycleReport> {
  const { notices } = running.app
  await using _orders = await obeyOrders(running)
  notices.begin()
  const report = await runCycle(deps)
  notices.succeeded()
  await notices.look(report)
  return report
}

/** Runs until a signal: rows are looked for again and again, beside the work on those that were found. */
async function loop(
  running: RunningApp,
  display: Display,
  options: { sync: ReturnType<typeof syncOverride>; intervalSeconds: number },
): Promise<number> {
  const { app, signal } = running
  const said = new Set<string>()
  const live = openLive()
  const view = bothViews(display, live)
  using cycle = newCycle(cycleDeps(running, view, options.sync))
  const rest = openRest()
  const pulse = openPulse(options.intervalSeconds * 1000)
  const { dispatcher } = cycle
  await using doors = await openDoors(app, {
    pulse,
    live,
    onJobs: dispatcher.wake,
    onWake: rest.end,
    say: display.print,
  })
  await using orders = await obeyOrders(running, () => {
    dispatcher.wake()
    rest.end()
  })
  let isNews = true
  app.log.info({ every: `${options.intervalSeconds} s` }, 'the loop has started')
  while (!signal.aborted) {
    app.notices.begin()
    await poll(cycle, { isNews })
    app.notices.succeeded()
    pulse.beat()
    live.polled({ ...cycle.report, waiting: waitingRows(app.tools, cycle.report.waiting) })
    if (cycle.settings.sync === 'force') cycle.settings = cycleDeps(running, view).settings // once is what was asked
    cycle.dispatcher.wake()
    await cycle.step('control page', () => showOnPage(cycle))
    say(app.log, cycle.report, said)
    isNews = await rest.take(options.intervalSeconds * 1000, signal)
    await cycle.step('index of recordings', () => fillIndex(cycle))
    await cycle.step('library of Eagle', () => fillFromEagle(cycle))
    await cycle.upkeep.keepCopy()
    trimOutput(app.config.logsDir, app.log)
    await cycle.step('verification', () => cycle.upkeep.verifySome(signal))
    await cycle.step('issues', () => tellIssues(cycle.tools, signal))
    await cycle.step('execution logs', () => logRuns(cycle))
    await app.notices.look(cycle.report)
  }
  await doors[Symbol.asyncDispose]()
  await orders[Symbol.asyncDispose]()
  await cycle.dispatcher.idle()
  app.log.info({}, 'the loop has ended')
  return 0
}

/** Says each standing fact once, and again only after it was gone for a cycle. */
function say(log: RunningApp['app']['log'], report: CycleReport, said: Set<string>): void {
  const standing = new Map([
    ...report.leftAlone.map(
      ({ id, title, because }) =>
        [`left ${id}`, () => log.info({ task: id, title, because }, 'a task is left alone')] as const,
    ),
    ...(report.wouldMove ?? []).map(
      ({ id, ...move }) =>
        [`shadow ${id} ${move.to}`, () => log.info({ task: id, ...move }, 'rules on trial would move a task')] as const,
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
