// Walks a volume in threads of their own, folder by folder; what differs from what is known comes back in parts.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../../errors.ts'
import type { WalkedPart } from '../../store/walked-files.ts'

export interface WalkerData {
  dir: string
  volume: number
  varDir: string
  readOnly: boolean
  /** One number: parts that were sent and not taken yet. */
  waiting: SharedArrayBuffer
  /** Folders that are volumes of their own. */
  others: readonly string[]
}

export interface ToWalker {
  folders: readonly string[]
}

export type FromWalker = { part: WalkedPart } | { ended: Ended }

export interface Ended {
  /** Known folders. */
  walked: number[]
  /** Those that were found in them. */
  folders: string[]
  unread: Unread[]
  seen: number
}

/** What could not be looked at. */
export interface Unread {
  /** Under the volume's folder. */
  path: string
  reason: string
  isFolder?: boolean
}

export interface Walk {
  seen: number
  unread: Unread[]
}

export interface WalkOptions extends Omit<WalkerData, 'waiting'> {
  threads: number
  signal: AbortSignal
  onPart(part: WalkedPart): void
  /** Known folders that were walked, and how many files were seen up to here. */
  onFolders(ids: readonly number[], seen: number): void
}

/** Folders that a thread is given at once; where as many wait, one more thread is worth its start. */
const MOST = 64

/** @throws what the signal says when it is aborted, or that a thread ended */
export async function walkVolume({ threads, signal, onPart, onFolders, ...data }: WalkOptions): Promise<Walk> {
  const left = ['']
  const result: Walk = { seen: 0, unread: [] }
  const end = Promise.withResolvers<void>()
  const walkers: Walker[] = []
  const onAbort = () => end.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })

  function onMessage(walker: Walker, message: FromWalker): void {
    if ('ended' in message) onEnded(walker, message.ended)
    else onPart(message.part)
  }

  function onEnded(walker: Walker, { walked, folders, unread, seen }: Ended): void {
    result.seen += seen
    result.unread.push(...unread)
    for (const folder of folders) left.push(folder)
    onFolders(walked, result.seen)
    walker.isBusy = false
    handOut()
  }

  function handOut(): void {
    if (walkers.length === 0 || (walkers.length < threads && left.length >= MOST))
      walkers.push(startWalker(data, onMessage, end.reject))
    const idle = walkers.filter(({ isBusy }) => !isBusy)
    const share = Math.min(MOST, Math.ceil(left.length / walkers.length))
    for (const walker of idle) if (left.length > 0) walker.give(left.splice(-share)) // the newest first: the list stays short
    if (walkers.every(({ isBusy }) => !isBusy)) end.resolve()
  }

  try {
    signal.throwIfAborted()
    handOut()
    await end.promise
    return result
  } finally {
    signal.removeEventListener('abort', onAbort)
    await Promise.all(walkers.map(walker => walker.close()))
  }
}

interface Walker {
  isBusy: boolean
  give(folders: readonly string[]): void
  close(): Promise<unknown>
}

function startWalker(
  data: Omit<WalkerData, 'waiting'>,
  onMessage: (walker: Walker, message: FromWalker) => void,
  onFailure: (error: Error) => void,
): Walker {
  const waiting = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const onTheWay = new Int32Array(waiting)
  const thread = new Worker(new URL('../../thread.js', import.meta.url), {
    argv: [new URL('./thread.ts', import.meta.url)],
    workerData: { ...data, waiting } satisfies WalkerData,
  })
  let isClosed = false
  const walker: Walker = {
    isBusy: false,
    give(folders) {
      walker.isBusy = true
      thread.postMessage({ folders } satisfies ToWalker)
    },
    close() {
      isClosed = true
      return thread.terminate()
    },
  }
  const fail = (error: unknown) =>
    onFailure(new Error(`a thread that walks folders failed: ${messageOf(error)}`, { cause: error }))
  thread.on('error', fail)
  thread.on('exit', code => isClosed || fail(new Error(`it ended with ${code}`)))
  thread.on('message', (message: FromWalker) => {
    if (isClosed) return
    try {
      onMessage(walker, message)
    } catch (error) {
      onFailure(error instanceof Error ? error : new Error(String(error)))
    }
    if ('part' in message) {
      Atomics.sub(onTheWay, 0, 1)
      Atomics.notify(onTheWay, 0)
    }
  })
  return walker
}
