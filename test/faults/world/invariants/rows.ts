// I5: each effect once: a row made, a cell written, a trigger file.

import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { MARKER } from '../../../../src/agents/folder-id.ts'
import { plain } from '../remote.ts'
import { filesIn } from '../tree.ts'
import type { Seen } from './seen.ts'

export const doubledEffects = (seen: Seen): string[] => [...madeRows(seen), ...doubledWrites(seen), ...triggers(seen)]

/** A task with a link makes one row of it. */
function madeRows({ world, tracks }: Seen): string[] {
  const wished = world.wishes.map(({ page }) => page)
  const made = tracks.filter(({ id }) => !wished.includes(id)).map(row => String(plain(row, 'URL')))
  const expected = world.wishes.filter(({ kind }) => kind === 'linked task').length
  return made.length === expected ? [] : [`I5 ${made.length} rows were made instead of ${expected}: ${made}`]
}

/** Written once, and asked for once: a row that has its values is not written again. */
function doubledWrites({ world }: Seen): string[] {
  const { changes, patched } = world.remote.log
  const cells = changes.map(({ page, column }) => `"${column}" of ${page}`)
  return [
    ...repeated(cells).map(cell => `I5 ${cell} was changed more than once`),
    ...repeated(patched).map(page => `I5 the row ${page} was written more than once`),
  ]
}

const repeated = (all: readonly string[]) => [...new Set(all.filter((one, index) => all.indexOf(one) < index))]

/** One whole trigger file a handed task, and nothing else beside what was there. */
function triggers({ world }: Seen): string[] {
  const handed = world.wishes.filter(({ kind }) => kind === 'handed task').map(({ page }) => page)
  const ours = filesIn(world.agentsDir).filter(
    name => name !== MARKER && !world.before.has(relative(world.dir, join(world.agentsDir, name))),
  )
  const tasks = ours.map(name => (name.endsWith('.json') ? taskOf(join(world.agentsDir, name)) : undefined))
  const counts = handed.map(page => ({ page, count: tasks.filter(task => task === page).length }))
  return [
    ...ours.filter((_, index) => tasks[index] === undefined).map(name => `I3 ${name} is no whole trigger file`),
    ...counts.filter(({ count }) => count !== 1).map(({ page, count }) => `I5 ${page} has ${count} trigger files`),
  ]
}

const Trigger = z.object({ task_id: z.string() })

function taskOf(path: string): string | undefined {
  try {
    return Trigger.parse(JSON.parse(readFileSync(path, 'utf8'))).task_id
  } catch {
    return undefined
  }
}
