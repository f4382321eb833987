// What is told, and when: changes of state, each once, the same cause at most once in 24 hours.

import type { Cause, KnownCause } from '../model/notices/cause.ts'

export interface News {
  kind: 'began' | 'over' | 'event'
  title: string
  says: string
}

export interface Decision {
  news: News[]
  /** What is remembered anew. */
  known: KnownCause[]
}

const DAY_MS = 24 * 3_600_000

/** @param found everything that stands or happened now @param before what is remembered @param now epoch ms */
export function decide(found: readonly Cause[], before: readonly KnownCause[], now: number): Decision {
  const known = new Map(before.map(cause => [cause.key, cause]))
  const standing = new Map(found.map(cause => [cause.key, cause]))
  const decision: Decision = { news: [], known: [] }
  for (const cause of standing.values()) keep(cause.isEvent ? happened(cause) : stands(cause))
  for (const cause of known.values()) if (!standing.has(cause.key)) keep(isOver(cause))
  return decision

  function keep({ next, news }: Step): void {
    if (news) decision.news.push(news)
    if (JSON.stringify(next) !== JSON.stringify(known.get(next.key))) decision.known.push(next)
  }

  function happened({ key, title, says }: Cause): Step {
    const was = known.get(key) ?? unknown(key)
    if (now - was.beganToldAt < DAY_MS) return { next: was }
    const next = { ...was, title, says, stands: false, changedAt: now, told: 'over', beganToldAt: now } as const
    return { next, news: { kind: 'event', title, says } }
  }

  function stands({ key, title, says, patienceMs = 0 }: Cause): Step {
    const was = known.get(key) ?? unknown(key)
    const next = { ...was, title, says, stands: true, changedAt: was.stands ? was.changedAt : now }
    const isDue = now - next.changedAt >= patienceMs && now - was.beganToldAt >= DAY_MS
    if (was.told === 'began' || !isDue) return { next }
    return { next: { ...next, told: 'began', beganToldAt: now }, news: { kind: 'began', title, says } }
  }

  function isOver(was: KnownCause): Step {
    const next = { ...was, stands: false, changedAt: was.stands ? now : was.changedAt }
    const isDue = now - next.changedAt >= CALM_MS && now - was.overToldAt >= DAY_MS
    if (was.told !== 'began' || !isDue) return { next }
    const { title, says } = was
    return { next: { ...next, told: 'over', overToldAt: now }, news: { kind: 'over', title, says } }
  }
}

interface Step {
  next: KnownCause
  news?: News
}

/** What came back for a moment only is not back. */
const CALM_MS = 2 * 60_000

const unknown = (key: string): KnownCause => ({
  key,
  title: '',
  says: '',
  stands: false,
  changedAt: 0,
  told: '',
  beganToldAt: 0,
  overToldAt: 0,
})

/** All the news of one look as one notice. */
export function noticeOf(news: readonly News[]): { title: string; body: string } | undefined {
  const [first] = news
  if (!first) return undefined
  const title = news.length === 1 ? titleOf(first) : `${news.length} changes: ${news.map(titleOf).join('; ')}`
  const body = news.length === 1 ? bodyOf(first) : news.map(one => `• ${titleOf(one)}: ${bodyOf(one)}`).join('\n')
  return { title, body }
}

const titleOf = ({ kind, title }: News) => (kind === 'over' ? `over: ${title}` : title)
const bodyOf = ({ kind, says }: News) => (kind === 'over' ? `It is over. It was: ${says}` : says)
