// Which lists the next cycle would look at by itself, and what all looks cost.

import { isDue, looksADay } from '../../model/feed.ts'
import { moment } from '../../model/moment.ts'
import type { Tools } from '../../tools.ts'
import type { CycleSettings } from '../cycle-context.ts'
import { type FeedCost, feedCosts, watchedFeeds } from './outlook.ts'

export interface PlannedFeed {
  name: string
  label: string
  would: 'look' | 'nothing'
  because: string
}

export async function planFeeds(tools: Tools, settings: Pick<CycleSettings, 'feeds' | 'sync'>): Promise<PlannedFeed[]> {
  const now = tools.now().getTime()
  const rows: PlannedFeed[] = []
  for (const { feed, kept, intervalMs } of watchedFeeds(tools, settings)) {
    const { name, label } = feed
    const away = await feed.whyNot()
    const cost = `at most ${counted(Math.round(looksADay(intervalMs) * feed.cost), 'request')} a day`
    const wait = (kept?.dueAt ?? now) - now
    if (away !== undefined) rows.push({ name, label, would: 'nothing', because: away })
    else if (isDue(kept, now, intervalMs)) rows.push({ name, label, would: 'look', because: `it is due; ${cost}` })
    else rows.push({ name, label, would: 'nothing', because: `due in ${Math.ceil(wait / 60_000)} min; ${cost}` })
  }
  return rows
}

export interface ShownFeed {
  name: string
  label: string
  lookedAt: string | null
  changedAt: string | null
  /** Null: in the next cycle. */
  dueAt: string | null
  trouble: string | null
}

export function shownFeeds(
  tools: Tools,
  settings: Pick<CycleSettings, 'feeds' | 'sync'>,
): { feeds: ShownFeed[]; costs: FeedCost[] } {
  const watched = watchedFeeds(tools, settings)
  const now = tools.now().getTime()
  const feeds = watched.map(({ feed: { name, label }, kept, intervalMs }) => ({
    name,
    label,
    lookedAt: timeOf(kept?.lookedAt),
    changedAt: timeOf(kept?.changedAt),
    dueAt: isDue(kept, now, intervalMs) ? null : timeOf(kept?.dueAt),
    trouble: kept?.trouble || null,
  }))
  return { feeds, costs: feedCosts(tools, watched) }
}

/** 0 and undefined: never. */
const timeOf = (at: number | undefined) => (at ? new Date(at).toISOString() : null)

export function feedLines({ feeds, costs }: ReturnType<typeof shownFeeds>): string[] {
  return [
    ...feeds.map(
      ({ label, lookedAt, dueAt, changedAt, trouble }) =>
        `${label}: ${lookedAt ? `looked at ${moment(lookedAt)}` : 'not looked at yet'}${changedAt ? `, changed ${moment(changedAt)}` : ''}, next ${dueAt ? moment(dueAt) : 'in the next cycle'}${trouble ? `: ${trouble}` : ''}`,
    ),
    ...costs.map(
      ({ lane, perDay, share, budget, today }) =>
        `  looking at ${lane}: at most ${counted(perDay, 'request')} a day${share === undefined ? '' : ` of ${share} (a day has ${budget})`}, ${today} today`,
    ),
  ]
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
