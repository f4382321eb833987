// How much a plan may remove before a person is asked once more, with the very number.

import type { DedupePlan } from '../../model/dedupe/plan.ts'

const MOST_REMOVALS = 20
const MOST_SHARE = 0.05

export interface Sums {
  files: number
  rows: number
  items: number
  all: number
}

export function sumsIn({ groups }: Pick<DedupePlan, 'groups'>): Sums {
  const removals = groups.flatMap(group => group.removals)
  const of = (what: string) => removals.filter(removal => removal.what === what).length
  return { files: of('file'), rows: of('row'), items: of('item'), all: removals.length }
}

/**
 * @param known what the index holds: a plan may say that it looked at more
 * @returns what is to be confirmed, for people; undefined: nothing is, or it was
 */
export function unconfirmed(
  plan: DedupePlan,
  said: number | undefined,
  known: { files: number; rows: number },
): string | undefined {
  const { files, rows, items, all } = sumsIn(plan)
  if (said === all) return undefined
  const looked = { files: Math.min(known.files, plan.looked.files), rows: Math.min(known.rows, plan.looked.rows) }
  const isMany = all > MOST_REMOVALS
  const isShare = rows > MOST_SHARE * looked.rows || files > MOST_SHARE * looked.files
  if (!isMany && !isShare && said === undefined) return undefined
  const what = `The plan moves ${all} ${all === 1 ? 'thing' : 'things'} to the trash: ${files} of ${looked.files} files, ${rows} of ${looked.rows} rows, ${items} of Eagle’s items`
  if (said !== undefined)
    return `${what}; --yes-remove ${said} confirms another number. To confirm it: --yes-remove ${all}`
  return `${what}. That is more than ${isMany ? `${MOST_REMOVALS} removals` : '5 % of the library'}. To confirm it: --yes-remove ${all}`
}
