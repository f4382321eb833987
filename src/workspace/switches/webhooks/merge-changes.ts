// Changes of one page or table that lie close together become one event of each type, or none when they cancel out.

import { isObject, type Json } from '../../api/check.ts'
import type { Change } from '../../store/changes.ts'

export interface Merged {
  type: string
  entity: Change['entity']
  /** Ids of users. */
  authors: string[]
  /** Epoch milliseconds of the last change in it. */
  at: number
  data: Json
}

/**
 * Changes whose time has come, group by group: of an entity, all that are there once the first is `delayMs` old.
 * What is not aggregated is a group by itself, at once.
 */
export function dueGroups(waiting: readonly Change[], now: number, delayMs: number): Change[][] {
  const single = waiting.filter(change => !isAggregated(change)).map(change => [change])
  const groups = Map.groupBy(waiting.filter(isAggregated), ({ entity }) => `${entity.type} ${entity.id}`)
  return [...single, ...[...groups.values()].filter(([first]) => first && first.at + delayMs <= now)]
}

/** `group`: of one entity, oldest first. */
export function mergeGroup(group: readonly Change[]): Merged[] {
  if (!group.every(isAggregated)) return group.map(change => merged([change], change.data))
  const life = group.filter(change => LIFE.includes(verbOf(change)))
  const edits = [...Map.groupBy(group, verbOf)].filter(([verb]) => !LIFE.includes(verb)).map(([, same]) => same)
  const last = life.at(-1)
  if (!last) return edits.flatMap(mergeEdits)

  const wasThere = verbOf(life[0] ?? last) === 'deleted'
  const isThere = verbOf(last) !== 'deleted'
  const birth = life.find(change => verbOf(change) === 'created')
  if (isThere === wasThere) return isThere ? edits.flatMap(mergeEdits) : []
  if (!isThere) return [merged(life, last.data)]
  // Who reads a new page reads its edits with it.
  if (birth) return [{ ...merged(group, { ...birth.data, ...parentIn(group) }), type: birth.type }]
  return [merged(life, last.data), ...edits.flatMap(mergeEdits)]
}

const LIFE: readonly string[] = ['created', 'deleted', 'undeleted']

const verbOf = ({ type }: Pick<Change, 'type'>): string => type.slice(type.indexOf('.') + 1)

/** Comments and locks are not. */
const isAggregated = ({ type }: Pick<Change, 'type'>): boolean =>
  /^(page|database|data_source)\.(?!(un)?locked$)/.test(type)

function merged(changes: readonly Change[], data: Json): Merged {
  const last = changes.at(-1)
  if (!last) throw new Error('an event is made of at least one change')
  const authors = [...new Set(changes.map(change => change.author))]
  return { type: last.type, entity: last.entity, authors, at: last.at, data }
}

/** `changes`: of one type. What they list becomes one list, everything in it once. */
function mergeEdits(changes: readonly Change[]): Merged[] {
  const data: Json = { ...changes.at(-1)?.data }
  for (const [key, value] of Object.entries(data)) {
    if (!Array.isArray(value)) continue
    const list = joined(changes.flatMap(change => listAt(change.data, key)))
    if (list.length === 0 && value.length > 0) return []
    data[key] = list
  }
  return [merged(changes, data)]
}

const listAt = (data: Json, key: string): unknown[] => (Array.isArray(data[key]) ? data[key] : [])

/** Columns that were made and taken away again are left out. */
function joined(items: readonly unknown[]): unknown[] {
  const found = new Map<string, unknown>()
  for (const item of items) {
    const key = isObject(item) ? String(item.id) : String(item)
    const before = found.get(key)
    const now = isObject(before) && isObject(item) ? bothActions(before, item) : item
    if (now === undefined) found.delete(key)
    else found.set(key, now)
  }
  return [...found.values()]
}

function bothActions(before: Json, after: Json): Json | undefined {
  if (before.action === 'created') return after.action === 'deleted' ? undefined : { ...after, action: 'created' }
  if (before.action === 'deleted' && after.action === 'created') return { ...after, action: 'updated' }
  return after
}

/** Where the entity was last. */
function parentIn(changes: readonly Change[]): Json {
  const parent = changes.findLast(change => change.data.parent !== undefined)?.data.parent
  return parent === undefined ? {} : { parent }
}
