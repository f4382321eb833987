// A plan for a page is carried out: what is written stands in the store before, and after Notion took it.

import { failpoint } from '../../failpoint.ts'
import { type Held, type Line, saidOf } from '../../model/control-page/line.ts'
import type { PagePlan } from '../../model/control-page/plan-page.ts'
import type { PagePort } from '../../notion/page-port.ts'
import type { Tools } from '../../tools.ts'
import { addLines } from './add-lines.ts'

export async function writePage(tools: Tools, page: PagePort, plan: PagePlan, signal: AbortSignal): Promise<void> {
  for (const { held, line } of plan.changes) {
    signal.throwIfAborted()
    await changeBlock(tools, page, held, line)
  }
  let last: string | undefined
  for (const { after, follows, lines } of plan.additions) {
    signal.throwIfAborted()
    last = await addLines(tools, page, lines, follows ? last : after)
  }
  for (const held of plan.removals) {
    signal.throwIfAborted()
    await page.remove(held.id)
    await tools.store.commit(() => tools.pageBlocks.drop(held.id))
  }
  for (const held of plan.leftOver) {
    signal.throwIfAborted()
    await page.change(held.id, { type: held.type, words: [{ text: `over: ${held.text}` }], checked: true })
    await tools.store.commit(() => tools.pageBlocks.drop(held.id))
  }
}

/** Where it stays as it is and does the same, a person who changes it in this moment is heard. */
function boxOf(held: Held, { key, checked = false }: Line): boolean | undefined {
  const isSame = held.meant === undefined && held.key === key && held.checked === checked
  return isSame ? undefined : checked
}

async function changeBlock(tools: Tools, page: PagePort, held: Held, line: Line): Promise<void> {
  const { store, pageBlocks } = tools
  const meant = saidOf(line)
  await store.commit(() => pageBlocks.put(page.id, { ...held, meant }))
  await failpoint('control-page.changing')
  const isThere = await page.change(held.id, { ...line, checked: boxOf(held, line) })
  await failpoint('control-page.changed')
  const { id, section, type, turn } = held
  const at = tools.now().getTime()
  await store.commit(() => {
    if (isThere) pageBlocks.put(page.id, { ...meant, id, section, type, turn: turn + 1, at })
    else pageBlocks.drop(id)
  })
}
