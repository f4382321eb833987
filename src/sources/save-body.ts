// Streams an answer's body into a file: limited, whole or not at all, on the disk before it gets its name.

import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputFault, Refused, Transient } from '../errors.ts'
import type { EgressResponse } from './egress.ts'
import { diskFault, networkFault } from './network-fault.ts'
import { tooBig } from './size-limit.ts'

export interface SaveOptions {
  /** Where the bytes go while they come. */
  part: string
  maxBytes: number
  signal: AbortSignal
  onProgress?: (done: number, total?: number) => void
  /** Judges the file's beginning and gives it its name; what it throws ends the download. */
  nameFor: (head: Buffer) => string
}

const HEAD_BYTES = 512

/**
 * @returns the path and size of the finished file. After a fault nothing is left.
 * @throws InputFault too big or empty, Transient when cut, Environment when the disk is full.
 */
export async function saveBody(
  response: EgressResponse,
  options: SaveOptions,
): Promise<{ path: string; bytes: number }> {
  const total = expectedBytes(response, options.maxBytes)
  try {
    const bytes = await write(response, options, total)
    if (total !== undefined && bytes !== total) throw new Transient(`the download was cut (${bytes} of ${total} bytes)`)
    if (bytes === 0) throw new InputFault('the link leads to an empty file', 'Not_Audio')
    const path = options.nameFor(await readHead(options.part))
    await rename(options.part, path)
    return { path, bytes }
  } catch (error) {
    await rm(options.part, { force: true })
    throw error
  }
}

function expectedBytes(response: EgressResponse, maxBytes: number): number | undefined {
  const encoding = response.header('content-encoding')?.trim().toLowerCase()
  if (encoding && encoding !== 'identity') {
    throw new Refused(`${response.url.hostname} packed its answer (${encoding}) although it was asked not to`)
  }
  const length = response.header('content-length')
  if (length === undefined || !/^\d+$/.test(length)) return undefined
  if (Number(length) > maxBytes) throw tooBig(maxBytes)
  return Number(length)
}

async function write(response: EgressResponse, options: SaveOptions, total?: number): Promise<number> {
  const handle = await open(options.part, 'w', 0o600).catch(error => {
    throw diskFault(error, dirname(options.part))
  })
  try {
    let done = 0
    for await (const chunk of chunksOf(response, options.signal)) {
      done += chunk.length
      if (done > options.maxBytes) throw tooBig(options.maxBytes)
      await append(handle, chunk, options.part)
      options.onProgress?.(done, total)
    }
    await handle.sync()
    return done
  } finally {
    await handle.close()
  }
}

async function* chunksOf(response: EgressResponse, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response.body) yield Buffer.from(chunk)
  } catch (error) {
    signal.throwIfAborted()
    throw networkFault(error, response.url.hostname)
  }
}

async function append(handle: FileHandle, chunk: Buffer, path: string): Promise<void> {
  try {
    await handle.writeFile(chunk)
  } catch (error) {
    throw diskFault(error, dirname(path))
  }
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.subarray(0, bytesRead)
}
