// How many jobs of a queue are in which state: it reads only, and takes part in nothing.

import { type ConnectionOptions, Queue } from 'bullmq'

export interface QueueCounts {
  /** Also those for later, and those of a queue that a person has paused. */
  waiting: number
  running: number
  failed: number
  isPaused: boolean
}

export interface RedisCounts extends AsyncDisposable {
  look(): Promise<QueueCounts>
}

interface CountsOptions {
  connection: ConnectionOptions
  prefix: string
  name: string
  onError?: (error: unknown) => void
}

export function openRedisCounts({ connection, prefix, name, onError = () => {} }: CountsOptions): RedisCounts {
  const board = new Queue(name, { connection, prefix, skipMetasUpdate: true })
  board.on('error', onError)
  return {
    async look() {
      const [counts, isPaused] = await Promise.all([
        board.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed'),
        board.isPaused(),
      ])
      const { waiting = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = counts
      return { waiting: waiting + prioritized + delayed, running: active, failed, isPaused }
    },
    [Symbol.asyncDispose]: () => board.close(),
  }
}
