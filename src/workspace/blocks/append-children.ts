// New blocks under a page or a block, with those inside them.

import { randomUUID } from 'node:crypto'
import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, type Json, objectAt } from '../api/check.ts'
import type { Call } from '../api/route.ts'
import type { BlockPlace } from '../store/blocks.ts'
import type { BlockRecord } from '../store/records.ts'
import { checkInside, leastChildren, mayHaveChildren, readContent, typeOf } from './block-types.ts'

export interface Parent {
  id: string
  type: 'page_id' | 'block_id'
  /** The parent's type of block; default: a page. */
  blockType?: string
  /** Of a table: how many cells its rows have. */
  width?: unknown
}

export interface Appended {
  where: BlockPlace
  /** Where the blocks stand in the request. */
  path: string
}

/** A request nests so many below its own blocks. */
const LEVELS = 2
/** Blocks of one request, on all levels. */
const MAX_BLOCKS = 1000

/**
 * Checks the request's blocks and keeps them.
 * @returns the blocks of the first level, in order
 */
export function appendChildren(call: Call, parent: Parent, children: unknown, appended: Appended): BlockRecord[] {
  const trees = treesAt(call, children, { path: appended.path, parent, levels: LEVELS })
  const count = trees.reduce((sum, tree) => sum + sizeOf(tree), 0)
  if (count > MAX_BLOCKS) throw notAsExpected(`${appended.path}.length`, `≤ \`${MAX_BLOCKS}\``, count)
  keep(call, trees, appended.where)
  return trees.map(tree => tree.block)
}

interface Tree {
  block: BlockRecord
  children: Tree[]
}

function treesAt(call: Call, value: unknown, place: { path: string; parent: Parent; levels: number }): Tree[] {
  const { path, parent, levels } = place
  return arrayAt(value, path).map((item, index) => {
    const at = `${path}[${index}]`
    const given = objectAt(item, at)
    const type = typeOf(given, at)
    checkInside(parent.blockType ?? 'page', type, at)
    const content = objectAt(given[type], `${at}.${type}`)
    const block = newBlock(call, parent, {
      type,
      content: readContent(type, content, { path: `${at}.${type}`, uploads: call.store.uploads }),
    })
    checkRow(block, parent.width, at)
    const inner = {
      path: `${at}.${type}.children`,
      parent: { id: block.id, type: 'block_id' as const, blockType: type, width: block.content.table_width },
    }
    return { block, children: childrenAt(call, content.children ?? given.children, { ...inner, levels: levels - 1 }) }
  })
}

function childrenAt(call: Call, value: unknown, place: { path: string; parent: Parent; levels: number }): Tree[] {
  const type = place.parent.blockType ?? ''
  const least = leastChildren(type)
  if (value === undefined) {
    if (least > 0) throw notAsExpected(place.path, 'defined', undefined)
    return []
  }
  if (place.levels < 0 || !mayHaveChildren(type)) throw notAsExpected(place.path, 'not present', value)
  const count = arrayAt(value, place.path).length
  if (count < least) throw notAsExpected(`${place.path}.length`, `≥ \`${least}\``, count)
  return treesAt(call, value, place)
}

/** Every row of a table has the table's width; `path`: the row's place in the request. */
export function checkRow({ type, content: { cells } }: BlockRecord, width: unknown, path: string): void {
  if (type === 'table_row' && Array.isArray(cells) && cells.length !== width)
    throw validationError(`Number of cells in table row must match the table width of the parent table (${path}).`)
}

export function newBlock(
  { now, user }: Call,
  parent: Parent,
  { type, content }: { type: string; content: Json },
): BlockRecord {
  return {
    id: randomUUID(),
    parentId: parent.id,
    parentType: parent.type,
    type,
    content,
    inTrash: false,
    created: now,
    edited: now,
    createdBy: user,
    editedBy: user,
  }
}

function keep(call: Call, trees: readonly Tree[], where: BlockPlace): void {
  call.store.blocks.insert(
    trees.map(tree => tree.block),
    where,
  )
  for (const tree of trees) if (tree.children.length > 0) keep(call, tree.children, 'end')
}

const sizeOf = (tree: Tree): number => tree.children.reduce((sum, child) => sum + sizeOf(child), 1)
