// What `status` knows: what waits, runs and failed here, and what Notion says.

import { isFault } from '../errors.ts'
import { eagleKey, isToldByTask, type Job, trackKey } from '../model/job.ts'
import { trackLabel } from '../model/track.ts'
import { classifyTasks } from '../orchestrator/classify-tasks.ts'
import { discoverTracks } from '../orchestrator/discover.ts'
import { shownFeeds } from '../orchestrator/feeds/plan-feeds.ts'
import { waitingImports } from '../orchestrator/imports.ts'
import { lastVerification } from '../orchestrator/last-verification.ts'
import { discoverTasks } from '../orchestrator/task-survey.ts'
import { noView } from '../orchestrator/view.ts'
import { quarantineAt } from '../pipeline/quarantine.ts'
import { cycleDeps } from './cycle-deps.ts'
import type { RunningApp } from './with-app.ts'

/** So many of each; the rest is counted. */
export const SHOWN = 20
const COSTS_MS = 30 * 86_400_000

export async function knownHere(running: RunningApp) {
  const { app } = running
  const { queue, outbox, ledger, costs } = app.tools
  const last = await app.lastRun.read()
  const unsent = outbox.waiting(1000)
  const atWork = queue.list(['running']).filter(job => !isToldByTask(job))
  return {
    workspace: app.workspace ? 'local' : 'Notion',
    library: app.config.libraryDir,
    lastMusicSync: last === undefined ? null : new Date(last * 1000).toISOString(),
    watched: shownFeeds(app.tools, cycleDeps(running, noView).settings),
    jobs: {
      running: atWork.length,
      atWork: atWork.map(({ key, label }) => ({ key, label })),
      waiting: queue.count('waiting'),
      delayed: queue
        .list(['delayed'])
        .filter(job => job.pool !== 'eagle' && !isToldByTask(job))
        .slice(0, SHOWN)
        .map(shownJob),
      quarantined: queue.list(['quarantined'], SHOWN).map(shownJob),
      failedTasks: queue
        .list(['failed'])
        .filter(({ pool }) => pool === 'tasks')
        .slice(0, SHOWN)
        .map(shownJob),
    },
    unsentWrites: {
      count: unsent.length,
      oldest: unsent[0] ? new Date(unsent[0].madeAt).toISOString() : null,
      reason: unsent.find(({ reason }) => reason)?.reason ?? null,
    },
    eagle: waitingImports(app.tools),
    lanes: app.tools.lanes.status(),
    quarantine: await quarantineAt(app.tools.quarantineDir),
    lastVerification: lastVerification(app.tools) ?? null,
    ignored: app.tools.ignored.list().map(({ at, ...page }) => ({ ...page, since: new Date(at).toISOString() })),
    unfinishedUndos: app.tools.undone.unfinished(),
    unfinishedDedupes: app.tools.deduped.unfinished(),
    costs: costs.since(app.tools.now().getTime() - COSTS_MS),
    lastRuns: ledger.lastRuns(SHOWN),
  }
}
export type Here = Awaited<ReturnType<typeof knownHere>>

const shownJob = ({ key, label, reason, runAt }: Job) => ({ key, label, reason, at: new Date(runAt).toISOString() })

/** Notion away is said last, and takes nothing from the rest. */
export async function askNotion({ app }: RunningApp) {
  const { tools, config, handlers } = app
  const { parked } = app.notion.lane
  const notionPause = parked ? { until: new Date(parked.until).toISOString(), reason: parked.reason } : null
  if (notionPause) return { notionPause }
  try {
    const { ready, waiting } = await discoverTracks(tools, { unlinked: true })
    const tagged = await (await tools.tracks()).listFailed(SHOWN + tools.ignored.list().length)
    const failed = tagged.filter(({ id }) => !tools.ignored.has(id)).slice(0, SHOWN)
    const { ready: tasks } = await discoverTasks(tools, config.settings.TASK_READY_STATUSES)
    const { matched, left } = classifyTasks(tasks, handlers.handlers, tools)
    return {
      notionPause,
      tasksReady: matched.map(({ task: { id, title } }) => ({ id, title })),
      tasksLeft: left.map(({ task: { id, title }, because }) => ({ id, title, because })),
      tracksReady: ready.map(track => ({ id: track.id, label: trackLabel(track) })),
      tracksWaiting: waiting
        .filter(({ track: { id } }) => !tools.ignored.has(id) && !tools.queue.resting(trackKey(id)))
        .map(({ track, because }) => ({ id: track.id, label: trackLabel(track), because })),
      tracksFailed: failed.map(track => ({
        id: track.id,
        label: trackLabel(track),
        tags: track.tags,
        because: (tools.queue.resting(trackKey(track.id)) ?? tools.queue.resting(eagleKey(track.id)))?.reason,
      })),
    }
  } catch (error) {
    if (!isFault(error)) throw error
    return { notionPause, notionAway: error.message, fault: error }
  }
}
export type Asked = Omit<Awaited<ReturnType<typeof askNotion>>, 'fault'>
