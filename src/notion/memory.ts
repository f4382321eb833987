// What Notion access knows from one run to the next: a pause Notion asked for.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Pause } from '../lanes/lane.ts'

/** Named texts kept between runs. */
export interface Memory {
  recall(name: string): string | undefined
  remember(name: string, value: string): void
}

interface PauseMemory {
  /** The pause that is not over at `now` (epoch ms). */
  load(now: number): Pause | undefined
  /** Keeps it from `now` (epoch ms) on, unless a longer one is kept. */
  save(pause: Pause, now: number): void
}

/** `at`: when it was kept, by the clock of then. */
const KeptPause = z.object({ until: z.number(), reason: z.string(), at: z.number() })

/** A pause belongs to one connection: with another token nothing is to be waited for. */
export function openPauseMemory(memory: Memory, connection: { token: string; baseUrl: string }): PauseMemory {
  const { token, baseUrl } = connection
  const name = `notion pause ${createHash('sha256').update(`${baseUrl} ${token}`).digest('hex').slice(0, 12)}`
  function load(now: number): Pause | undefined {
    const kept = readJson(KeptPause, memory.recall(name))
    if (!kept) return undefined
    const { until, reason, at } = kept
    // Kept by a clock that was ahead: what counts is how long it was to be.
    const ends = at > now ? now + until - at : until
    return ends > now ? { until: ends, reason } : undefined
  }
  return {
    load,
    save(pause, now) {
      if ((load(now)?.until ?? 0) < pause.until) memory.remember(name, JSON.stringify({ ...pause, at: now }))
    },
  }
}

/** A remembered value; undefined when there is none, or one of another form. */
export function readJson<T>(form: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return form.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // written by another version: as good as nothing
  }
}
