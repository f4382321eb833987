// What became of the program's blocks on a page: orders, a person's edits, and blocks that are gone.

import type { Act } from '../act.ts'
import type { Held, Said, Seen } from './line.ts'

export interface Order {
  held: Held
  act: Act
  /** How its box stands now. */
  checked: boolean
}

export interface Judged {
  /** The program's blocks as they stand. */
  held: Held[]
  orders: Order[]
  /** Their words were changed by a person: they are theirs from now on. */
  theirs: Held[]
  /** Not on the page any more. */
  gone: Held[]
}

/** @param times `settleMs`: so long after a write a block may be shown as it was before; a clock may have been set back */
export function judge(
  held: readonly Held[],
  seen: readonly Seen[],
  { now, settleMs }: { now: number; settleMs: number },
): Judged {
  const byId = new Map(seen.map(block => [block.id, block]))
  const judged: Judged = { held: [], orders: [], theirs: [], gone: [] }
  for (const one of held) {
    const block = byId.get(one.id)
    const isYoung = Math.abs(now - one.at) < settleMs
    if (!block) (isYoung ? judged.held : judged.gone).push(one)
    else judgeOne(one, block, { isYoung, judged })
  }
  return judged
}

function judgeOne(before: Held, block: Seen, { isYoung, judged }: { isYoung: boolean; judged: Judged }): void {
  const one = withMeant(before, block)
  const isTheirs = block.type === 'table' ? false : block.text !== one.text
  const act = block.checked === one.checked ? undefined : block.checked ? one.tick : one.untick
  if (isYoung && isTheirs) {
    judged.held.push(before) // it may be an old view of it: the next look tells
    return
  }
  const now = { ...one, checked: block.checked }
  // the box is compared with what it was when the order is given
  if (act) judged.orders.push({ held: one, act, checked: block.checked })
  if (isTheirs) judged.theirs.push(now)
  else judged.held.push(act ? one : now)
}

/** What was being written is there, or is not. */
function withMeant(one: Held, block: Seen): Held {
  const { meant, ...rest } = one
  if (!meant || block.text !== meant.text) return rest
  return { ...rest, ...replaced(meant) }
}

const replaced = ({ tick, untick, ...said }: Said) => ({ tick, untick, ...said })
