// What waits, runs and failed, and why.

import type { Pause } from '../lanes/lane.ts'
import { trackKey } from '../model/job.ts'
import { trackLabel } from '../model/track.ts'
import { discoverTasks, discoverTracks } from '../orchestrator/discover.ts'
import type { Run } from '../store/ledger.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

const SHOWN = 20

export function status(flags: GlobalFlags): Promise<number> {
  return withApp(
    flags,
    async ({ app }) => {
      const { tools, config, lastRun } = app
      const { parked } = app.notion.lane
      if (parked) return pausedStatus(flags, { parked, runs: tools.ledger.lastRuns(SHOWN) })
      const { ready, waiting } = await discoverTracks(tools, { unlinked: true })
      const failed = await (await tools.tracks()).listFailed(SHOWN)
      const tasks = await discoverTasks(tools, config.settings.TASK_READY_STATUSES)
      const last = await lastRun.read()
      const runs = tools.ledger.lastRuns(SHOWN)
      const data = {
        workspace: app.workspace ? 'local' : 'Notion',
        library: config.libraryDir,
        lastMusicSync: last === undefined ? null : new Date(last * 1000).toISOString(),
        tasksReady: tasks.map(({ id, title }) => ({ id, title })),
        tracksReady: ready.map(track => ({ id: track.id, label: trackLabel(track) })),
        tracksWaiting: waiting.map(({ track, because }) => ({ id: track.id, label: trackLabel(track), because })),
        tracksFailed: failed.map(track => ({
          id: track.id,
          label: trackLabel(track),
          tags: track.tags,
          because: tools.queue.resting(trackKey(track.id))?.reason,
        })),
        lastRuns: runs,
        notionPause: null,
      }
      print(flags, data, [
        `${data.workspace === 'local' ? 'Local workspace' : 'Notion'} · library ${data.library}`,
        `Last music sync: ${data.lastMusicSync ?? 'never'}`,
        `${tasks.length} tasks ready, ${ready.length} tracks ready, ${waiting.length} waiting, ${failed.length}${failed.length === SHOWN ? ' or more' : ''} failed`,
        ...data.tasksReady.map(({ title }) => `  task ready: ${title}`),
        ...data.tracksReady.map(({ label }) => `  track ready: ${label}`),
        ...data.tracksWaiting.map(({ label, because }) => `  waits: ${label}: ${because}`),
        ...data.tracksFailed.map(({ label, tags, because }) => `  failed: ${label}: ${because ?? tags.join(', ')}`),
        ...runLines(runs),
      ])
      return 0
    },
    { readOnly: true },
  )
}

/** While Notion wants no requests, what is known without asking it. */
function pausedStatus(flags: GlobalFlags, { parked, runs }: { parked: Pause; runs: readonly Run[] }): number {
  const until = new Date(parked.until).toISOString()
  print(flags, { notionPause: { until, reason: parked.reason }, lastRuns: runs }, [
    `Notion wants no requests until ${until}: ${parked.reason}`,
    ...runLines(runs),
  ])
  return 0
}

function runLines(runs: readonly Run[]): string[] {
  const lines = runs.map(
    ({ endedAt, outcome, label, reason }) =>
      `  ${new Date(endedAt).toISOString()}  ${outcome.padEnd(7)}  ${label}: ${reason}`,
  )
  return lines.length > 0 ? ['Last runs:', ...lines] : []
}
