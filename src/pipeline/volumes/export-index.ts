// The index of the volumes as one file, in the form that scripts around the library know; written in a stream, beside its
// place, and put there when it is whole.

import { open, rename, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { sync } from '../../durable-file.ts'
import { diskFault } from '../../library/disk-fault.ts'
import { fold } from '../../model/title/fold.ts'
import type { ListedFile } from '../../store/seen-files.ts'
import type { Tools } from '../../tools.ts'

export const EXPORT_NAME = 'music_volume_index.json'

export interface Exported {
  path: string
  records: number
}

interface Asked {
  tools: Tools
  varDir: string
  roots: readonly { dir: string; away?: string }[]
  signal: AbortSignal
}

/** @throws Environment when the disk does not take it; what stood there stays then */
export async function exportIndex({ tools, varDir, roots, signal }: Asked): Promise<Exported> {
  const path = join(varDir, EXPORT_NAME)
  const beside = `${path}.new`
  try {
    const records = await writeAll(beside, textsOf(tools, roots), signal)
    await rename(beside, path)
    await sync(dirname(path))
    return { path, records }
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {}) // what went wrong before is what counts
    return diskFault(error)
  }
}

/** Bytes that are written together. */
const CHUNK = 1 << 20

async function writeAll(path: string, texts: Iterable<{ text: string; isRecord: boolean }>, signal: AbortSignal) {
  await using file = await open(path, 'w')
  let [chunk, records] = ['', 0]
  for (const { text, isRecord } of texts) {
    chunk += text
    if (isRecord) records += 1
    if (chunk.length < CHUNK) continue
    await file.write(chunk)
    signal.throwIfAborted()
    chunk = ''
  }
  await file.write(chunk)
  await file.sync()
  return records
}

function* textsOf(tools: Tools, roots: Asked['roots']): Generator<{ text: string; isRecord: boolean }> {
  const head = {
    generated_at: tools.now().toISOString(),
    scan_paths: roots.map(({ dir }) => dir),
    missing_paths: roots.flatMap(({ dir, away }) => (away === undefined ? [] : dir)),
    with_hash: true,
    fast_hash: false,
    validate_integrity: true,
  }
  yield { text: `${JSON.stringify(head).slice(0, -1)},"records":[`, isRecord: false }
  let between = '\n'
  for (const file of tools.seenFiles.listed()) {
    yield { text: `${between}${JSON.stringify(recordOf(file, tools))}`, isRecord: true }
    between = ',\n'
  }
  yield { text: '\n]}\n', isRecord: false }
}

const VALID = { read: true, unreadable: false, found: null }

function recordOf({ path, bytes, changedAt, state, title, artist, sha256, page }: ListedFile, { merges }: Tools) {
  return {
    path,
    extension: extname(path).toLowerCase(),
    size: bytes,
    mtime: changedAt / 1000,
    title_cleaned: fold(title),
    artist_cleaned: fold(artist),
    file_hash: sha256 || null,
    is_valid: VALID[state],
    page_ids: page ? [page, ...merges.withOwner(page)] : [],
  }
}
