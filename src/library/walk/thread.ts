// A thread that walks folders. It reads the store itself, so that only what differs crosses to the main thread.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { codeOf } from '../../errors.ts'
import { openStore, storeFile } from '../../store/database.ts'
import type { WalkedFile, WalkedPart } from '../../store/walked-files.ts'
import { differences, type Known } from './compare.ts'
import { filesIn, namesIn } from './folder.ts'
import type { Ended, FromWalker, ToWalker, WalkerData } from './walker.ts'

/** Differences that cross together. */
const MOST = 1000
/** Messages on their way: the main thread writes slower than a first walk finds. */
const AHEAD = 8

const { dir, volume, varDir, readOnly, waiting, others } = workerData as WalkerData
const onTheWay = new Int32Array(waiting)
const except = new Set(others)
const database = readOnly ? openStore(varDir, true).database : new DatabaseSync(storeFile(varDir), { readOnly: true })
const folderId = database.prepare('select id from seen_folder where volume = ? and path = ?')
const filesOf = database.prepare(
  'select name, bytes, changed_at, missing_at from seen_file where folder = ? order by name',
)

const send = (message: FromWalker) => parentPort?.postMessage(message)

function sendPart(part: WalkedPart): void {
  send({ part })
  for (let count = Atomics.add(onTheWay, 0, 1) + 1; count >= AHEAD; count = Atomics.load(onTheWay, 0))
    Atomics.wait(onTheWay, 0, count)
}

function walk(folder: string, ended: Ended): void {
  const at = join(dir, folder)
  try {
    const { files, folders } = namesIn(at)
    const id = Number(folderId.get(volume, folder)?.id ?? 0) || undefined
    const onUnread = (name: string, reason: string) => void ended.unread.push({ path: join(folder, name), reason })
    compare({ folder, folderId: id }, filesIn(at, files, onUnread))
    if (id !== undefined) ended.walked.push(id)
    ended.seen += files.length
    for (const name of folders) if (!except.has(join(at, name))) ended.folders.push(join(folder, name))
  } catch (error) {
    if (!codeOf(error)) throw error
    if (codeOf(error) !== 'ENOENT' || folder === '')
      ended.unread.push({ path: folder, reason: `the folder cannot be read (${codeOf(error)})`, isFolder: true })
  }
}

function compare(at: { folder: string; folderId?: number }, found: ReturnType<typeof filesIn>): void {
  let [files, gone]: [WalkedFile[], string[]] = [[], []]
  for (const difference of differences(found, knownIn(at.folderId))) {
    if (difference.kind === 'gone') gone.push(difference.name)
    else files.push(difference)
    if (files.length + gone.length < MOST) continue
    sendPart({ ...at, volume, files, gone })
    ;[files, gone] = [[], []]
  }
  if (files.length + gone.length > 0) sendPart({ ...at, volume, files, gone })
}

function* knownIn(folder: number | undefined): Generator<Known> {
  if (folder === undefined) return
  for (const row of filesOf.iterate(folder))
    yield {
      name: String(row.name),
      bytes: Number(row.bytes),
      changedAt: Number(row.changed_at),
      isMissing: row.missing_at !== 0,
    }
}

parentPort?.on('message', ({ folders }: ToWalker) => {
  const ended: Ended = { walked: [], folders: [], unread: [], seen: 0 }
  for (const folder of folders) walk(folder, ended)
  send({ ended })
})
