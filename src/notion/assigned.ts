// Who a task is assigned to, in a column of any kind that can say so; and an agent as such a column holds it.

import { z } from 'zod'
import { toPageId } from '../model/page-id.ts'
import { Cell } from './cells/cell-type.ts'
import { readCell, readNames, readText } from './cells.ts'
import type { Column } from './schema.ts'

export interface Assigned {
  names: readonly string[]
  /** Pages that stand for agents. */
  pages: readonly string[]
  /** The names are people's. */
  isPeople: boolean
}

const NOBODY: Assigned = { names: [], pages: [], isPeople: false }
const RolledUp = z.object({ rollup: z.object({ type: z.literal('array'), array: z.array(z.unknown()) }) })
const People = z.object({ people: z.array(z.object({ name: z.string().nullish() })) })

export function assignedIn(cell: unknown): Assigned {
  const { names, ...rest } = saidIn(cell)
  return { ...rest, names: names.filter(name => !NOBODYS.test(name)) }
}

/** As options and texts say that there is nobody. */
const NOBODYS = /^(-+|–|none|nobody|unassigned|not assigned|not set|n\/a|tbd)$/i

function saidIn(cell: unknown): Assigned {
  switch (Cell.safeParse(cell).data?.type) {
    case 'relation':
      return { ...NOBODY, pages: (readCell(cell, 'relation')?.ids ?? []).map(id => toPageId(id) ?? id) }
    case 'people':
      return { ...NOBODY, names: peopleIn(cell), isPeople: true }
    case 'multi_select':
      return { ...NOBODY, names: readNames(cell) }
    case 'rollup':
      return rolledUp(cell)
    default:
      return { ...NOBODY, names: partsOf(readText(cell)) }
  }
}

/** What each related row says. */
function rolledUp(cell: unknown): Assigned {
  const { success, data } = RolledUp.safeParse(cell)
  if (!success) return { ...NOBODY, names: partsOf(readText(cell)) }
  const all = data.rollup.array.map(assignedIn)
  return {
    names: all.flatMap(({ names }) => names),
    pages: all.flatMap(({ pages }) => pages),
    isPeople: all.some(({ isPeople }) => isPeople),
  }
}

const peopleIn = (cell: unknown): string[] =>
  (People.safeParse(cell).data?.people ?? []).flatMap(({ name }) => (name?.trim() ? [name.trim()] : []))

/** One name a line, or parted by semicolons. */
const partsOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[;\n]/)
    .map(part => part.trim())
    .filter(Boolean)

/** How a column is to hold an agent; undefined: it cannot, without something being made for it. */
export function agentCell(
  { type, options }: Pick<Column, 'type' | 'options'>,
  agent: string,
  page: string | undefined,
): string | readonly string[] | undefined {
  const option = options.find(name => name.trim().toLowerCase() === agent.trim().toLowerCase())
  switch (type) {
    case 'rich_text':
      return agent
    case 'select':
    case 'status':
      return option
    case 'multi_select':
      return option === undefined ? undefined : [option]
    case 'relation':
      return page === undefined ? undefined : [page]
    default:
      return undefined
  }
}

/** Why `agentCell` has nothing. */
export function whyNoCell({ name, type }: Pick<Column, 'name' | 'type'>, agent: string): string {
  if (type === 'relation')
    return `"${name}" leads to pages, and that of "${agent}" is not known: put it into agents.json`
  if (['select', 'status', 'multi_select'].includes(type)) return `"${name}" has no option "${agent}"`
  return `"${name}" is a ${type}: it cannot be written`
}
