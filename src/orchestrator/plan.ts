// What the next cycle would do, row by row, with why. Writes nothing.

import { dueFrom } from '../model/due.ts'
import { trackLabel } from '../model/track.ts'
import { type ChainLink, chainLinks } from '../pipeline/chain-links.ts'
import { playlistPlaces } from '../pipeline/playlist-places.ts'
import type { Tools } from '../tools.ts'
import { classifyTasks } from './classify-tasks.ts'
import type { CycleDeps } from './cycle-context.ts'
import { discoverTasks, discoverTracks } from './discover.ts'
import { SYNC_HANDLER, TRACK_HANDLER } from './wishes.ts'

export interface PlannedRow {
  kind: 'sync' | 'task' | 'track'
  id: string
  label: string
  /** The handler, or `nothing`. */
  would: string
  because: string
}

export async function planCycle({
  tools,
  handlers,
  lastRun,
  settings,
}: Omit<CycleDeps, 'view' | 'log' | 'signal' | 'upkeep'>): Promise<PlannedRow[]> {
  const tasks = await discoverTasks(tools, settings.readyStatuses)
  const { matched, left } = classifyTasks(tasks, handlers, { defaultAgent: tools.defaultAgent })
  const { ready, waiting } = await discoverTracks(tools, { unlinked: true })
  const sync = await planSync()
  return [
    { kind: 'sync', id: SYNC_HANDLER, label: 'music sync', ...sync },
    ...(sync.would === SYNC_HANDLER ? await planPlaces(chainLinks(tools)) : []),
    ...matched.map(({ task, handler, match }) =>
      row('task', task.id, task.title, handler.name, `${match.rule}: ${match.evidence}`),
    ),
    ...left.map(task =>
      row('task', task.id, task.title, 'nothing', 'no handler takes it: it names no agent and is no music task'),
    ),
    ...ready.map(track => row('track', track.id, trackLabel(track), TRACK_HANDLER, 'the row wants work')),
    ...waiting.map(({ track, because }) => row('track', track.id, trackLabel(track), 'nothing', `waits: ${because}`)),
  ]

  async function planSync() {
    if (settings.sync === 'off') return { would: 'nothing', because: 'it is switched off' }
    if (settings.sync === 'force') return { would: SYNC_HANDLER, because: 'it is asked for' }
    const asked = matched.find(({ handler }) => handler.name === SYNC_HANDLER)
    if (asked) return { would: SYNC_HANDLER, because: `asked for by "${asked.task.title}"` }
    const wait = dueFrom(await lastRun.read(), settings.syncRepeat) - tools.now().getTime() / 1000
    return wait <= 0
      ? { would: SYNC_HANDLER, because: 'it is due' }
      : { would: 'nothing', because: `due in ${Math.ceil(wait / 60)} min` }
  }
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
