// A list with more news than one look shows is read as far as it is new; then all of it is queued at once.

import type { HandlerContext } from '../../handler.ts'
import { dayOf } from '../../lanes/day.ts'
import { done, type Outcome, skipped } from '../../model/outcome.ts'
import { feedsOf } from '../../pipeline/feeds/feeds.ts'
import { queueLook } from './follow-up.ts'

/** Begun again, it begins at the front: what was seen is remembered only together with its jobs. */
export async function readFeed(
  name: string,
  { tools, signal }: Pick<HandlerContext, 'tools' | 'signal'>,
): Promise<Outcome> {
  const feed = feedsOf(tools, { likes: 1, playlists: 0 }).find(one => one.name === name)
  if (!feed?.readOn) return skipped('it is not set up any more')
  const kept = tools.feeds.find(name)
  if (!kept) return skipped('it was not looked at yet')
  let sent = 0
  const now = tools.now().getTime()
  const onSend = () => {
    sent += 1
  }
  const look = await feed.readOn(kept.mark, { signal, onSend, now })
  await tools.store.commit(() => {
    queueLook(tools, feed, look)
    tools.feeds.keep({ ...kept, mark: look.mark, changedAt: now })
    tools.feeds.spend(feed.lane, dayOf(now), sent)
  })
  return done(`${look.finds.length} new ones of ${feed.label} are taken${look.says ? `; ${look.says}` : ''}`)
}
