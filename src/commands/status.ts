// What waits, runs and failed, and why: first what is known here, then what Notion says.

import { isFault, messageOf } from '../errors.ts'
import { counted } from '../model/counted.ts'
import { eagleKey, type Job, trackKey } from '../model/job.ts'
import { trackLabel } from '../model/track.ts'
import { classifyTasks } from '../orchestrator/classify-tasks.ts'
import { discoverTracks } from '../orchestrator/discover.ts'
import { feedLines, shownFeeds } from '../orchestrator/feeds/plan-feeds.ts'
import { waitingImports } from '../orchestrator/imports.ts'
import { lastVerification, verificationLines } from '../orchestrator/last-verification.ts'
import { discoverTasks } from '../orchestrator/task-survey.ts'
import { noView } from '../orchestrator/view.ts'
import { type Quarantine, quarantineAt } from '../pipeline/quarantine.ts'
import { costLines } from './cost-lines.ts'
import { cycleDeps } from './cycle-deps.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'

const SHOWN = 20
const COSTS_MS = 30 * 86_400_000

export interface StatusFlags extends GlobalFlags {
  task?: string
  agents?: boolean
}

export async function status(flags: StatusFlags): Promise<number> {
  if (flags.agents) return (await import('./status-agents.ts')).statusAgents(flags)
  if (flags.task !== undefined) return (await import('./status-task.ts')).statusTask(flags, flags.task)
  return withApp(
    flags,
    async running => {
      const here = await knownHere(running)
      const notion = await askNotion(running)
      const { fault, ...asked } = notion
      const cluster = await askCluster(running)
      print(flags, { ...here, ...asked, ...cluster.data }, [
        ...cluster.lines,
        ...linesHere(here),
        ...notionLines(asked),
        ...costLines(here.costs),
        ...runLines(here),
      ])
      if (fault) throw fault
      return 0
    },
    { readOnly: true },
  )
}

async function knownHere(running: RunningApp) {
  const { app } = running
  const { queue, outbox, ledger, costs } = app.tools
  const last = await app.lastRun.read()
  const unsent = outbox.waiting(1000)
  return {
    workspace: app.workspace ? 'local' : 'Notion',
    library: app.config.libraryDir,
    lastMusicSync: last === undefined ? null : new Date(last * 1000).toISOString(),
    watched: shownFeeds(app.tools, cycleDeps(running, noView).settings),
    jobs: {
      running: queue.count('running'),
      waiting: queue.count('waiting'),
      delayed: queue
        .list(['delayed'])
        .filter(({ pool }) => pool !== 'eagle')
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
type Here = Awaited<ReturnType<typeof knownHere>>

const shownJob = ({ key, label, reason, runAt }: Job) => ({ key, label, reason, at: new Date(runAt).toISOString() })

/** Redis away takes nothing from the rest. */
async function askCluster({ app: { config } }: RunningApp): Promise<{ data: object; lines: string[] }> {
  if (config.settings.REDIS_URL === undefined) return { data: {}, lines: [] }
  const { clusterLines, lookAtCluster } = await import('../cluster/look.ts')
  try {
    const cluster = await lookAtCluster(config)
    return { data: { cluster }, lines: clusterLines(cluster) }
  } catch (error) {
    return { data: { cluster: null, clusterAway: messageOf(error) }, lines: [messageOf(error)] }
  }
}

/** Notion away is said last, and takes nothing from the rest. */
async function askNotion({ app }: RunningApp) {
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
      tracksWaiting: waiting.map(({ track, because }) => ({ id: track.id, label: trackLabel(track), because })),
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
type Asked = Omit<Awaited<ReturnType<typeof askNotion>>, 'fault'>

function linesHere({ workspace, library, lastMusicSync, watched, jobs, unsentWrites, ...here }: Here): string[] {
  const { eagle, lanes, quarantine, lastVerification: last, ignored, unfinishedUndos, unfinishedDedupes } = here
  const { running, waiting, delayed, quarantined, failedTasks } = jobs
  const { count, oldest, reason } = unsentWrites
  return [
    `${workspace === 'local' ? 'Local workspace' : 'Notion'} · library ${library}`,
    `Last music sync: ${lastMusicSync ?? 'never'}`,
    ...feedLines(watched),
    `Jobs: ${running} running, ${waiting} waiting, ${delayed.length} for later, ${quarantined.length} set aside`,
    ...delayed.map(({ label, reason: why, at }) => `  from ${at}: ${label}: ${why}`),
    ...quarantined.map(({ key, label, reason: why }) => `  set aside: ${label}: ${why} (orchestrator retry ${key})`),
    ...failedTasks.map(({ key, label, reason: why }) => `  task failed: ${label}: ${why} (orchestrator retry ${key})`),
    ...(count > 0
      ? [`${counted(count, 'write waits', 'writes wait')} for Notion since ${oldest}${reason ? `: ${reason}` : ''}`]
      : []),
    ...(eagle.count > 0 ? [`${counted(eagle.count, 'track waits', 'tracks wait')} for Eagle: ${eagle.because}`] : []),
    ...lanes.filter(({ name, state }) => name !== 'notion' && state !== 'open').map(laneLine),
    ...ignored.map(({ page, label }) => `  left alone: ${label} (orchestrator retry ${page})`),
    ...quarantineLines(quarantine),
    ...verificationLines(last),
    ...unfinishedUndos.map(page => `  taken back or brought back in part: ${page}: the next cycle goes on with it`),
    ...unfinishedDedupes.map(id => `  a plan of duplicates, done in part: orchestrator dedupe --undo list (${id})`),
  ]
}

const MEGABYTE = 1e6

const quarantineLines = ({ count, bytes, place }: Quarantine) =>
  count > 0
    ? [
        `${counted(count, 'file was', 'files were')} not what they should be (${(bytes / MEGABYTE).toFixed(1)} MB in ${place})`,
      ]
    : []

const laneLine = ({ name, state, until, reason }: Here['lanes'][number]) =>
  `  ${name}: ${state}${until ? ` until ${until.toISOString()}` : ''}${reason ? `: ${reason}` : ''}${state === 'paused' ? ` (orchestrator retry lane:${name})` : ''}`

function notionLines(asked: Asked): string[] {
  if (asked.notionPause)
    return [`Notion wants no requests until ${asked.notionPause.until}: ${asked.notionPause.reason}`]
  if (asked.notionAway !== undefined) return ['What Notion holds is not known now.']
  const { tasksReady = [], tasksLeft = [], tracksReady = [], tracksWaiting = [], tracksFailed = [] } = asked
  const more = tracksFailed.length === SHOWN ? ' or more' : ''
  return [
    `${counted(tasksReady.length, 'task')} ready, ${counted(tracksReady.length, 'track')} ready, ${tracksWaiting.length} waiting, ${tracksFailed.length}${more} failed`,
    ...tasksReady.map(({ title }) => `  task ready: ${title}`),
    ...tasksLeft.map(({ title, because }) => `  task left alone: ${title}: ${because}`),
    ...tracksReady.map(({ label }) => `  track ready: ${label}`),
    ...tracksWaiting.map(({ label, because }) => `  waits: ${label}: ${because}`),
    ...tracksFailed.map(({ label, tags, because }) => `  failed: ${label}: ${because ?? tags.join(', ')}`),
  ]
}

function runLines({ lastRuns }: Here): string[] {
  const lines = lastRuns.map(
    ({ endedAt, outcome, label, reason }) =>
      `  ${new Date(endedAt).toISOString()}  ${outcome.padEnd(7)}  ${label}: ${reason}`,
  )
  return lines.length > 0 ? ['Last runs:', ...lines] : []
}
