// What a group of a dedupe plan does, of its copies and of who is kept alone: so a person may name another keeper, and the
// plan can be checked.

import { compareQuality } from '../true-quality.ts'
import type { DedupeCopy, DedupeGain, DedupeGroup, DedupeRemoval } from './plan.ts'

export interface DedupeActions {
  gains: DedupeGain[]
  removals: DedupeRemoval[]
}

type Members = Pick<DedupeGroup, 'copies' | 'keeper'>

/** Cells that hold several entries: these come to those that are there. All others are filled where they are empty. */
const LISTS = new Set(['tags', 'playlists', 'artists'])
/** The first link of a row is the one it is fetched by: of others it only gets one when it has none. */
const FIRST_LINK = 'sourceUrl'
const LINKS = ['sourceUrl', 'soundcloudUrl', 'youtubeUrl']

/** Of a keeper that is no copy of the group, nothing. */
export function actionsOf({ copies, keeper: id }: Members): DedupeActions {
  const keeper = copies.find(copy => copy.id === id)
  if (!keeper) return { gains: [], removals: [] }
  const going = copies.filter(copy => copy !== keeper && whyItStays(copy, keeper) === undefined)
  return { gains: gainsOf(keeper, going), removals: removalsOf(keeper, going) }
}

/** @returns why a copy is not taken away in favour of this keeper, for people; undefined: it is */
export function whyItStays(copy: DedupeCopy, keeper: DedupeCopy): string | undefined {
  if (copy.page && !keeper.page) return 'a row only goes where a row stays'
  const isBetter = !copy.page && keeper.page !== undefined && compareQuality(copy.quality, keeper.quality) > 0
  if (isBetter && !keeper.isPicked) return 'it is better than what the row has'
  const isStuck = !copy.page && !copy.item && copy.files.every(({ stays }) => stays !== undefined)
  return isStuck ? copy.files[0]?.stays : undefined
}

type Cell = NonNullable<DedupeCopy['cells']>[string]

/** Of several that have a value, the first: they stand in the order of their worth. */
function gainsOf({ page, cells = {} }: DedupeCopy, others: readonly DedupeCopy[]): DedupeGain[] {
  if (!page) return []
  const hasLink = LINKS.some(field => isFilled(cells[field]))
  const fields = new Set(others.flatMap(other => Object.keys(other.cells ?? {})))
  return [...fields].sort().flatMap(field => {
    if (field === FIRST_LINK && hasLink) return []
    const values = others.flatMap(other => other.cells?.[field] ?? [])
    return (LISTS.has(field) ? addedTo(field, cells[field], values) : filledIn(field, cells[field], values)) ?? []
  })
}

function addedTo(field: string, own: Cell | undefined, values: readonly Cell[]): DedupeGain | undefined {
  const has = [own ?? []].flat().map(String)
  const added = [...new Set(values.flat().map(String))].filter(entry => !has.includes(entry))
  return added.length > 0 ? { how: 'add', field, values: added } : undefined
}

function filledIn(field: string, own: Cell | undefined, values: readonly Cell[]): DedupeGain | undefined {
  const [value] = values.filter(isFilled)
  if (value === undefined || typeof value === 'object' || isFilled(own)) return undefined
  return { how: 'fill', field, value }
}

const isFilled = (value: Cell | undefined): value is Cell =>
  value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)

/** Nothing that the keeper has too; each once. */
function removalsOf(keeper: DedupeCopy, going: readonly DedupeCopy[]): DedupeRemoval[] {
  const kept = new Set([...keeper.files.map(({ path }) => path), ...itemsOf(keeper).map(({ id }) => id)])
  const isNew = (name: string) => !kept.has(name) && kept.add(name)
  return going.flatMap(copy => [
    ...copy.files
      .filter(({ path, stays }) => stays === undefined && isNew(path))
      .map(({ path }): DedupeRemoval => ({ what: 'file', copy: copy.id, path })),
    ...itemsOf(copy)
      .filter(({ id }) => isNew(id))
      .map(({ id }): DedupeRemoval => ({ what: 'item', copy: copy.id, item: id })),
    ...(copy.page ? [{ what: 'row', copy: copy.id, page: copy.page } as const] : []),
  ])
}

const itemsOf = ({ item, otherItems = [] }: DedupeCopy) => [...(item ? [item] : []), ...otherItems]
