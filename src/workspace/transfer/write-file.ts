// A file written beside its place and then put there, so that it is never there by half.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { Environment, messageOf } from '../../errors.ts'

/** @throws Environment when the place cannot be written */
export function writeFileWhole(path: string, pieces: Iterable<string>): void {
  const beside = besideOf(path)
  try {
    writeAll(beside, pieces)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    if (!isSystemError(error)) throw error
    throw new Environment(`${path} cannot be written: ${messageOf(error)}`, { cause: error })
  }
}

/** Where a file is made before it takes its place. */
export const besideOf = (path: string): string => `${path}.${process.pid}.new`

function writeAll(path: string, pieces: Iterable<string>): void {
  const descriptor = openSync(path, 'w')
  try {
    for (const piece of pieces) writeAllOf(descriptor, Buffer.from(piece))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** One call may write a part only. */
function writeAllOf(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error
