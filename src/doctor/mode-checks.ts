// Who else on this machine may read what the program keeps. What is there keeps its rights: a person may have given them.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { storeFile } from '../store/database.ts'
import { type Check, ok, type Seen, warning } from './check.ts'

const OTHERS_MAY = 0o077

export const modeChecks = ({ varDir }: Pick<Config, 'varDir'>): Check[] => [
  { name: 'privacy', look: () => modesSeen(varDir) },
]

/** A folder that is closed closes what is in it. */
async function modesSeen(varDir: string): Promise<Seen[]> {
  const folder = await modeOf(varDir)
  if (folder === undefined) return [ok(`there is nothing to read yet (${varDir})`)]
  if ((folder & OTHERS_MAY) === 0) return [ok(`${varDir} is yours alone`)]
  const open = await openTo([storeFile(varDir), join(varDir, 'workspace.db'), join(varDir, 'backup')])
  return [
    warning(
      `others on this machine may look into ${varDir} (mode ${shown(folder)})${open.length > 0 ? ` and read ${open.join(', ')}` : ''}`,
      `chmod 700 '${varDir}'`,
    ),
  ]
}

async function openTo(paths: readonly string[]): Promise<string[]> {
  const modes = await Promise.all(paths.map(async path => ({ path, mode: await modeOf(path) })))
  return modes.flatMap(({ path, mode = 0 }) => ((mode & OTHERS_MAY) === 0 ? [] : [path]))
}

const shown = (mode: number) => mode.toString(8).padStart(4, '0')

async function modeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  return found && found.mode & 0o777
}
