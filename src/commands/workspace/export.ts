// workspace export: all that the local workspace holds as one JSON document, to a file or to stdout.

import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../../config.ts'
import { codeOf, UsageFault } from '../../errors.ts'
import { openFile, type StoreFile } from '../../workspace/store/open-file.ts'
import { type Counts, contentOf, countsOf, watched } from '../../workspace/transfer/content.ts'
import { documentText } from '../../workspace/transfer/document.ts'
import { writeFileWhole } from '../../workspace/transfer/write-file.ts'
import { print } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { commandLine } from './command-line.ts'
import { openCounter } from './progress.ts'
import { said, workspaceFile } from './replace.ts'

export async function exportWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  const target = targetOf(flags.what, config)
  const file = workspaceFile(config)
  if (!existsSync(file)) throw new UsageFault(`there is no local workspace to export yet (${file})`)
  const opened = openFile(file, { readOnly: true, now: Date.now })
  try {
    opened.database.exec('BEGIN') // one state of the file, however long it takes
    const counts = countsOf(opened.database)
    if (flags.dryRun) return sayWhatWould(flags, target, counts)
    if (target === undefined) return await toStdout(opened)
    if (existsSync(target) && !flags.yes) return askFirst(flags, target)
    toFile(opened, target, { flags, counts })
    print(flags, { file: target, counts }, [`${said(counts)}: written to ${target}`])
    return 0
  } finally {
    opened.close()
  }
}

/** @returns undefined for stdout */
function targetOf(what: string, config: Config): string | undefined {
  if (what === '' || what === '-') return undefined
  const path = resolve(what)
  const file = workspaceFile(config)
  if (path.startsWith(file)) throw new UsageFault(`${path} is the local workspace itself: give the export another name`)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageFault(`${path} is a folder: expected the name of a file`)
  return path
}

function sayWhatWould(flags: WorkspaceFlags, target: string | undefined, counts: Counts): number {
  const place = target ?? 'stdout'
  const isThere = target !== undefined && existsSync(target)
  print(flags, { would: 'export', file: target ?? null, counts, overwrites: isThere }, [
    `would write ${said(counts)} to ${place}${isThere ? ', which is there already (needs --yes)' : ''}`,
  ])
  return 0
}

function askFirst(flags: WorkspaceFlags, target: string): number {
  const command = commandLine(flags, ['workspace', 'export', flags.what, '--yes'])
  print(flags, { would: 'overwrite', file: target, command }, [
    `${target} is there already and stays as it is.`,
    `To overwrite it: ${command}`,
  ])
  return 3
}

/** A reader that has seen enough (`| head`) is no fault. */
async function toStdout({ database }: StoreFile): Promise<number> {
  const pieces = Readable.from(documentText(contentOf(database), new Date()))
  try {
    await pipeline(pieces, process.stdout, { end: false })
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error
  }
  return 0
}

function toFile({ database }: StoreFile, target: string, { flags, counts }: { flags: WorkspaceFlags; counts: Counts }) {
  const counter = openCounter(flags, 'export')
  const content = watched(contentOf(database), (area, count) => counter.tell(area, count, counts[area]))
  try {
    writeFileWhole(target, documentText(content, new Date()))
  } finally {
    counter.close()
  }
}
