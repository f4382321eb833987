// A plan as a person hands it over: read whole, and held against what may be done at all before anything else is looked at.

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { messageOf, UsageFault } from '../../errors.ts'
import { isInside } from '../../library/trash.ts'
import { actionsOf } from '../../model/dedupe/actions.ts'
import { type DedupeGroup, DedupePlan } from '../../model/dedupe/plan.ts'
import { toPageId } from '../../model/page-id.ts'

/** A plan for a million recordings has less. */
const MOST_BYTES = 512 * 2 ** 20

/** @throws UsageFault saying what was expected */
export async function readPlan(path: string, library: string): Promise<DedupePlan> {
  const text = await textOf(path)
  const { data: plan, error } = DedupePlan.safeParse(jsonIn(path, text))
  if (!plan) throw new UsageFault(`${path} is no plan of orchestrator dedupe: ${z.prettifyError(error)}`)
  if (resolve(plan.library) !== resolve(library))
    throw new UsageFault(`${path} is a plan for the library ${plan.library}, and this one is ${library}`)
  return plan
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) throw new UsageFault(`${path} is no plan of orchestrator dedupe: it is too big`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof UsageFault) throw error
    throw new UsageFault(`the plan ${path} cannot be read: ${messageOf(error)}`)
  }
}

function jsonIn(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageFault(`${path} is no plan of orchestrator dedupe: expected the JSON file, not the page made of it`)
  }
}

/** Of what it does: a plan from which a group was taken is another. */
export function applyId({ groups }: Pick<DedupePlan, 'groups'>): string {
  const does = groups.map(({ id, keeper, gains, removals }) => [id, keeper, gains, removals])
  return createHash('sha256').update(JSON.stringify(does)).digest('hex').slice(0, 12)
}

export interface Refusal {
  group: string
  label: string
  because: string[]
}

/** Groups that no state of the library would make right. */
export function misfitsOf(plan: DedupePlan, library: string): Refusal[] {
  const kept = new Set(plan.groups.flatMap(group => keptNames(group)))
  const seen = new Set<string>()
  return plan.groups.flatMap(group => {
    const because = [...misfitsIn(group, library), ...clashesIn(group, { kept, seen })]
    return because.length > 0 ? [{ group: group.id, label: group.label, because }] : []
  })
}

function misfitsIn({ copies, keeper, gains, removals }: DedupeGroup, library: string): string[] {
  const one = copies.find(({ id }) => id === keeper)
  if (!one) return [`the one to keep, ${keeper}, is none of its copies`]
  if (one.files.length === 0) return [`the one to keep, ${one.label}, has no file`]
  if (new Set(copies.map(({ id }) => id)).size < copies.length) return ['a copy stands in it twice']
  const pages = copies.flatMap(({ page }) => page ?? [])
  const odd = pages.find(page => toPageId(page) !== page)
  if (odd !== undefined) return [`${odd} is no page as a plan names it: expected 32 hex digits with dashes`]
  if (new Set(pages).size < pages.length) return ['a row stands in it twice']
  if (!isDeepStrictEqual(actionsOf({ copies, keeper }), { gains, removals }))
    return [
      `what it would do is not what keeping ${one.label} means: take whole groups out of the plan, or have it made again with another one to keep`,
    ]
  return removals.flatMap(removal => {
    if (removal.what !== 'file') return []
    const { path } = removal
    return resolve(path) === path && isInside(library, path) ? [] : [`${path} lies outside the library`]
  })
}

/** What goes is kept nowhere else and goes once. */
function clashesIn(
  { id, removals }: DedupeGroup,
  { kept, seen }: { kept: ReadonlySet<string>; seen: Set<string> },
): string[] {
  const names = [`group ${id}`, ...removals.map(nameOf)]
  const twice = names.filter(name => seen.has(name))
  for (const name of names) seen.add(name)
  return [
    ...names.filter(name => kept.has(name)).map(name => `${name} is kept by the plan, too`),
    ...twice.map(name => `${name} stands in the plan twice`),
  ]
}

function nameOf(removal: DedupeGroup['removals'][number]): string {
  if (removal.what === 'file') return `file ${removal.path}`
  return removal.what === 'row' ? `row ${plainPage(removal.page)}` : `item ${removal.item}`
}

function keptNames({ copies, keeper }: DedupeGroup): string[] {
  const one = copies.find(({ id }) => id === keeper)
  if (!one) return []
  const items = [one.item, ...(one.otherItems ?? [])].flatMap(item => item?.id ?? [])
  return [
    ...one.files.map(({ path }) => `file ${path}`),
    ...items.map(item => `item ${item}`),
    ...(one.page ? [`row ${plainPage(one.page)}`] : []),
  ]
}

/** However it is spelled. */
const plainPage = (page: string) => toPageId(page) ?? page
