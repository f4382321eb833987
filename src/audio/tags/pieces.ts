// A file made anew of parts of the old one and new bytes: beside it, then in its place. Whoever is killed leaves one of the two.

import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { extname } from 'node:path'

/** New bytes, or bytes of the old file. */
export type Piece = Uint8Array | { from: number; to: number }

/** The old file, as those see it who lay out the new one. */
export interface OldFile {
  size: number
  /** Fewer bytes at its end. */
  read(at: number, length: number): Promise<Buffer>
}

const BLOCK = 1 << 21

/** A new file that `check` refuses does not take the old one's place. */
export async function rewrite(
  path: string,
  layOut: (file: OldFile) => Promise<Piece[]>,
  check: (next: string) => Promise<void>,
): Promise<void> {
  const next = `${path}.new${extname(path)}`
  try {
    await copyPieces(path, next, layOut)
    await check(next)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
  await rename(next, path)
}

async function copyPieces(path: string, next: string, layOut: (file: OldFile) => Promise<Piece[]>): Promise<void> {
  await using source = await open(path)
  const { size, mode } = await source.stat()
  const pieces = await layOut({ size, read: (at, length) => readFrom(source, at, length) })
  await using target = await open(next, 'w', mode)
  for (const piece of pieces) await put(piece, source, target)
  await target.sync()
}

async function put(piece: Piece, source: FileHandle, target: FileHandle): Promise<void> {
  if (piece instanceof Uint8Array) return target.writeFile(piece)
  const block = Buffer.allocUnsafe(Math.min(BLOCK, piece.to - piece.from))
  for (let at = piece.from; at < piece.to; ) {
    const { bytesRead } = await source.read(block, 0, Math.min(block.length, piece.to - at), at)
    if (bytesRead === 0) throw new RangeError('the file is shorter than it was')
    await target.writeFile(block.subarray(0, bytesRead))
    at += bytesRead
  }
}

async function readFrom(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
