// Reads a file here and there, mostly forwards, without asking the disk for every few bytes.

import { open } from 'node:fs/promises'

export interface Reader extends AsyncDisposable {
  size: number
  /** The bytes from there; fewer at the end of the file. Good until the next call. */
  at(position: number, length: number): Promise<Buffer>
}

const WINDOW = 1 << 20

export async function openReader(path: string): Promise<Reader> {
  const file = await open(path)
  const { size } = await file.stat()
  let kept = Buffer.alloc(0)
  let start = 0
  return {
    size,
    async at(position, length) {
      const wanted = Math.max(0, Math.min(length, size - position))
      if (position < start || position + wanted > start + kept.length) {
        const window = Buffer.alloc(Math.min(Math.max(wanted, WINDOW), Math.max(0, size - position)))
        const { bytesRead } = await file.read(window, 0, window.length, position)
        kept = window.subarray(0, bytesRead)
        start = position
      }
      return kept.subarray(position - start, position - start + wanted)
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}
