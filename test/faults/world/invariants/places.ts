// I6: nothing is written outside of the folders that are the program's. I7: its secret is nowhere.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOKEN } from '../remote.ts'
import { filesIn } from '../tree.ts'
import type { Seen } from './seen.ts'

const ROOTS = ['var/', 'library/', 'agents/']

export function placesBroken({ world }: Seen): string[] {
  return filesIn(world.dir)
    .filter(name => !world.before.has(name) && !ROOTS.some(root => name.startsWith(root)))
    .map(name => `I6 ${name} was written`)
}

export function secretsSeen({ world, tasks, tracks }: Seen): string[] {
  const inFiles = filesIn(world.dir)
    .filter(name => readFileSync(join(world.dir, name)).includes(TOKEN))
    .map(name => `I7 the secret is in ${name}`)
  const inRows = JSON.stringify([tasks, tracks]).includes(TOKEN) ? ['I7 the secret is in a row'] : []
  const inWords = world.told.some(text => text.includes(TOKEN)) ? ['I7 the secret was said'] : []
  return [...inFiles, ...inRows, ...inWords]
}
