// The analyser in a thread of its own, so that two tracks use two cores and the event loop stays free.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../../errors.ts'
import type { Analysis } from './analyser.ts'

export interface AnalyserThread {
  /** Takes the samples over; resolves when the thread can take more. */
  push(samples: Float32Array): Promise<void>
  finish(): Promise<Analysis>
  close(): Promise<void>
}

export type ToThread = { samples: Float32Array } | { finish: true }
export type FromThread = { taken: true } | { analysis: Analysis } | { failed: string }

/** Chunks on their way at once. */
const AHEAD = 4

export function startAnalyserThread(): AnalyserThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url))
  let onTheWay = 0
  let wake: (() => void) | undefined
  const result = Promise.withResolvers<Analysis>()
  result.promise.catch(() => {}) // told to whoever waits in push or finish
  let failure: Error | undefined
  const fail = (error: unknown) => {
    failure ??= new Error(`the analysis failed: ${messageOf(error)}`, { cause: error })
    result.reject(failure)
    wake?.()
  }
  worker.on('message', (message: FromThread) => {
    if ('analysis' in message) return result.resolve(message.analysis)
    if ('failed' in message) return fail(new Error(message.failed))
    onTheWay -= 1
    wake?.()
  })
  worker.on('error', fail)
  worker.on('exit', code => fail(new Error(`its thread ended with ${code}`)))
  const send = (message: ToThread, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  return {
    async push(samples) {
      while (onTheWay >= AHEAD && !failure) {
        const room = Promise.withResolvers<void>()
        wake = room.resolve
        await room.promise
      }
      if (failure) throw failure
      onTheWay += 1
      send({ samples }, samples.buffer instanceof ArrayBuffer ? [samples.buffer] : [])
    },
    finish() {
      send({ finish: true })
      return result.promise
    },
    async close() {
      await worker.terminate()
    },
  }
}
