// What follows from a look at a list: jobs, on the disk in one commit with what was seen.

import { type NewJob, PRIORITY } from '../../model/job.ts'
import type { Feed, FeedLook } from '../../pipeline/feeds/feed.ts'
import { type Find, keyOf } from '../../pipeline/find-or-create-track.ts'
import type { Tools } from '../../tools.ts'
import { playlistJob } from '../wishes.ts'

const LIKES_HANDLER = 'likes'

/** Inside a commit. A playlist whose job waits needs no other: it reads the list when it begins. */
export function queueLook({ queue }: Pick<Tools, 'queue'>, feed: Feed, look: FeedLook): void {
  for (const find of look.finds) queue.add(findJob(find, feed))
  for (const list of look.lists) {
    const job = changedJob(list)
    const state = queue.resting(job.key)?.state
    if (state !== 'waiting' && state !== 'delayed') queue.add(job)
  }
  if (look.isMore) queue.add(readJob(feed))
}

/** A list is not looked at while a job reads it. */
export function isRead({ queue }: Pick<Tools, 'queue'>, feed: Feed): boolean {
  const { key } = readJob(feed)
  const state = queue.resting(key)?.state
  return queue.running(key) !== undefined || state === 'waiting' || state === 'delayed'
}

const USUAL = { pool: 'wishes', handler: LIKES_HANDLER } as const

const findJob = (find: Find, { label }: Feed): NewJob => ({
  ...USUAL,
  key: `like:${keyOf(find)}`,
  lane: 'here',
  input: { find, at: label },
  wish: JSON.stringify(find),
  label: [find.artist, find.title].filter(Boolean).join(' – ') || keyOf(find),
  because: `it is new among ${label}`,
  priority: PRIORITY.sync,
  asked: true,
})

const readJob = ({ name, label, lane }: Feed): NewJob => ({
  ...USUAL,
  key: `likes:${name}`,
  lane,
  input: { feed: name },
  wish: name,
  label,
  because: 'more is new than one look shows',
  priority: PRIORITY.sync,
  asked: true,
})

/** In another state it is another wish, also after one that failed. */
function changedJob({ link, title, state }: FeedLook['lists'][number]): NewJob {
  const job = playlistJob({ link }, 'it has changed')
  return {
    ...job,
    wish: `${job.wish} at ${state}`,
    label: title ? `playlist ${title}` : job.label,
    priority: PRIORITY.sync,
  }
}
