// What the rows say about the library, held against the files that are there.

import { shortId } from './page-id.ts'
import type { Track } from './track.ts'

/** An audio file of the library. */
export interface FoundFile {
  path: string
  bytes: number
  /** Epoch ms. */
  changedAt: number
  /** The last eight hex digits of its row's page id, as its name says. */
  tail?: string
}

export interface Comparison {
  /** The row names the file, and it is there. */
  there: { track: Track; file: FoundFile }[]
  /** The row does not name the file, but the file's name says whose it is: unwritten results, or a file that was moved. */
  unnamed: { track: Track; file: FoundFile }[]
  /** The row names a file of the library that is not there. */
  missing: { track: Track; path: string }[]
  /** The row says downloaded, and of all its files none is there. */
  empty: Track[]
  /** No row names it, and its name says no row or more than one. */
  strangers: FoundFile[]
}

/**
 * Proves nothing about contents: whoever adopts a file checks it first.
 * @param libraryDir paths of rows that lead elsewhere are not judged
 */
export function compareLibrary(rows: readonly Track[], files: readonly FoundFile[], libraryDir: string): Comparison {
  const byPath = new Map(files.map(file => [keyOf(file.path), file]))
  const named = rows.flatMap(track => pathsOf(track).map(path => ({ track, path, file: byPath.get(keyOf(path)) })))
  const there = named.flatMap(({ track, file }) => (file ? [{ track, file }] : []))
  const missing = named.flatMap(({ track, path, file }) =>
    !file && isInside(path, libraryDir) ? [{ track, path }] : [],
  )
  const claimed = new Set(there.map(({ file }) => file))
  const owners = ownersByTail(rows)
  const rest = files.filter(file => !claimed.has(file)).map(file => ({ file, track: owners.get(file.tail ?? '') }))
  const unnamed = rest.flatMap(({ file, track }) => (track ? [{ track, file }] : []))
  const withFile = new Set([...there, ...unnamed].map(({ track }) => track.id))
  return {
    there,
    unnamed,
    missing,
    empty: rows.filter(track => track.downloaded && !withFile.has(track.id) && !hasPathElsewhere(track, libraryDir)),
    strangers: rest.flatMap(({ file, track }) => (track ? [] : [file])),
  }
}

const pathsOf = (track: Track): string[] =>
  [track.m4aPath, track.wavPath, track.aiffPath].flatMap(path => path?.trim() || [])

/** Two disks may spell one name in two ways. */
const keyOf = (path: string) => path.normalize('NFC')

const isInside = (path: string, dir: string) => keyOf(path).startsWith(`${keyOf(dir).replace(/\/+$/, '')}/`)

const hasPathElsewhere = (track: Track, dir: string) => pathsOf(track).some(path => !isInside(path, dir))

/** A tail that two rows share says nothing. */
function ownersByTail(rows: readonly Track[]): Map<string, Track> {
  const owners = new Map<string, Track>()
  const shared = new Set<string>()
  for (const track of rows) {
    const tail = shortId(track.id)
    if (owners.has(tail)) shared.add(tail)
    owners.set(tail, track)
  }
  for (const tail of shared) owners.delete(tail)
  return owners
}
