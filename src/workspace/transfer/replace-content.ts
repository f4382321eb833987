// The content of a workspace put into a file: in place of what is there, or as a new file.

import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openFile } from '../store/open-file.ts'
import type { BlockRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { emptyTables } from '../store/tables.ts'
import { type Content, contentOf, countsOf, hasRows, KEPT_SETTINGS, type Tell, watched } from './content.ts'
import { documentText } from './document.ts'
import { besideOf, writeFileWhole } from './write-file.ts'

export interface Replacement {
  /** The workspace's file; made when it is not there. */
  file: string
  content: Content
  /** Where rows that are there now are kept as an export. */
  backupDir: string
  now: Date
  /** Told of every record that was written. */
  tell: Tell
}

/**
 * One transaction: whoever has the file open sees all of the old content or all of the new.
 * @returns the backup's path when there were rows
 */
export function replaceWorkspace(replacement: Replacement): { backup: string | undefined } {
  const { file } = replacement
  if (existsSync(file)) return { backup: replaceIn(file, replacement) }
  const beside = besideOf(file)
  try {
    replaceIn(beside, replacement)
    renameSync(beside, file)
  } finally {
    for (const path of [beside, `${beside}-wal`, `${beside}-shm`]) rmSync(path, { force: true })
  }
  return { backup: undefined }
}

function replaceIn(file: string, { content, backupDir, now, tell }: Replacement): string | undefined {
  const opened = openFile(file, { readOnly: false, now: () => now.getTime() })
  try {
    return opened.store.transaction('write', () => {
      const backup = backUp(opened.database, backupDir, now)
      const machine = machineSettings(opened.database)
      emptyTables(opened.database)
      writeContent(opened.store, watched(content, tell))
      for (const [name, value] of machine) opened.store.setSetting(name, value)
      return backup
    })
  } finally {
    opened.close()
  }
}

/** Inside the transaction, so that no row is written between the backup and the end of what it holds. */
function backUp(database: DatabaseSync, dir: string, now: Date): string | undefined {
  if (!hasRows(countsOf(database))) return undefined
  const path = freeName(dir, now)
  writeFileWhole(path, documentText(contentOf(database), now))
  return path
}

function freeName(dir: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  for (let number = 1; ; number += 1) {
    const path = join(dir, `workspace-${stamp}${number === 1 ? '' : `-${number}`}.json`)
    if (!existsSync(path)) return path
  }
}

/** What belongs to the machine that serves the file, not to what it holds. */
function machineSettings(database: DatabaseSync): [name: string, value: string][] {
  const rows = database.prepare('SELECT name, value FROM setting').all()
  return rows
    .map(({ name, value }): [string, string] => [String(name), String(value)])
    .filter(([name]) => !KEPT_SETTINGS.includes(name))
}

function writeContent(store: Store, content: Content): void {
  for (const database of content.databases) store.saveDatabase(database)
  for (const { lastNumber, ...source } of content.dataSources) {
    store.saveDataSource(source)
    store.setLastNumber(source.id, lastNumber)
  }
  for (const page of content.pages) store.savePage(page)
  writeBlocks(store, content.blocks)
  for (const comment of content.comments) store.comments.save(comment)
  for (const { content: bytes, ...upload } of content.uploads) {
    store.uploads.save(upload)
    if (bytes !== null) store.uploads.setContent(upload.id, Buffer.from(bytes, 'base64'))
  }
  for (const [name, value] of Object.entries(content.settings)) if (value !== undefined) store.setSetting(name, value)
}

/** Siblings that follow one another are written at once. */
function writeBlocks({ blocks }: Store, items: Iterable<BlockRecord>): void {
  let siblings: BlockRecord[] = []
  const flush = () => {
    blocks.insert(siblings, 'end')
    siblings = []
  }
  for (const block of items) {
    if (siblings.length >= 500 || siblings[0]?.parentId !== block.parentId) flush()
    siblings.push(block)
  }
  flush()
}
