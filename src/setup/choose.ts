// Which database is meant: the one a flag names, the one `.env` has, the one that is clear, or the one a person says.

import { UsageFault } from '../errors.ts'
import { toPageId } from '../model/page-id.ts'
import { readTable, readTableIfShared, type SeenTable } from '../notion/setup/find-databases.ts'
import type { InitOptions } from './initialise.ts'
import { type Candidate, candidatesFor, clearOne, fitOf, type Role } from './roles.ts'

export interface Choice {
  /** Undefined: a new one is made. */
  table?: SeenTable
  /** How it was come by, for people. */
  says: string
}

type Wanted = Pick<InitOptions, 'notion' | 'values' | 'tasks' | 'tracks' | 'create' | 'yes' | 'asker'>

export async function choose(role: Role, tables: readonly SeenTable[], options: Wanted): Promise<Choice> {
  const flag = options[role.name]
  if (flag !== undefined) return chosen(await named(role, flag, options), 'as you said')
  const kept = await keptOne(role, options)
  if (kept) return chosen(kept, 'as it is set already')
  const candidates = candidatesFor(role, tables)
  const clear = clearOne(role, candidates)
  if (options.asker && !options.yes) return ask(role, candidates, { ...options, asker: options.asker, clear })
  if (clear) return chosen(clear.table, describe(role, clear))
  if (candidates.length === 0 && options.create) return NEW
  throw notClear(role, candidates)
}

const NEW: Choice = { says: 'made anew' }
const chosen = (table: SeenTable, how: string): Choice => ({
  table,
  says: `"${table.title}" ${table.databaseId} (${how})`,
})
const describe = ({ rules }: Role, { found }: Candidate) => `${found} of ${Object.keys(rules).length} columns found`

/** @throws UsageFault when its columns do not fit, Environment when it is not shared */
async function named(role: Role, id: string, { notion }: Wanted): Promise<SeenTable> {
  const table = await readTable(notion, id)
  const fit = fitOf(role, table)
  if (typeof fit === 'string') throw new UsageFault(`--${role.name} names what cannot be ${role.title}: ${fit}`)
  return table
}

/** Undefined also when it is not to be seen with this token, or does not fit any more. */
async function keptOne(role: Role, { notion, values }: Wanted): Promise<SeenTable | undefined> {
  const id = toPageId(values[role.setting] ?? '')
  const table = id === undefined ? undefined : await readTableIfShared(notion, id)
  return table && typeof fitOf(role, table) !== 'string' ? table : undefined
}

function notClear(role: Role, candidates: readonly Candidate[]): UsageFault {
  const list = candidates.map(({ table }) => `"${table.title}" ${table.databaseId}`).join(', ')
  return new UsageFault(
    candidates.length === 0
      ? `no database that the connection sees can be ${role.title}: share it in Notion (••• → Connections), name it with --${role.name}, or let it be made with --create --page URL`
      : `several databases can be ${role.title}: name one with --${role.name}: ${list}`,
  )
}

type Asking = Wanted & { asker: NonNullable<Wanted['asker']>; clear: Candidate | undefined }

async function ask(role: Role, candidates: readonly Candidate[], { asker, clear, notion }: Asking): Promise<Choice> {
  asker.say(`\n${role.title} (${role.about}):`)
  for (const [index, candidate] of candidates.entries())
    asker.say(`  ${index + 1}  "${candidate.table.title}", ${describe(role, candidate)}`)
  asker.say('  n  make a new one')
  const usual = clear ? String(candidates.indexOf(clear) + 1) : candidates.length === 0 ? 'n' : undefined
  for (;;) {
    const answer = (await asker.ask(`Which is it, or its URL?${usual ? ` [${usual}]` : ''} `)) || usual || ''
    if (answer === 'n') return NEW
    const listed = candidates[Number(answer) - 1]
    if (listed) return chosen(listed.table, describe(role, listed))
    const id = toPageId(answer)
    const table = id === undefined ? undefined : await readTableIfShared(notion, id)
    const fit = table && fitOf(role, table)
    if (table && typeof fit !== 'string') return chosen(table, 'as you said')
    asker.say(`  ${fit ?? (id ? 'the connection does not see that one' : 'that is none of these')}`)
  }
}
