// The analysis thread's entry.

import { parentPort } from 'node:worker_threads'
import { createAnalyser } from './analyser.ts'
import type { FromThread, ToThread } from './analyser-thread.ts'

const port = parentPort
if (!port) throw new Error('worker.ts runs as a thread')
const answer = (message: FromThread) => port.postMessage(message)
const analyser = createAnalyser()

/** Messages are worked off in their order, the first ones while the analyser still starts. */
let queue: Promise<void> = Promise.resolve()
port.on('message', (message: ToThread) => {
  queue = queue.then(() => take(message)).catch(error => answer({ failed: String(error) }))
})

async function take(message: ToThread): Promise<void> {
  const { push, finish } = await analyser
  if ('finish' in message) return answer({ analysis: finish() })
  push(message.samples)
  answer({ taken: true })
}
