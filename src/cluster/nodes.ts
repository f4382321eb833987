// Which machines are in the cluster now: each says so every few seconds, by the clock of Redis.

import { hostname } from 'node:os'
import { z } from 'zod'
import type { Redis } from './connect.ts'
import { PIECE_KINDS } from './piece.ts'

const Said = z.object({
  host: z.string(),
  pid: z.number(),
  role: z.enum(['coordinator', 'waits', 'worker']),
  /** What it takes; none: it takes no work. */
  kinds: z.array(z.enum(PIECE_KINDS)),
  concurrency: z.number(),
  running: z.number(),
  done: z.number(),
})
export type Said = z.infer<typeof Said>

export interface ClusterNode extends Said {
  /** Seconds since it was heard. */
  heard: number
}

const EVERY_MS = 5_000
/** Not heard for so long, it is gone. */
const GONE_S = 20

const SAY = `
redis.call('hset', KEYS[1], ARGV[1], redis.call('time')[1] .. ' ' .. ARGV[2])
return 1`

export const nodeName = () => `${hostname()} (process ${process.pid})`

interface SaidNode extends AsyncDisposable {
  /** At once: something about it changed. */
  say(): void
}

/** Says again and again that this machine is there. */
export function sayNode(redis: Redis, prefix: string, { id, look }: { id: string; look: () => Said }): SaidNode {
  const say = () => void redis.eval(SAY, 1, nodesKey(prefix), id, JSON.stringify(look())).catch(() => {}) // it is away: others see that
  say()
  const timer = setInterval(say, EVERY_MS)
  timer.unref()
  return {
    say,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      if (redis.status === 'ready') await redis.hdel(nodesKey(prefix), id).catch(() => {})
    },
  }
}

/** Those that are heard; what is left of the others goes. */
export async function nodesOf(redis: Redis, prefix: string): Promise<ClusterNode[]> {
  const [[seconds], all] = await Promise.all([redis.time(), redis.hgetall(nodesKey(prefix))])
  const nodes: ClusterNode[] = []
  for (const [id, text] of Object.entries(all)) {
    const node = nodeIn(text, Number(seconds))
    if (!node || node.heard > GONE_S) await redis.hdel(nodesKey(prefix), id)
    else nodes.push(node)
  }
  return nodes.sort((a, b) => a.role.localeCompare(b.role) || a.host.localeCompare(b.host) || a.pid - b.pid)
}

function nodeIn(text: string, now: number): ClusterNode | undefined {
  const space = text.indexOf(' ')
  try {
    return { ...Said.parse(JSON.parse(text.slice(space + 1))), heard: Math.max(0, now - Number(text.slice(0, space))) }
  } catch {
    return undefined // another version said it
  }
}

const nodesKey = (prefix: string) => `${prefix}:nodes`
