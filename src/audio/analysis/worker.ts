// The analysis thread's entry: one recording after the other.

import { parentPort } from 'node:worker_threads'
import { type Analyser, createAnalyser } from './analyser.ts'
import type { FromThread, ToThread } from './analyser-thread.ts'

const port = parentPort
if (!port) throw new Error('worker.ts runs as a thread')
const answer = (message: FromThread, back: ArrayBuffer[] = []) => port.postMessage(message, back)
let analyser: Analyser | undefined
let spentBefore = process.threadCpuUsage()

/** Messages are worked off in their order. */
let queue: Promise<void> = Promise.resolve()
port.on('message', (message: ToThread) => {
  queue = queue.then(() => take(message)).catch(error => answer({ failed: String(error) }))
})

async function take(message: ToThread): Promise<void> {
  if ('begin' in message) {
    analyser = await createAnalyser(message.begin)
    return
  }
  analyser ??= await createAnalyser()
  if ('finish' in message) {
    const measured = analyser.finish(message.finish)
    analyser = undefined
    return answer({ measured: { ...measured, cpuMs: spent() } })
  }
  const { samples } = message
  analyser.push(samples)
  answer({ taken: samples }, samples.buffer instanceof ArrayBuffer ? [samples.buffer] : [])
}

/** Processor time of this thread since it was asked last, in ms. */
function spent(): number {
  const { user, system } = process.threadCpuUsage(spentBefore)
  spentBefore = process.threadCpuUsage()
  return Math.round((user + system) / 1000)
}
