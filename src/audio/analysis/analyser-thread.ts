// The analyser in a thread of its own, so that two tracks use two cores and the event loop stays free.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../../errors.ts'
import type { Measured } from './analyser.ts'

export interface AnalyserThread {
  /** Takes the samples over; resolves when the thread can take more, with memory to use again when there is some. */
  push(samples: Float32Array): Promise<Float32Array | undefined>
  /** What was measured of all samples since the start or the last `finish`; the thread is ready for the next recording then. */
  finish(): Promise<Measured>
  close(): Promise<void>
}

export type ToThread = { samples: Float32Array } | { finish: true }
export type FromThread = { taken: Float32Array } | { measured: Measured } | { failed: string }

/** Chunks on their way at once. */
const AHEAD = 4

export function startAnalyserThread(): AnalyserThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url))
  let onTheWay = 0
  const spare: Float32Array[] = []
  let wake: (() => void) | undefined
  let result: PromiseWithResolvers<Measured> | undefined
  let failure: Error | undefined
  const fail = (error: unknown) => {
    failure ??= new Error(`the analysis failed: ${messageOf(error)}`, { cause: error })
    result?.reject(failure)
    wake?.()
  }
  worker.on('message', (message: FromThread) => {
    if ('measured' in message) {
      worker.unref() // an idle thread does not keep the program alive
      return result?.resolve(message.measured)
    }
    if ('failed' in message) return fail(new Error(message.failed))
    onTheWay -= 1
    spare.push(message.taken)
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
      worker.ref()
      send({ samples }, samples.buffer instanceof ArrayBuffer ? [samples.buffer] : [])
      return spare.pop()
    },
    finish() {
      if (failure) return Promise.reject(failure)
      result = Promise.withResolvers<Measured>()
      worker.ref()
      send({ finish: true })
      return result.promise
    },
    async close() {
      await worker.terminate()
    },
  }
}
