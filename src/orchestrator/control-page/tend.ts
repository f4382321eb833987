// The control page: what people ordered on it is done, and it says how things stand. One read while nothing changes.

import { z } from 'zod'
import type { Log } from '../../log.ts'
import type { Held, Line } from '../../model/control-page/line.ts'
import { isOther, isStill, planPage, requestsOf } from '../../model/control-page/plan-page.ts'
import type { PagePort } from '../../notion/page-port.ts'
import type { Tools } from '../../tools.ts'
import type { WaitingRow } from '../waiting-rows.ts'
import { isAdding } from './add-lines.ts'
import { TITLES } from './form.ts'
import { pageLines, SOFT } from './lines.ts'
import { takeIn } from './take-in.ts'
import { takeOver } from './take-over.ts'
import { troubleOf } from './trouble.ts'
import { writePage } from './write-page.ts'

export interface ControlPageDeps {
  tools: Tools
  signal: AbortSignal
  log: Log
  readyStatuses: readonly string[]
  /** It is looked at now, however short ago the last look was. */
  isNews?: boolean
  /** Rows that want work and cannot have it; absent: they were not looked at yet, and only orders are heard and answered. */
  waiting?: readonly WaitingRow[]
}

/** Between two looks at a page on which nothing happens: twice as long each time. */
const LOOK_MS = { least: 55_000, most: 5 * 60_000 }
/** What changes all the time is written no more often while the rest stays as it is. */
const SOFT_MS = 5 * 60_000
/** After a page that is not to be had. */
const AGAIN_MS = 10 * 60_000
/** Answers are shown for a day. */
const ANSWERS = { ms: 86_400_000, most: 10 }

const Kept = z.object({
  lookedAt: z.number(),
  waitMs: z.number(),
  softAt: z.number(),
  /** Why the page is not to be had, as it was said. */
  trouble: z.string().optional(),
})
type Kept = z.infer<typeof Kept>
const FRESH: Kept = { lookedAt: 0, waitMs: 0, softAt: 0 }

/** @throws Fault of Notion or the disk: what was ordered is done the next time */
export async function tendControlPage(deps: ControlPageDeps): Promise<void> {
  const { tools, log } = deps
  if (!tools.controlPage) return
  const page = await tools.controlPage()
  const fact = `control page ${page.id}`
  const kept = keptOf(tools.ledger.fact(fact))
  const now = tools.now().getTime()
  const keep = (next: Kept) => tools.store.commit(() => tools.ledger.setFact(fact, JSON.stringify(next)))
  const frozen = frozenNow(deps, kept, now)
  if (!isDue(deps, page.id, { kept, now, frozen })) return
  try {
    if (kept.lookedAt === 0 || kept.trouble !== undefined) await page.require()
    const { changed, isWhole } = await tend(deps, page, frozen)
    const waitMs = changed ? LOOK_MS.least : Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, kept.waitMs * 2))
    await keep({ lookedAt: now, waitMs, softAt: isWhole ? now : kept.softAt })
    if (kept.trouble !== undefined) log.info({ page: page.id }, 'the control page is there again')
  } catch (error) {
    const trouble = await troubleOf(error, page)
    if (trouble === undefined) throw error
    if (trouble !== kept.trouble) log.warn({ page: page.id }, `the control page is off: ${trouble}`)
    await keep({ ...kept, lookedAt: now, waitMs: AGAIN_MS, trouble })
  }
}

const keptOf = (text: string | undefined): Kept => Kept.safeParse(JSON.parse(text ?? 'null')).data ?? FRESH

/** Sections that stay as they are for now; all of them until it is known what each says. */
function frozenNow({ waiting }: ControlPageDeps, { softAt }: Kept, now: number): ReadonlySet<string> {
  if (waiting === undefined) return new Set(Object.keys(TITLES))
  const isSoon = now >= softAt && now - softAt < SOFT_MS
  return new Set(isSoon ? SOFT : [])
}

/** By the clock, or because there is something new to say. */
function isDue(
  { tools, waiting, isNews: isAsked = false }: ControlPageDeps,
  page: string,
  { kept, now, frozen }: { kept: Kept; now: number; frozen: ReadonlySet<string> },
): boolean {
  if (isAsked || now < kept.lookedAt || now - kept.lookedAt >= kept.waitMs) return true
  if (kept.trouble !== undefined || waiting === undefined) return false
  const held = tools.pageBlocks.of(page).filter(one => !isStill(one, frozen))
  const wanted = linesFor(tools, page, waiting).filter(line => !isStill(line, frozen))
  const byKey = new Map(held.map(one => [one.key, one]))
  return wanted.length !== held.length || wanted.some(line => isNew(byKey.get(line.key), line))
}

const isNew = (held: Held | undefined, line: Line) => !held || isOther(held, line)

const linesFor = (tools: Tools, page: string, waiting: readonly WaitingRow[] = []) =>
  pageLines(tools, tools.pageBlocks.answers(page), waiting)

/** @returns whether anything happened, and whether all sections are of this moment */
async function tend(
  deps: ControlPageDeps,
  page: PagePort,
  frozen: ReadonlySet<string>,
): Promise<{ changed: boolean; isWhole: boolean }> {
  const { tools, signal, waiting } = deps
  const seen = await page.children()
  signal.throwIfAborted()
  if (!isAdding(tools, page.id)) await takeOver(tools, page, seen)
  const orders = await takeIn(deps, page, seen)
  if (isAdding(tools, page.id)) return { changed: true, isWhole: false } // Notion may not show yet what was added
  if (waiting === undefined && orders === 0) return { changed: false, isWhole: false }
  await tools.store.commit(() =>
    tools.pageBlocks.forgetAnswers(page.id, tools.now().getTime() - ANSWERS.ms, ANSWERS.most),
  )
  const planFor = (still: ReadonlySet<string>) =>
    planPage(linesFor(tools, page.id, waiting), tools.pageBlocks.of(page.id), { seen, frozen: still })
  const least = planFor(frozen)
  const isWhole = frozen.size === 0 || (waiting !== undefined && requestsOf(least) > 0)
  const plan = isWhole ? planFor(new Set()) : least // an entry stands in one section at a time
  await writePage(tools, page, plan, signal)
  return { changed: orders > 0 || requestsOf(plan) > 0, isWhole }
}
