// The fewest requests that bring the program's blocks on a page to what is wanted; no block of a person is touched.

import { type Held, type Line, type Seen, saidOf } from './line.ts'

export interface PagePlan {
  /** Blocks that say something else from now on, in their place. */
  changes: { held: Held; line: Line }[]
  /** New lines behind a block, or behind those of the addition before; else at the end. */
  additions: Addition[]
  removals: Held[]
  /** Of no use any more, but a person put something inside: it stays, and says that it is over. */
  leftOver: Held[]
}

export interface Addition {
  after?: string
  follows?: true
  lines: Line[]
}

/** Blocks of one request. */
export const MOST_BLOCKS = 100

export const requestsOf = ({ changes, additions, removals, leftOver }: PagePlan): number =>
  changes.length + removals.length + leftOver.length + additions.length

/** @param frozen sections whose lines stay as they are for now, but for answers */
export function planPage(
  wanted: readonly Line[],
  held: readonly Held[],
  { seen, frozen = new Set() }: { seen: readonly Seen[]; frozen?: ReadonlySet<string> },
): PagePlan {
  const byKey = new Map(held.map(one => [one.key, one]))
  const isFrozen = (line: Pick<Held, 'section' | 'key'>) => isStill(line, frozen)
  const texts = new Map(seen.map(({ id, text }) => [id, text]))
  /** It is not known yet whether a person wrote there: whatever it is, it is not written over. */
  const isUnsure = ({ id, type, text }: Held) => type !== 'table' && (texts.get(id) ?? text) !== text
  const places = placesOf(held, seen)
  const lines = wanted.filter(line => !isFrozen(line) || byKey.has(line.key))
  const keys = new Set(lines.map(({ key }) => key))
  const free = openFree(
    held.filter(one => !keys.has(one.key) && !isFrozen(one) && !isUnsure(one)),
    { seen, places },
  )
  const plan: PagePlan = { changes: [], additions: [], removals: [], leftOver: [] }
  let after: string | undefined
  let isOpen = false
  for (const line of lines) {
    const known = byKey.get(line.key) ?? free.take(line)
    if (known) {
      if (!isFrozen(line) && !isUnsure(known) && isOther(known, line)) plan.changes.push({ held: known, line })
      if (places.get(known.id) === known.section) [after, isOpen] = [known.id, false]
      continue
    }
    const last = plan.additions.at(-1)
    if (isOpen && last && last.lines.length < MOST_BLOCKS) last.lines.push(line)
    else plan.additions.push({ lines: [line], ...(isOpen ? { follows: true } : after !== undefined && { after }) })
    isOpen = true
  }
  for (const one of free.rest()) (free.hasChildren(one) ? plan.leftOver : plan.removals).push(one)
  return plan
}

/** A line that is not to be written now. */
export const isStill = ({ section, key }: Pick<Held, 'section' | 'key'>, frozen: ReadonlySet<string>): boolean =>
  frozen.has(section) && !key.startsWith(ANSWER)

/** What lines that answer an order are known by. */
export const ANSWER = 'answer '

export function isOther(held: Held, line: Line): boolean {
  const { text, checked, key } = saidOf(line)
  return held.meant !== undefined || held.text !== text || held.checked !== checked || held.key !== key
}

/** Blocks whose line is over: one that stands in its place yet, and has nothing of a person inside, takes another line. */
function openFree(
  blocks: readonly Held[],
  { seen, places }: { seen: readonly Seen[]; places: ReadonlyMap<string, string> },
) {
  const byId = new Map(seen.map(block => [block.id, block]))
  const left = new Set(blocks)
  const hasChildren = ({ id, type }: Held) => type !== 'table' && byId.get(id)?.hasChildren === true
  return {
    take({ type, section }: Line): Held | undefined {
      if (type === 'table') return undefined
      for (const one of left) {
        if (one.type !== type || places.get(one.id) !== section || one.section !== section || hasChildren(one)) continue
        left.delete(one)
        return one
      }
      return undefined
    },
    rest: () => [...left],
    hasChildren,
  }
}

/** In which section each block stands now: a person may have moved it. Behind one that was moved, nothing new is put. */
function placesOf(held: readonly Held[], seen: readonly Seen[]): Map<string, string> {
  const byId = new Map(held.map(one => [one.id, one]))
  const places = new Map<string, string>()
  let section: string | undefined
  for (const { id } of seen) {
    const one = byId.get(id)
    if (one?.type.startsWith('heading')) section = one.section
    if (one && section !== undefined) places.set(id, section)
  }
  return places
}
