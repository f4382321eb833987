// New blocks on a page: written down before they are asked for, so that a lost answer does not make them twice.

import { z } from 'zod'
import { failpoint } from '../../failpoint.ts'
import { aligned } from '../../model/control-page/align.ts'
import { type Held, type Line, Said, type Seen, saidOf } from '../../model/control-page/line.ts'
import type { PagePort } from '../../notion/page-port.ts'
import type { Tools } from '../../tools.ts'

const Added = z.object({ section: z.string(), type: z.string(), said: Said })
const Adding = z.object({ at: z.number(), lines: z.array(Added) })
type Adding = z.infer<typeof Adding>

const factOf = (page: string) => `control page adds ${page}`
const makerOf = (page: string) => `control page is written by ${page}`

/** @returns the id of the last one */
export async function addLines(
  tools: Tools,
  page: PagePort,
  lines: readonly Line[],
  after?: string,
): Promise<string | undefined> {
  const { store, ledger, pageBlocks } = tools
  const at = tools.now().getTime()
  const adding = { at, lines: lines.map(line => ({ section: line.section, type: line.type, said: saidOf(line) })) }
  await store.commit(() => ledger.setFact(factOf(page.id), JSON.stringify(adding)))
  await failpoint('control-page.adding')
  const made = await page.append(lines, after)
  await failpoint('control-page.added')
  const held = matched(adding, made)
  await store.commit(() => {
    for (const one of held) pageBlocks.put(page.id, { ...one, at })
    const [first] = made
    if (first?.madeBy) ledger.setFact(makerOf(page.id), first.madeBy)
    ledger.forgetFacts(factOf(page.id))
  })
  return held.at(-1)?.id
}

/** Blocks were asked for, and it is not known whether they were made. */
export const isAdding = ({ ledger }: Tools, page: string): boolean => ledger.fact(factOf(page)) !== undefined

/** Blocks that an attempt without an answer made are taken as what they are. What is not there by now was not made. */
export async function adoptAdded(tools: Tools, page: string, seen: readonly Seen[]): Promise<void> {
  const { store, ledger, pageBlocks, settleMs } = tools
  const fact = ledger.fact(factOf(page))
  if (fact === undefined) return
  const adding = Adding.parse(JSON.parse(fact))
  const now = tools.now().getTime()
  const maker = ledger.fact(makerOf(page))
  const known = new Set(pageBlocks.of(page).map(({ id }) => id))
  const free = seen.filter(({ id, madeBy }) => !known.has(id) && (maker === undefined || madeBy === maker))
  const held = matched(adding, free)
  const isSure = held.length === adding.lines.length || Math.abs(now - adding.at) >= settleMs
  if (!isSure) return
  await store.commit(() => {
    for (const one of held) pageBlocks.put(page, { ...one, at: adding.at })
    ledger.forgetFacts(factOf(page))
  })
}

/** In their order: other lines may say the same, and order something else. */
function matched({ lines, at }: Adding, blocks: readonly Seen[]): Held[] {
  const isSame = ({ type, said }: (typeof lines)[number], block: Seen) =>
    block.type === type && (type === 'table' || block.text === said.text)
  return aligned(lines, blocks, isSame).map(({ line: { section, said }, block }) => ({
    ...said,
    id: block.id,
    section,
    type: block.type as Held['type'],
    turn: 0,
    at,
  }))
}
