// Plans of `dedupe` that were applied: which, when, and what was done in each group, to be ended or taken back.

import { z } from 'zod'
import { DedupeRecord } from '../model/dedupe/record.ts'
import type { Store } from './database.ts'

/** `applying`, `undoing`: it was begun and is not done yet. */
const PlanState = z.enum(['applying', 'applied', 'undoing', 'undone'])
/** `begun`: nothing is removed yet; `gained`: what replaces it is there, and removing goes on until it is done. */
const GroupState = z.enum(['begun', 'gained', 'done', 'undone'])
export type DedupedGroupState = z.infer<typeof GroupState>

export interface DedupedPlan {
  id: string
  state: z.infer<typeof PlanState>
  /** How many the plan has. */
  groups: number
  /** Epoch ms of when it was begun. */
  at: number
}

export interface DedupedGroup {
  id: string
  state: DedupedGroupState
  record: DedupeRecord
}

export interface Deduped {
  find(plan: string): DedupedPlan | undefined
  /** The newest first. */
  list(): DedupedPlan[]
  /** Those that were begun and not ended. */
  unfinished(): string[]
  /** In the order of the plan. */
  groups(plan: string): DedupedGroup[]
  group(plan: string, group: string): DedupedGroup | undefined
  /** Inside a commit, as below. */
  begin(plan: string, groups: number): void
  mark(plan: string, state: DedupedPlan['state']): void
  keepGroup(plan: string, group: DedupedGroup, position: number): void
  /** `record`: what it became meanwhile. */
  markGroup(plan: string, group: string, to: { state: DedupedGroupState; record?: DedupeRecord }): void
}

const PlanRow = z.object({ id: z.string(), state: PlanState, groups: z.number(), at: z.number() })
const GroupRow = z
  .object({ id: z.string(), state: GroupState, record: z.string() })
  .transform(({ record, ...rest }): DedupedGroup => ({ ...rest, record: DedupeRecord.parse(JSON.parse(record)) }))

export function openDeduped({ database }: Store, now: () => number): Deduped {
  const sql = (text: string) => database.prepare(text)
  const find = sql('select id, state, groups, at from deduped where id = ?')
  const list = sql('select id, state, groups, at from deduped order by at desc, id')
  const put = sql(
    `insert into deduped (id, state, groups, at) values (?, 'applying', ?, ?)
     on conflict (id) do update set state = 'applying', groups = excluded.groups, at = excluded.at`,
  )
  const mark = sql('update deduped set state = ? where id = ?')
  const unfinished = sql("select id from deduped where state in ('applying', 'undoing') order by at, id")
  const groups = sql('select id, state, record from deduped_group where plan = ? order by position')
  const group = sql('select id, state, record from deduped_group where plan = ? and id = ?')
  const putGroup = sql(
    'insert or replace into deduped_group (plan, id, position, state, record) values (?, ?, ?, ?, ?)',
  )
  const markGroup = sql('update deduped_group set state = ?, record = coalesce(?, record) where plan = ? and id = ?')
  return {
    find(plan) {
      const row = find.get(plan)
      return row && PlanRow.parse(row)
    },
    list: () => list.all().map(row => PlanRow.parse(row)),
    unfinished: () => unfinished.all().map(row => String(row.id)),
    groups: plan => groups.all(plan).map(row => GroupRow.parse(row)),
    group(plan, id) {
      const row = group.get(plan, id)
      return row && GroupRow.parse(row)
    },
    begin: (plan, count) => void put.run(plan, count, now()),
    mark: (plan, state) => void mark.run(state, plan),
    keepGroup: (plan, { id, state, record }, position) =>
      void putGroup.run(plan, id, position, state, JSON.stringify(record)),
    markGroup: (plan, id, { state, record }) =>
      void markGroup.run(state, record === undefined ? null : JSON.stringify(record), plan, id),
  }
}
