// Streams an answer's body into a file: limited, whole or not named at all, on the disk before it gets its name.

import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputFault, Refused, Transient } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { EgressResponse } from './egress.ts'
import { diskFault, networkFault } from './network-fault.ts'
import { giveName } from './on-disk.ts'
import { type Kept, removeNote, type Validators, writeNote } from './part-note.ts'
import { tooBig } from './size-limit.ts'

export interface SaveOptions {
  /** Where the bytes go while they come. */
  part: string
  maxBytes: number
  signal: AbortSignal
  onProgress?: (done: number, total?: number) => void
  /** Judges the file's beginning and gives it its name; what it throws ends the download. */
  nameFor: (head: Buffer) => string
  /** With them a part that was cut is left for the next time; whether it stays there is the caller's to say. */
  validators?: Validators
  /** The answer is the rest of what is there already. */
  rest?: { of: Kept; length: number }
}

export interface Saved {
  path: string
  bytes: number
  sha256: string
}

const HEAD_BYTES = 512
/** So much is fetched again at most after a crash. */
const NOTE_EVERY = 1 << 20

/** @throws InputFault too big or empty, Transient when cut, Environment when the disk is full. */
export async function saveBody(response: EgressResponse, options: SaveOptions): Promise<Saved> {
  try {
    const total = options.rest?.length ?? announcedLength(response)
    requirePlain(response)
    if (total !== undefined && total > options.maxBytes) throw tooBig(options.maxBytes)
    const { bytes, hash } = await write(response, options, total)
    if (bytes === 0) throw new InputFault('the link leads to an empty file', 'Not_Audio')
    const path = options.nameFor(await readHead(options.part))
    await giveName(options.part, path)
    await removeNote(options.part)
    return { path, bytes, sha256: hash.digest('hex') }
  } catch (error) {
    if (!options.validators) await rm(options.part, { force: true })
    throw error
  }
}

function requirePlain(response: EgressResponse): void {
  const encoding = response.header('content-encoding')?.trim().toLowerCase()
  if (encoding && encoding !== 'identity') {
    throw new Refused(`${response.url.hostname} packed its answer (${encoding}) although it was asked not to`)
  }
}

function announcedLength(response: EgressResponse): number | undefined {
  const length = response.header('content-length')
  return length === undefined || !/^\d+$/.test(length) ? undefined : Number(length)
}

async function write(response: EgressResponse, options: SaveOptions, total?: number) {
  const hash = options.rest?.of.hash ?? createHash('sha256')
  let bytes = options.rest?.of.bytes ?? 0
  let noted = bytes
  const note = async () => {
    if (!options.validators || bytes === noted || bytes === total) return
    await writeNote(options.part, { validators: options.validators, bytes, hash })
    noted = bytes
    await failpoint('source.noted')
  }
  await using handle = await openPart(options)
  try {
    for await (const chunk of chunksOf(response, options.signal)) {
      if (bytes + chunk.length > options.maxBytes) throw tooBig(options.maxBytes)
      await append(handle, chunk, options.part)
      hash.update(chunk)
      bytes += chunk.length
      if (bytes - noted >= NOTE_EVERY) await note()
      options.onProgress?.(bytes, total)
    }
    if (total !== undefined && bytes !== total) throw new Transient(`the download was cut (${bytes} of ${total} bytes)`)
  } catch (error) {
    await note().catch(() => {}) // what ended the download is the news; without a note it begins anew
    throw error
  }
  await handle.sync()
  return { bytes, hash }
}

async function openPart({ part, rest }: SaveOptions): Promise<FileHandle> {
  try {
    const handle = await open(part, rest ? 'a' : 'w', 0o600)
    if (rest) await handle.truncate(rest.of.bytes) // beyond that, nothing is proven
    return handle
  } catch (error) {
    throw diskFault(error, dirname(part))
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
