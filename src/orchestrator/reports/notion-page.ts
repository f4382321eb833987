// A report as a page below the control page: one for each day or week, found again by its title and who made it.

import { Transient } from '../../errors.ts'
import type { Held, Line, LineType } from '../../model/control-page/line.ts'
import { MOST_BLOCKS, type PagePlan, planPage, requestsOf } from '../../model/control-page/plan-page.ts'
import type { Report } from '../../model/report/report.ts'
import { titleOf } from '../../model/report/words.ts'
import type { PageBlock, PagePort } from '../../notion/page-port.ts'
import { keyed, reportLines } from './report-lines.ts'

export interface WrittenReport {
  did: 'made' | 'changed' | 'as it was' | 'would be made' | 'would be changed'
  id?: string
  url?: string
}

export async function writeReportPage(
  control: PagePort,
  report: Report,
  { dryRun }: { dryRun: boolean },
): Promise<WrittenReport> {
  await control.require()
  const lines = reportLines(report)
  const title = titleOf(report)
  const me = await control.me()
  const known = await findPage(control, title, me)
  if (known !== undefined) return rewrite(control.page(known), lines, { me, dryRun })
  if (dryRun) return { did: 'would be made' }
  const [first, rest] = [lines.slice(0, MOST_BLOCKS), lines.slice(MOST_BLOCKS)]
  try {
    const made = await control.makePage(title, first)
    if (rest.length > 0) await control.page(made.id).append(rest)
    return { did: 'made', ...made }
  } catch (error) {
    if (!(error instanceof Transient)) throw error
    const made = await findPage(control, title, me) // without an answer it may have been made
    if (made === undefined) throw error
    return { ...(await rewrite(control.page(made), lines, { me, dryRun })), did: 'made' }
  }
}

async function findPage(control: PagePort, title: string, me: string): Promise<string | undefined> {
  const children = await control.children()
  return children.find(({ type, text, madeBy }) => type === 'child_page' && text === title && madeBy === me)?.id
}

/** What a person wrote, or rewrote, stays. */
async function rewrite(
  page: PagePort,
  lines: readonly Line[],
  { me, dryRun }: { me: string; dryRun: boolean },
): Promise<WrittenReport> {
  const seen = await page.children()
  const own = seen.filter(({ madeBy, editedBy }) => madeBy === me && editedBy === me)
  // a line that is over and has something of a person inside stays as it is
  const plan = { ...planPage(lines, await heldOf(page, own), { seen }), leftOver: [] }
  const { id, url } = await page.require()
  if (requestsOf(plan) === 0) return { did: 'as it was', id, url }
  if (!dryRun) await carryOut(page, plan)
  return { did: dryRun ? 'would be changed' : 'changed', id, url }
}

async function heldOf(page: PagePort, blocks: readonly PageBlock[]): Promise<Held[]> {
  const lines = []
  for (const { id, type, text } of blocks) {
    const rows = type === 'table' ? await page.rows(id) : undefined
    lines.push({ id, type: type as LineType, words: [{ text }], rows })
  }
  return keyed(lines).map(({ id, type, key, section, words, rows }) => ({
    id,
    type,
    key,
    section,
    text: rows ? JSON.stringify(rows) : words.map(({ text }) => text).join(''),
    checked: false,
    turn: 0,
    at: 0,
  }))
}

async function carryOut(page: PagePort, { changes, additions, removals }: PagePlan): Promise<void> {
  for (const { held, line } of changes) await page.change(held.id, line)
  let last: string | undefined
  for (const { after, follows, lines } of additions)
    last = (await page.append(lines, follows ? last : after)).at(-1)?.id
  for (const { id } of removals) await page.remove(id)
}
