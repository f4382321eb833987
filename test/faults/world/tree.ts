// Files of a folder and what is in them.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** All files below a folder, as paths in it, sorted; links and sockets too. */
export function filesIn(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => relative(dir, join(entry.parentPath, entry.name)))
    .sort()
}

export const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

export const hashesIn = (dir: string): Map<string, string> =>
  new Map(filesIn(dir).map(name => [name, hashOf(join(dir, name))]))
