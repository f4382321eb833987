// The analyser in a thread of its own, so that two tracks use two cores and the event loop stays free.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../../errors.ts'
import type { AnalyserOptions, Measured } from './analyser.ts'

export interface AnalyserThread {
  /** Before the first samples of a recording; without it everything is measured. */
  begin(options: AnalyserOptions): void
  /** Takes the samples over; resolves when the thread can take more, with memory to use again when there is some. */
  push(samples: Float32Array): Promise<Float32Array | undefined>
  /** What was measured of all samples since the start or the last `finish`; the thread is ready for the next recording then. */
  finish(fingerprint?: string): Promise<MeasuredThere>
  close(): Promise<void>
}

/** With the thread's processor time for it, in ms. */
export type MeasuredThere = Measured & { cpuMs: number }

export type ToThread = { begin: AnalyserOptions } | { samples: Float32Array } | { finish: string | undefined }
export type FromThread = { taken: Float32Array } | { measured: MeasuredThere } | { failed: string }

/** Chunks on their way at once. */
const AHEAD = 4

export function startAnalyserThread(): AnalyserThread {
  const worker = new Worker(new URL('../../thread.js', import.meta.url), {
    argv: [new URL('./worker.ts', import.meta.url)],
  })
  let onTheWay = 0
  const spare: Float32Array[] = []
  let wake: (() => void) | undefined
  let result: PromiseWithResolvers<MeasuredThere> | undefined
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
    begin: options => send({ begin: options }),
    finish(fingerprint) {
      if (failure) return Promise.reject(failure)
      result = Promise.withResolvers<MeasuredThere>()
      worker.ref()
      send({ finish: fingerprint })
      return result.promise
    },
    async close() {
      await worker.terminate()
    },
  }
}
