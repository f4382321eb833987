// Which blocks of a page are meant by which blocks of its changed Markdown.

import type { MarkdownBlock } from './block.ts'
import { withoutExpiry } from './file-links.ts'
import type { StoredBlock } from './stored-blocks.ts'
import { blocksToMarkdown } from './write-blocks.ts'

export interface Pair {
  wanted: MarkdownBlock
  /** The block that stays for it; undefined when it needs a new one. */
  old: StoredBlock | undefined
  /** It stays as it is, with all that is inside. */
  isSame: boolean
}

/** The blocks of the page by id, for those that Markdown names; one that found its pair is taken out. */
export type Named = Map<string, StoredBlock>

type Matches = Map<MarkdownBlock, StoredBlock>

/** A pair for each wanted block, in order: those written alike, those named, and those of one type between the same neighbours. */
export function pairBlocks(old: readonly StoredBlock[], wanted: readonly MarkdownBlock[], named: Named): Pair[] {
  const same: Matches = new Map()
  matchAlike(old, wanted, { same, named })
  matchNamed(wanted, { same, named })
  const changed = matchNeighbours(old, wanted, { same, named })
  return wanted.map(block => ({
    wanted: block,
    old: same.get(block) ?? changed.get(block),
    isSame: same.has(block),
  }))
}

export function namedIn(blocks: readonly StoredBlock[], named: Named = new Map()): Named {
  for (const block of blocks) {
    named.set(block.record.id, block)
    namedIn(block.children, named)
  }
  return named
}

interface Found {
  same: Matches
  named: Named
}

function matchAlike(old: readonly StoredBlock[], wanted: readonly MarkdownBlock[], { same, named }: Found): void {
  // A link to a page reads like the page itself: the page goes first, lest it be left over.
  const inTurn = [...old.filter(block => block.id !== undefined), ...old.filter(block => block.id === undefined)]
  const waiting = Map.groupBy(inTurn, textOf)
  for (const block of wanted) {
    const found = waiting.get(textOf(block))?.shift()
    if (!found || !named.has(found.record.id)) continue
    same.set(block, found)
    forget([found], named)
  }
}

function matchNamed(wanted: readonly MarkdownBlock[], { same, named }: Found): void {
  for (const block of wanted) {
    const found = same.has(block) ? undefined : named.get(block.id ?? '')
    if (!found || (block.type !== 'unknown' && (block.type !== found.type || !isReference(block)))) continue
    same.set(block, found)
    forget([found], named)
  }
}

function matchNeighbours(
  old: readonly StoredBlock[],
  wanted: readonly MarkdownBlock[],
  { same, named }: Found,
): Matches {
  const staying = new Set(same.values())
  const waiting = new Map<string, StoredBlock[]>()
  let neighbour = ''
  for (const block of old) {
    if (staying.has(block)) neighbour = block.record.id
    else if (named.has(block.record.id) && !isReference(block)) {
      const place = neighbour + shapeOf(block)
      waiting.set(place, waiting.get(place) ?? [])
      waiting.get(place)?.push(block)
    }
  }
  const changed: Matches = new Map()
  neighbour = ''
  for (const block of wanted) {
    neighbour = same.get(block)?.record.id ?? neighbour
    const found = same.has(block) ? undefined : waiting.get(neighbour + shapeOf(block))?.shift()
    if (!found) continue
    changed.set(block, found)
    named.delete(found.record.id)
  }
  return changed
}

function forget(blocks: readonly StoredBlock[], named: Named): void {
  for (const block of blocks) {
    named.delete(block.record.id)
    forget(block.children, named)
  }
}

/** What it is stands elsewhere, so it cannot be changed here. */
const isReference = ({ type }: MarkdownBlock) => ['child_page', 'child_database', 'unknown'].includes(type)

const textOf = (block: MarkdownBlock) => withoutExpiry(blocksToMarkdown([block]))

/** A table of another width is another table. */
const shapeOf = ({ type, content }: MarkdownBlock) => ` ${type} ${content.table_width ?? ''}`
