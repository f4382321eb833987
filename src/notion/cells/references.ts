// References: people and relation, of which Notion shows 25 a cell.

import { z } from 'zod'
import { toPageId } from '../../model/page-id.ts'
import { type Cell, type CellType, expectValue, shown, unfit } from './cell-type.ts'
import type { CellValue, IdList, PeopleList } from './values.ts'

const SHOWN_REFERENCES = 25
const MOST_WRITTEN = 100

const Reference = z.object({ id: z.string(), object: z.string().optional() })
const Given = z.object({
  ids: z.array(z.string()),
  complete: z.boolean(),
  groups: z.array(z.string()).optional(),
})

export const relation: CellType<IdList> = {
  reads: 'page ids, and whether these are all: a cell shows 25, `has_more` says that there are others',
  writes: 'all page ids anew, at most 100; a list that is not complete is refused, as the rest would be deleted',
  read(value, cell) {
    const ids = expectValue(z.array(Reference), value, 'relation').map(({ id }) => id)
    return { ids, complete: isWhole(cell, ids.length) }
  },
  text: () => '',
  write: (value, column) => listOf(value, column).ids.map(id => ({ id })),
  same: sameReferences,
}

export const people: CellType<PeopleList> = {
  reads: 'user and group ids; 25 of them may not be all, as a cell shows no more and does not say so',
  writes: 'all ids anew, at most 100; a list that is not complete is refused, as the rest would be deleted',
  read(value, cell) {
    const found = expectValue(z.array(Reference), value, 'people')
    const groups = found.filter(each => each.object === 'group').map(({ id }) => id)
    const ids = found.map(({ id }) => id)
    return { ids, complete: isWhole(cell, ids.length), ...(groups.length > 0 && { groups }) }
  },
  text: () => '',
  write(value, column) {
    const { ids, groups } = listOf(value, column)
    return ids.map(id => ({ object: groups.includes(id) ? 'group' : 'user', id }))
  },
  same: sameReferences,
}

/** What the cell says of it; else fewer than a cell shows are all there are. */
export function isWhole({ has_more: hasMore }: Cell, count: number): boolean {
  return typeof hasMore === 'boolean' ? !hasMore : count < SHOWN_REFERENCES
}

function listOf(value: CellValue, column: string) {
  const { success, data } = Given.safeParse(value ?? { ids: [], complete: true })
  if (!success) throw unfit(column, `${shown(value)} is no list of ids`)
  if (!data.complete)
    throw unfit(column, `only ${data.ids.length} of its entries are known, the others would be deleted; read all first`)
  const idAt = (text: string) => {
    const id = toPageId(text)
    if (id === undefined) throw unfit(column, `${shown(text)} is no id`)
    return id
  }
  const ids = [...new Set(data.ids.map(idAt))]
  if (ids.length > MOST_WRITTEN) throw unfit(column, `${ids.length} entries, Notion takes ${MOST_WRITTEN} at once`)
  return { ids, groups: (data.groups ?? []).map(idAt) }
}

/** In any order; of a long list an answer may show the first entries only. */
function sameReferences(meant: CellValue, answered: unknown, cell: Cell): boolean {
  const wanted = new Set(listOf(meant, '').ids)
  const found = new Set(expectValue(z.array(Reference), answered, 'references').map(({ id }) => toPageId(id) ?? id))
  const least = isWhole(cell, found.size) ? wanted.size : Math.min(wanted.size, SHOWN_REFERENCES)
  return found.size >= least && found.isSubsetOf(wanted)
}
