// What people did to the program's blocks on a page: orders are carried out, and what is theirs by now is let go.

import { failpoint } from '../../failpoint.ts'
import { judge } from '../../model/control-page/judge.ts'
import type { Held, Seen } from '../../model/control-page/line.ts'
import { toPageId } from '../../model/page-id.ts'
import type { PagePort } from '../../notion/page-port.ts'
import { adoptAdded } from './add-lines.ts'
import { obey } from './obey.ts'
import type { ControlPageDeps } from './tend.ts'

/** @returns how many orders were carried out */
export async function takeIn(deps: ControlPageDeps, page: PagePort, seen: readonly Seen[]): Promise<number> {
  const { pageBlocks, store, now, settleMs } = deps.tools
  await adoptAdded(deps.tools, page.id, seen)
  const held = pageBlocks.of(page.id)
  const judged = judge(held, seen, { now: now().getTime(), settleMs })
  const ordered = new Set(judged.orders.map(order => order.held.id))
  const before = new Map(held.map(one => [one.id, JSON.stringify(one)]))
  await store.commit(() => {
    for (const one of judged.held) if (before.get(one.id) !== JSON.stringify(one)) pageBlocks.put(page.id, one)
    for (const { id } of [...judged.gone, ...judged.theirs]) if (!ordered.has(id)) pageBlocks.drop(id)
  })
  await failpoint('control-page.judged')
  await removeMoved(page, judged.gone)
  const theirs = new Set(judged.theirs.map(({ id }) => id))
  const faults: unknown[] = []
  for (const order of judged.orders)
    await obey(deps, page.id, { ...order, isTheirs: theirs.has(order.held.id) }).catch(fault => faults.push(fault))
  if (faults.length > 0) throw faults[0] // what was ordered beside it is done
  return judged.orders.length
}

/** So many are looked for one by one: of more, a person threw them away. */
const MOST_LOOKED_FOR = 5

/** A block of the program that a person put inside another one is made anew in its place, and must not stand twice. */
async function removeMoved(page: PagePort, gone: readonly Held[]): Promise<void> {
  if (gone.length > MOST_LOOKED_FOR) return
  for (const { id, text } of gone) {
    const block = await page.block(id)
    const isElsewhere = block?.onPage !== undefined && toPageId(block.onPage) !== page.id // a person took it along
    if (block && !isElsewhere && !block.hasChildren && block.text === text) await page.remove(id)
  }
}
