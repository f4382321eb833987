// One cycle: what waits for Notion is written, rows become jobs, jobs are done. Each row at most once.

import { type Track, trackLabel } from '../model/track.ts'
import { refreshPlaylistFiles } from '../pipeline/playlist/file.ts'
import type { PlaylistInput } from '../pipeline/playlist/source.ts'
import { tendControlPage } from './control-page/tend.ts'
import { type Cycle, type CycleDeps, newCycle } from './cycle-context.ts'
import { pageOf } from './execute.ts'
import { lookAtFeeds } from './feeds/look-at-feeds.ts'
import { fillFromEagle } from './fill-from-eagle.ts'
import { fillIndex } from './fill-index.ts'
import { findSync, findTasks, findTracks } from './find-work.ts'
import { finishUndos } from './finish-undos.ts'
import { finishImports, sayWaitingImports } from './imports.ts'
import { importLate } from './late-imports.ts'
import { logRuns } from './log-runs.ts'
import { type CycleReport, emptyReport } from './report.ts'
import { makeReviews } from './reviews.ts'
import { tellIssues } from './tell-issues.ts'
import { keepTrackTasks } from './track-tasks.ts'
import { waitingRows } from './waiting-rows.ts'
import { playlistJob, syncJob, trackJob } from './wishes.ts'

export async function runCycle(deps: CycleDeps): Promise<CycleReport> {
  using cycle = newCycle(deps)
  await poll(cycle, { isNews: true })
  await cycle.step('work', () => cycle.dispatcher.drain({ tracks: deps.settings.trackLimit }))
  await cycle.step('playlist files', () => refreshFiles(cycle))
  await cycle.step('index of recordings', () => fillIndex(cycle))
  await cycle.step('library of Eagle', () => fillFromEagle(cycle))
  await cycle.step('copy of the state', cycle.upkeep.keepCopy)
  await cycle.step('verification', () => cycle.upkeep.verifySome(cycle.signal))
  await cycle.step('tasks of tracks', () => keepTrackTasks(cycle.tools, cycle.signal))
  await cycle.step('issues', () => tellIssues(cycle.tools, cycle.signal))
  await cycle.step('execution logs', () => logRuns(cycle))
  sayWhatWaits(cycle)
  sayWaitingImports(cycle)
  await cycle.step('control page', () => showOnPage(cycle))
  return ended(cycle)
}

/**
 * Everything that makes jobs of rows; the cycle's report then says what was found.
 * @param options.isNews a person may have ordered something just now
 */
export async function poll(cycle: Cycle, { isNews = false } = {}): Promise<void> {
  cycle.report = emptyReport()
  cycle.dispatcher.startAnew()
  await cycle.step('damaged state', cycle.upkeep.lookUp)
  await cycle.step('unsent writes', () => sendWaiting(cycle))
  await cycle.step('undos that were cut off', () => finishUndos(cycle))
  await cycle.step('control page', () => tendControlPage({ ...pageDeps(cycle), isNews }))
  const tasks = await cycle.step('tasks', () => findTasks(cycle))
  await cycle.step('reviews', () => makeReviews(cycle))
  await cycle.step('music sync', () => findSync(cycle, tasks ?? []))
  await cycle.step('likes and playlists', () => lookAtFeeds(cycle))
  await cycle.step('tracks', () => findTracks(cycle))
  await cycle.step('tasks of tracks', () => keepTrackTasks(cycle.tools, cycle.signal))
  await cycle.step('earlier tracks for Eagle', () => importLate(cycle))
}

/** How things stand, for people. */
export const showOnPage = (cycle: Cycle): Promise<void> =>
  tendControlPage({ ...pageDeps(cycle), waiting: waitingRows(cycle.tools, cycle.report.waiting) })

const pageDeps = ({ tools, signal, log, settings: { readyStatuses } }: Cycle) => ({ tools, signal, log, readyStatuses })

/** Only the tracks of a cycle. */
export async function runTrackBatch(deps: CycleDeps): Promise<CycleReport> {
  using cycle = newCycle(deps)
  await cycle.step('unsent writes', () => sendWaiting(cycle))
  await cycle.step('tracks', () => findTracks(cycle))
  const limits = { tracks: deps.settings.trackLimit, tasks: 0, sync: 0, lists: 0, wishes: 0 }
  await cycle.step('work', () => cycle.dispatcher.drain(limits))
  await cycle.step('playlist files', () => refreshFiles(cycle))
  sayWaitingImports(cycle)
  return ended(cycle)
}

/** Only the music sync of a cycle. */
export async function runSyncOnly(deps: CycleDeps): Promise<CycleReport> {
  using cycle = newCycle(deps)
  await cycle.step('music sync', async () => void (await cycle.dispatcher.run(syncJob('asked for'))))
  await finishImports(cycle)
  await cycle.step('playlist files', () => refreshFiles(cycle))
  return ended(cycle)
}

/** One playlist that a person asked for, or the next that has something new. */
export async function runOnePlaylist(deps: CycleDeps, input: PlaylistInput): Promise<CycleReport> {
  using cycle = newCycle(deps)
  const job = playlistJob(input, 'asked for')
  await cycle.step(job.label, async () => void (await cycle.dispatcher.run(job)))
  await finishImports(cycle)
  await cycle.step('playlist files', () => refreshFiles(cycle))
  return ended(cycle)
}

/** One row that a person asked for. */
export async function runOneTrack(deps: CycleDeps, row: Track): Promise<CycleReport> {
  using cycle = newCycle(deps)
  const job = trackJob(row, { asked: true, because: 'asked for', at: deps.tools.now().getTime() })
  await cycle.step(trackLabel(row), async () => void (await cycle.dispatcher.run(job)))
  await finishImports(cycle)
  await cycle.step('playlist files', () => refreshFiles(cycle))
  return ended(cycle)
}

/** What earlier runs could not write. */
export async function sendWaiting({ tools, signal, report }: Cycle): Promise<void> {
  if (tools.outbox.count() === 0) return
  const { waiting, reason } = await tools.outbox.drain(signal)
  if (waiting > 0)
    report.problems.push({ step: 'unsent writes', reason: `${waiting} wait for Notion: ${reason}`, mends: true })
}

/** A track that was finished is in the files of its playlists at once. */
async function refreshFiles({ tools, report }: Cycle): Promise<void> {
  const finished = report.entries.filter(({ kind, outcome }) => kind === 'track' && outcome.kind === 'done')
  for (const reason of await refreshPlaylistFiles(
    tools,
    finished.map(({ id }) => id),
  ))
    report.problems.push({ step: 'playlist files', reason, mends: true })
}

/** Jobs whose service is closed were not started. */
function sayWhatWaits({ tools, report, settings }: Cycle): void {
  if (settings.trackLimit !== undefined) return
  const closed = new Map(tools.lanes.status().map(lane => [lane.name, lane.reason]))
  for (const job of tools.queue.list(['waiting'])) {
    const because = job.pool === 'eagle' ? undefined : closed.get(job.lane)
    if (because !== undefined) report.waiting.push({ id: pageOf(job), label: job.label, because })
  }
}

function ended({ report }: Cycle): CycleReport {
  report.ms = performance.now() - report.startedAt
  return report
}
