// Blocks in the order they stand under their page or block.

import { BlockRecord } from './records.ts'
import type { Statements } from './statements.ts'

export interface BlockStore {
  get(id: string): BlockRecord | undefined
  /** Those not in the trash, in order, `from` the one with this id; undefined when `from` is not among them. */
  children(parentId: string, window?: { from?: string | undefined; limit: number }): BlockRecord[] | undefined
  hasChildren(parentId: string): boolean
  /** Puts blocks under a parent: at the end, at the start, or behind a sibling; one that is kept already moves there. */
  insert(blocks: readonly BlockRecord[], where: BlockPlace): void
  /** Writes a block where it stands. */
  save(block: BlockRecord): void
  remove(id: string): void
}

export type BlockPlace = 'end' | 'start' | { after: string }

/** Sibling places this far apart leave room, so an insertion seldom moves others. */
const STEP = 1024

export function openBlocks({ run, column, record, records }: Statements): BlockStore {
  const placeOf = (id: string) => Number(column('SELECT place FROM block WHERE id = ?', id) ?? 0)
  const put = (block: BlockRecord, place: number) =>
    run(
      `INSERT INTO block VALUES (?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET
       parent_id = excluded.parent_id, place = excluded.place, in_trash = excluded.in_trash, record = excluded.record`,
      block.id,
      block.parentId,
      place,
      block.inTrash ? 1 : 0,
      JSON.stringify(block),
    )

  /** The gap new siblings go into: behind `from` and, when there is one, before `to`. */
  function gap(parentId: string, where: BlockPlace): { from: number; to: number | undefined } {
    if (where === 'end')
      return { from: Number(column('SELECT max(place) FROM block WHERE parent_id = ?', parentId) ?? 0), to: undefined }
    const from = where === 'start' ? undefined : placeOf(where.after)
    const next =
      from === undefined
        ? column('SELECT min(place) FROM block WHERE parent_id = ?', parentId)
        : column('SELECT min(place) FROM block WHERE parent_id = ? AND place > ?', parentId, from)
    const to = next === null || next === undefined ? undefined : Number(next)
    return { from: from ?? (to ?? STEP) - STEP, to }
  }

  function room(parentId: string, where: BlockPlace, count: number): { first: number; step: number } {
    const { from, to } = gap(parentId, where)
    const step = to === undefined ? STEP : Math.floor((to - from) / (count + 1))
    if (step > 0) return { first: from + step, step }
    run('UPDATE block SET place = place + ? WHERE parent_id = ? AND place > ?', STEP * (count + 1), parentId, from)
    return { first: from + STEP, step: STEP }
  }

  return {
    get: id => record(BlockRecord, 'SELECT record FROM block WHERE id = ?', id),
    children(parentId, window) {
      const start = window?.from === undefined ? undefined : standing(window.from, parentId)
      if (window?.from !== undefined && start === undefined) return undefined
      return records(
        BlockRecord,
        'SELECT record FROM block WHERE parent_id = ? AND in_trash = 0 AND place >= ? ORDER BY place LIMIT ?',
        parentId,
        start ?? Number.MIN_SAFE_INTEGER,
        window?.limit ?? -1,
      )
    },
    hasChildren: parentId => column('SELECT 1 FROM block WHERE parent_id = ? AND in_trash = 0', parentId) !== undefined,
    insert(blocks, where) {
      const [head] = blocks
      if (!head) return
      const { first, step } = room(head.parentId, where, blocks.length)
      blocks.forEach((block, index) => {
        put(block, first + index * step)
      })
    },
    save: block =>
      run(
        'UPDATE block SET parent_id = ?, in_trash = ?, record = ? WHERE id = ?',
        block.parentId,
        block.inTrash ? 1 : 0,
        JSON.stringify(block),
        block.id,
      ),
    remove: id => run('DELETE FROM block WHERE id = ?', id),
  }

  function standing(id: string, parentId: string): number | undefined {
    const place = column('SELECT place FROM block WHERE id = ? AND parent_id = ? AND in_trash = 0', id, parentId)
    return place === undefined ? undefined : Number(place)
  }
}
