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
  save(pause: Pause): void
}

const KeptPause = z.object({ until: z.number(), reason: z.string() })

/** A pause belongs to one connection: with another token nothing is to be waited for. */
export function openPauseMemory(memory: Memory, connection: { token: string; baseUrl: string }): PauseMemory {
  const { token, baseUrl } = connection
  const name = `notion pause ${createHash('sha256').update(`${baseUrl} ${token}`).digest('hex').slice(0, 12)}`
  return {
    load(now) {
      const pause = readJson(KeptPause, memory.recall(name))
      return pause && pause.until > now ? pause : undefined
    },
    save: pause => memory.remember(name, JSON.stringify(pause)),
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
