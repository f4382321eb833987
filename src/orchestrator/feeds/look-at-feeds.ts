// Likes and playlists whose time has come are asked whether they changed; what is new becomes jobs.

import { isFault, Limited, messageOf, Transient } from '../../errors.ts'
import { failpoint } from '../../failpoint.ts'
import { dayOf, nextMidnight } from '../../lanes/day.ts'
import type { Log } from '../../log.ts'
import { isDue, waitOf, whyTooDear } from '../../model/feed.ts'
import type { FeedAsk, FeedLook } from '../../pipeline/feeds/feed.ts'
import type { KeptFeed } from '../../store/feeds.ts'
import type { Tools } from '../../tools.ts'
import type { CycleSettings } from '../cycle-context.ts'
import { isRead, queueLook } from './follow-up.ts'
import { spendingOf, type WatchedFeed, watchedFeeds } from './outlook.ts'

export interface LookDeps {
  tools: Tools
  log: Log
  signal: AbortSignal
  settings: Pick<CycleSettings, 'feeds' | 'sync'>
  /** From 0 to 1. */
  random?: () => number
}

/** The other work of a cycle waits no longer for looks than this; the next cycle goes on with the others. */
const ALL_MS = 60_000

/** The one that waited longest goes first. A list that cannot be asked takes nothing from the others. */
export async function lookAtFeeds(deps: LookDeps): Promise<void> {
  const { tools, signal, settings } = deps
  const from = performance.now()
  const due = watchedFeeds(tools, settings)
    .filter(({ kept, intervalMs }) => isDue(kept, tools.now().getTime(), intervalMs))
    .sort((a, b) => (a.kept?.dueAt ?? 0) - (b.kept?.dueAt ?? 0))
  for (const watched of due) {
    signal.throwIfAborted()
    if (performance.now() - from > ALL_MS) return
    await lookAt(deps, watched)
  }
}

async function lookAt(deps: LookDeps, watched: WatchedFeed): Promise<void> {
  const { tools } = deps
  const { feed } = watched
  if (isRead(tools, feed)) return
  const away = await feed.whyNot()
  if (away !== undefined) return await putOff(deps, watched, away)
  const dear = whyTooDear(spendingOf(tools, feed.lane), feed.cost)
  if (dear !== undefined) return await putOff(deps, watched, dear, nextMidnight(tools.now().getTime()))
  const { asked, sent } = await ask(deps, watched)
  await failpoint('feed.asked')
  if ('mark' in asked) await keepLook(deps, watched, { look: asked, sent })
  else await keepFault(deps, watched, { ...asked, sent })
}

type Unasked = { why: string; until?: number }

/** One list does not hold up the cycle. */
async function ask({ tools, log, signal }: LookDeps, { feed, kept }: WatchedFeed) {
  let sent = 0
  const late = AbortSignal.timeout(ALL_MS)
  const how: FeedAsk = {
    signal: AbortSignal.any([signal, late]),
    onSend: () => {
      sent += 1
    },
    now: tools.now().getTime(),
  }
  const fail = (error: unknown): Unasked => {
    signal.throwIfAborted()
    const fault = late.aborted ? new Transient(`it did not answer within ${ALL_MS / 1000} s`, { cause: error }) : error
    if (!isFault(fault)) log.error({ feed: feed.name, error }, 'an unexpected fault')
    return { why: messageOf(fault), until: fault instanceof Limited ? fault.until : undefined }
  }
  const asked: FeedLook | Unasked = await feed.look(kept?.mark, how).catch(fail)
  return { asked, sent }
}

/** Nothing was asked: nothing is known to be wrong with the list. */
async function putOff(deps: LookDeps, { feed, kept }: WatchedFeed, why: string, until?: number): Promise<void> {
  tell(deps, { feed, kept }, why)
  const now = deps.tools.now().getTime()
  const times = kept ?? blank(feed.name, now)
  if (kept?.trouble === why && until === undefined) return
  await keep(deps.tools, { ...times, trouble: why, dueAt: until ?? Math.min(times.dueAt, now) })
}

async function keepLook(
  deps: LookDeps,
  { feed, kept, intervalMs }: WatchedFeed,
  { look, sent }: { look: FeedLook; sent: number },
): Promise<void> {
  const { tools, log, random = Math.random } = deps
  const now = tools.now().getTime()
  const troubles = look.troubles ?? []
  const quiet = look.isChanged || !kept ? 0 : kept.quiet + 1
  const next: KeptFeed = {
    name: feed.name,
    mark: look.isMore ? kept?.mark : look.mark,
    lookedAt: now,
    dueAt: now + waitOf({ quiet, failures: 0 }, intervalMs, random()),
    changedAt: look.isChanged && kept?.mark !== undefined ? now : (kept?.changedAt ?? 0),
    quiet,
    failures: 0,
    requests: sent,
    trouble: troubles.join('; '),
  }
  tell(deps, { feed, kept }, next.trouble)
  if (look.says) log.info({ feed: feed.label }, look.says)
  const news = { finds: look.finds.length, lists: look.lists.length }
  if (news.finds + news.lists > 0) log.info({ feed: feed.label, ...news }, 'something new is taken')
  await keep(tools, next, { lane: feed.lane, sent }, () => queueLook(tools, feed, look))
  await failpoint('feed.kept')
}

async function keepFault(
  deps: LookDeps,
  { feed, kept, intervalMs }: WatchedFeed,
  { why, until, sent }: Unasked & { sent: number },
): Promise<void> {
  const { tools, random = Math.random } = deps
  const now = tools.now().getTime()
  tell(deps, { feed, kept }, why)
  const before = kept ?? blank(feed.name, now)
  // asked to wait, a list is as good as before
  const failures = until === undefined ? before.failures + 1 : before.failures
  const dueAt = Math.max(until ?? 0, now + waitOf({ ...before, failures: Math.max(1, failures) }, intervalMs, random()))
  await keep(tools, { ...before, lookedAt: now, dueAt, failures, trouble: why }, { lane: feed.lane, sent })
}

const keep = (tools: Tools, feed: KeptFeed, spent?: { lane: string; sent: number }, also?: () => void): Promise<void> =>
  tools.store.commit(() => {
    also?.()
    tools.feeds.keep(feed)
    if (spent && spent.sent > 0) tools.feeds.spend(spent.lane, dayOf(tools.now().getTime()), spent.sent)
  })

/** A trouble is said when it comes and when it is over, also over restarts. */
function tell({ log }: LookDeps, { feed, kept }: Pick<WatchedFeed, 'feed' | 'kept'>, trouble: string): void {
  const before = kept?.trouble ?? ''
  if (trouble === before) return
  if (trouble !== '') log.warn({ feed: feed.label, reason: trouble }, 'a list cannot be looked at')
  else log.info({ feed: feed.label }, 'a list can be looked at again')
}

const blank = (name: string, now: number): KeptFeed => ({
  name,
  mark: undefined,
  lookedAt: 0,
  dueAt: now,
  changedAt: 0,
  quiet: 0,
  failures: 0,
  requests: 1,
  trouble: '',
})
