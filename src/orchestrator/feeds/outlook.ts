// Likes and playlists that are looked at by themselves: which, how often, and what that costs.

import { dayOf } from '../../lanes/day.ts'
import { serviceOf } from '../../lanes/services.ts'
import { looksADay, type Spending, shareOf, stretchOf } from '../../model/feed.ts'
import type { Feed } from '../../pipeline/feeds/feed.ts'
import { feedsOf } from '../../pipeline/feeds/feeds.ts'
import type { KeptFeed } from '../../store/feeds.ts'
import type { Tools } from '../../tools.ts'
import type { CycleSettings } from '../cycle-context.ts'

export interface WatchedFeed {
  feed: Feed
  kept: KeptFeed | undefined
  /** As it is set; longer, where all of them would need more than their share of a day. */
  intervalMs: number
}

/** None where the music sync is switched off. */
export function watchedFeeds(tools: Tools, { feeds, sync }: Pick<CycleSettings, 'feeds' | 'sync'>): WatchedFeed[] {
  if (!feeds || sync === 'off') return []
  const all = feedsOf(tools, feeds)
  return all.map(feed => {
    const stretch = stretchOf(
      all.filter(({ lane }) => lane === feed.lane),
      spendingOf(tools, feed.lane).perDay,
    )
    return { feed, kept: tools.feeds.find(feed.name), intervalMs: feed.intervalMs * stretch }
  })
}

export function spendingOf({ lanes, feeds, now }: Tools, lane: Feed['lane']): Spending {
  const status = lanes.status().find(({ name }) => name === lane)
  return {
    perDay: status?.budget ?? serviceOf(lane)?.perDay,
    spent: status?.spentToday ?? 0,
    byLooks: feeds.spent(lane, dayOf(now().getTime())),
  }
}

export interface FeedCost {
  lane: Feed['lane']
  /** Requests that all looks there take a day, at most. */
  perDay: number
  /** Of how many that looking may spend, and of the service's all; absent: as many as one likes. */
  share?: number
  budget?: number
  /** Today, by looking. */
  today: number
}

export function feedCosts(tools: Tools, watched: readonly WatchedFeed[]): FeedCost[] {
  return [...Map.groupBy(watched, ({ feed }) => feed.lane)].map(([lane, there]) => {
    const { perDay: budget, byLooks: today } = spendingOf(tools, lane)
    const perDay = there.reduce((sum, { feed, intervalMs }) => sum + looksADay(intervalMs) * feed.cost, 0)
    return { lane, perDay: Math.round(perDay), today, ...(budget !== undefined && { share: shareOf(budget), budget }) }
  })
}
