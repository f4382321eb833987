// What import and mirror share: the local workspace that is there already, the question, and the replacement.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { lockInstance } from '../../store/instance-lock.ts'
import { openFile } from '../../workspace/store/open-file.ts'
import { type Content, type Counts, countsOf, hasRows } from '../../workspace/transfer/content.ts'
import { replaceWorkspace } from '../../workspace/transfer/replace-content.ts'
import type { GlobalFlags } from '../with-app.ts'
import { print } from '../with-app.ts'
import { commandLine } from './command-line.ts'
import { figure, openCounter } from './progress.ts'

export const workspaceFile = (config: Pick<Config, 'varDir'>): string => join(config.varDir, 'workspace.db')

/** What is in the local workspace; undefined when there is none. */
export function presentCounts(config: Pick<Config, 'varDir'>): Counts | undefined {
  const file = workspaceFile(config)
  if (!existsSync(file)) return undefined
  const { database, close } = openFile(file, { readOnly: true, now: Date.now })
  try {
    return countsOf(database)
  } finally {
    close()
  }
}

/** There are rows that only a yes may replace. */
export const needsYes = (present: Counts | undefined, flags: { yes?: boolean }): boolean =>
  present !== undefined && hasRows(present) && !flags.yes

/** @returns the exit code of a command that waits for its --yes */
export function askFirst(flags: GlobalFlags, present: Counts, args: readonly string[]): number {
  const command = commandLine(flags, [...args, '--yes'])
  print(flags, { would: 'replace', present, command }, [
    `The local workspace holds ${said(present)}. They would be replaced, after an export of them was written.`,
    `To do it: ${command}`,
  ])
  return 3
}

/** Writes the content under the lock of `var/`. @returns where the rows of before are kept now */
export function replaceLocked(flags: GlobalFlags, config: Pick<Config, 'varDir'>, content: Content, counts?: Counts) {
  const counter = openCounter(flags, 'writing')
  const lock = lockInstance(config.varDir)
  try {
    return replaceWorkspace({
      file: workspaceFile(config),
      content,
      backupDir: config.varDir,
      now: new Date(),
      tell: (area, count) => counter.tell(area, count, counts?.[area]),
    })
  } finally {
    lock[Symbol.dispose]()
    counter.close()
  }
}

/** Where the rows of before are, and how they come back. */
export const backupLines = (flags: GlobalFlags, backup: string | undefined): string[] =>
  backup === undefined
    ? []
    : [
        `What was there before is in ${backup}.`,
        `To go back to it: ${commandLine(flags, ['workspace', 'import', backup, '--yes'])}`,
      ]

/** `2 databases, 100,000 pages` */
export function said(counts: Counts): string {
  const { dataSources: _same, ...shown } = counts
  const parts = Object.entries(shown).filter(([area, count]) => count > 0 || area === 'databases' || area === 'pages')
  return parts.map(([area, count]) => `${figure(count)} ${count === 1 ? area.slice(0, -1) : area}`).join(', ')
}
