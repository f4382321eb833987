// workspace reset: removes the local workspace's rows, after a clear yes. Finished files stay.

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import type { Config } from '../../config.ts'
import { BusyFault } from '../../errors.ts'
import { lockInstance } from '../../store/instance-lock.ts'
import { print } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { commandLine } from './command-line.ts'
import { workspaceFile } from './replace.ts'

export async function resetWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  const file = workspaceFile(config)
  const files = [file, `${file}-wal`, `${file}-shm`].filter(existsSync)
  if (files.length === 0) {
    print(flags, { would: 'remove', files }, ['There is no local workspace yet.'])
    return 0
  }
  if (!flags.yes || flags.dryRun) return askFirst(flags, file, files)
  const lock = lockInstance(config.varDir)
  try {
    refuseWhileOpen(file)
    for (const path of files) await rm(path, { force: true })
  } finally {
    lock[Symbol.dispose]()
  }
  print(flags, { removed: files }, ['The local workspace is gone; the next run makes a new one with demo rows.'])
  return 0
}

function askFirst(flags: WorkspaceFlags, file: string, files: readonly string[]): number {
  const command = commandLine(flags, ['workspace', 'reset', '--yes'])
  print(flags, { would: 'remove', files, command }, [
    `This removes all rows of the local workspace (${file}); files in the library stay.`,
    ...(flags.dryRun ? [] : [`To do it: ${command}`, 'To keep a copy first: workspace export FILE']),
  ])
  return flags.dryRun ? 0 : 3
}

const SQLITE_BUSY = 5

/**
 * What `workspace serve` wrote to a removed file would be lost without a word. Leaving the log mode needs the file alone.
 * @throws BusyFault
 */
function refuseWhileOpen(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = DELETE')
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)
      throw new BusyFault(`another program has ${file} open (workspace serve?): end it first`)
    // A file that is no database any more is what a reset is for.
  } finally {
    database.close()
  }
}
