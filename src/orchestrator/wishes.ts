// Rows as jobs: what is wanted, how urgently, and what it needs first.

import type { Handler } from '../handler.ts'
import { type NewJob, PRIORITY, taskKey, trackKey } from '../model/job.ts'
import { laneOfAgent, laneOfLink } from '../model/lane-of.ts'
import { urgencyOf } from '../model/task.ts'
import { inputOf, sourceLinks, type Track, trackLabel } from '../model/track.ts'
import { canonicalLink, linkKind, listOf } from '../model/url/url.ts'
import type { PlaylistInput } from '../pipeline/playlist/source.ts'
import type { ClassifiedTask } from './classify-tasks.ts'

export const SYNC_HANDLER = 'music-sync'
export const TRACK_HANDLER = 'track'
export const PLAYLIST_HANDLER = 'playlist'
const AGENT_RUN_HANDLER = 'agent-run'
export const SYNC_KEY = 'music-sync'
const LOCAL_LANE = 'here'

/** `asked`: a person wants this very row, or a running job does. */
export function trackJob(row: Track, { asked = false, because = 'the row wants work', at = 0 } = {}): NewJob {
  const link = sourceLinks(row).find(candidate => linkKind(candidate) !== 'spotify')
  return {
    key: trackKey(row.id),
    pool: 'tracks',
    lane: link ? laneOfLink(link) : LOCAL_LANE,
    handler: TRACK_HANDLER,
    input: { pageId: row.id, row, rowAt: at },
    wish: inputOf(row),
    label: trackLabel(row),
    because,
    asked,
    // what says where it is goes before what has to be searched
    priority: asked ? PRIORITY.asked : link ? PRIORITY.track : PRIORITY.nightly,
  }
}

export function taskJob({ task, handler, match, route }: ClassifiedTask): NewJob {
  return {
    key: taskKey(task.id),
    pool: 'tasks',
    lane: route?.isRun && handler.name === AGENT_RUN_HANDLER ? laneOfAgent(route.agent) : LOCAL_LANE,
    handler: handler.name,
    input: { taskId: task.id, input: match.input },
    wish: JSON.stringify([task.title, task.status, task.description, handler.name]),
    label: task.title,
    because: `${match.rule}: ${match.evidence}`,
    priority: PRIORITY.task + urgencyOf(task),
  }
}

/** One run answers all who ask for it. */
export function syncJob(because: string): NewJob {
  return {
    key: SYNC_KEY,
    pool: 'sync',
    lane: LOCAL_LANE,
    handler: SYNC_HANDLER,
    input: {},
    wish: 'sync',
    label: 'music sync',
    because,
    priority: PRIORITY.sync,
    asked: true,
  }
}

/** Of one playlist there is one job, however it is asked for. */
export function playlistJob(input: PlaylistInput, because: string): NewJob {
  const what = placeOf(input)
  return {
    key: `playlist:${what ?? 'next'}`,
    pool: 'lists',
    lane: LOCAL_LANE,
    handler: PLAYLIST_HANDLER,
    input,
    wish: JSON.stringify(input),
    label: what === undefined ? 'playlists' : `playlist ${what}`,
    because,
    priority: PRIORITY.asked,
    asked: true,
  }
}

/** Undefined: whichever has something new. */
function placeOf(input: PlaylistInput): string | undefined {
  if ('next' in input) return undefined
  if ('link' in input) return listOf(input.link) ?? canonicalLink(input.link) ?? input.link
  return 'file' in input ? input.file : input.pageId
}

export const handlerOf = (handlers: readonly Handler[], name: string) => handlers.find(handler => handler.name === name)
