// What the next cycle would do, row by row, with why. Writes nothing.

import { dueFrom, knownLast } from '../model/due.ts'
import { askedByTask } from '../model/job.ts'
import { trackLabel } from '../model/track.ts'
import { type ChainLink, chainLinks } from '../pipeline/chain/links.ts'
import { playlistPlaces } from '../pipeline/playlist/places.ts'
import type { Tools } from '../tools.ts'
import { type ClassifiedTask, classifyTasks, type MovedTask } from './classify-tasks.ts'
import type { CycleDeps } from './cycle-context.ts'
import { discoverTracks } from './discover.ts'
import { pageOf } from './execute.ts'
import { planFeeds } from './feeds/plan-feeds.ts'
import { HANDOFF_HANDLER, takeTurns } from './take-turns.ts'
import { discoverTasks } from './task-survey.ts'
import { SYNC_HANDLER, TRACK_HANDLER } from './wishes.ts'

export interface PlannedRow {
  /** `feed`: likes and playlists that are looked at by themselves; `shadow`: what the rules on trial say. */
  kind: 'sync' | 'feed' | 'task' | 'track' | 'shadow'
  id: string
  label: string
  /** The handler, or `nothing`. */
  would: string
  because: string
  /** The agent it would be handed to. */
  agent?: string
}

export async function planCycle({
  tools,
  handlers,
  lastRun,
  settings,
}: Omit<CycleDeps, 'view' | 'log' | 'signal' | 'upkeep'>): Promise<PlannedRow[]> {
  const survey = await discoverTasks(tools, settings.readyStatuses, { archived: true })
  const { matched, left, moved } = classifyTasks(survey.ready, handlers, tools)
  const { taken, waiting: held } = takeTurns(tools, matched)
  const { ready, waiting } = await discoverTracks(tools, { unlinked: true })
  const sync = await planSync()
  return [
    { kind: 'sync', id: SYNC_HANDLER, label: 'music sync', ...sync },
    ...(sync.would === SYNC_HANDLER ? await planPlaces(chainLinks(tools)) : []),
    ...(await planFeeds(tools, settings)).map(feed => row('feed', feed.name, feed.label, feed.would, feed.because)),
    ...taken.map(taskRow),
    ...left.map(({ task, because }) => row('task', task.id, task.title, 'nothing', because)),
    ...held.map(({ task: { task }, because }) => row('task', task.id, task.title, 'nothing', `waits: ${because}`)),
    ...survey.left.map(({ task, because }) => row('task', task.id, task.title, 'nothing', because)),
    ...movesOf(moved),
    ...ready.map(track => row('track', track.id, trackLabel(track), TRACK_HANDLER, 'the row wants work')),
    ...waiting.map(({ track, because }) => row('track', track.id, trackLabel(track), 'nothing', `waits: ${because}`)),
    ...jobRows([...taken.map(({ task }) => task), ...ready]),
  ]

  /** Jobs that no row shows: a person asked for them. */
  function jobRows(shown: readonly { id: string }[]): PlannedRow[] {
    const known = new Set(shown.map(({ id }) => id))
    const kinds = { tracks: 'track', tasks: 'task' } as const
    return tools.queue
      .list(['waiting'])
      .flatMap(job => (job.pool === 'tracks' || job.pool === 'tasks' ? [{ job, kind: kinds[job.pool] }] : []))
      .filter(({ job }) => !known.has(pageOf(job)))
      .map(({ job, kind }) =>
        row(kind, pageOf(job), job.label, job.handler, job.asked ? 'asked for again' : job.because),
      )
  }

  function taskRow({ task, handler, match, route }: ClassifiedTask): PlannedRow {
    if (handler.name === SYNC_HANDLER && settings.sync === 'off')
      return row('task', task.id, task.title, 'nothing', 'the music sync is switched off')
    const planned = row('task', task.id, task.title, handler.name, `${match.rule}: ${match.evidence}`)
    return { ...planned, ...(handler.name === HANDOFF_HANDLER && route && { agent: route.agent }) }
  }

  async function planSync() {
    if (settings.sync === 'off') return { would: 'nothing', because: 'it is switched off' }
    if (settings.sync === 'force') return { would: SYNC_HANDLER, because: 'it is asked for' }
    const asked = matched.find(({ handler }) => handler.name === SYNC_HANDLER)
    if (asked) return { would: SYNC_HANDLER, because: askedByTask(asked.task.title) }
    const now = tools.now().getTime() / 1000
    const wait = dueFrom(knownLast(await lastRun.read(), now), settings.syncRepeat) - now
    return wait <= 0
      ? { would: SYNC_HANDLER, because: 'it is due' }
      : { would: 'nothing', because: `due in ${Math.ceil(wait / 60)} min` }
  }
}

/** How many tasks the rules on trial would send elsewhere, and each of them. */
function movesOf(moved: readonly MovedTask[] | undefined): PlannedRow[] {
  if (!moved) return []
  const count = `rules on trial would move ${moved.length} ${moved.length === 1 ? 'task' : 'tasks'}; nothing is moved`
  return [
    row('shadow', 'shadow', 'classify', 'nothing', count),
    ...moved.map(({ task, from, to, because }) => row('shadow', task.id, task.title, to, `not ${from}; ${because}`)),
  ]
}

/** Where the sync of playlists would look. */
export async function planPlaylists(tools: Tools): Promise<PlannedRow[]> {
  const { ready } = await discoverTracks(tools, { unlinked: true })
  return [...(await planPlaces(playlistPlaces(tools))), nextRow('next rows', ready.length)]
}

/** The last place of either sync. */
export const nextRow = (name: string, count: number): PlannedRow =>
  row(
    'sync',
    name,
    name,
    count > 0 ? 'take' : 'nothing',
    `Music Tracks: ${count === 1 ? '1 row wants' : `${count} rows want`} work`,
  )

/** Which of them would be asked, as far as can be said without asking them. */
async function planPlaces(places: readonly Pick<ChainLink, 'name' | 'off' | 'outlook'>[]): Promise<PlannedRow[]> {
  const rows: PlannedRow[] = []
  for (const { name, off, outlook } of places) {
    const seen = off === undefined ? await outlook() : { away: off }
    const because = 'asks' in seen ? seen.asks : seen.away
    rows.push(row('sync', name, name, 'asks' in seen ? 'ask' : 'nothing', because))
  }
  return rows
}

const row = (kind: PlannedRow['kind'], id: string, label: string, would: string, because: string): PlannedRow => ({
  kind,
  id,
  label,
  would,
  because,
})
