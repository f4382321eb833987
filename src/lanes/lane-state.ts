// What a lane must know after a restart.

import { z } from 'zod'
import { PAUSE_KINDS } from './pauses.ts'

export const LaneState = z.object({
  name: z.string(),
  /** When it was kept, by the clock of then; epoch ms. */
  at: z.number(),
  /** The pauses that were not over, `until` in epoch ms. */
  pauses: z.array(z.object({ until: z.number(), reason: z.string(), kind: z.enum(PAUSE_KINDS) })),
  /** Times in a row that its circuit opened. */
  openings: z.number().int().min(0),
  /** Requests of one day, where a day has a budget. */
  spent: z.object({ day: z.string(), count: z.number() }).optional(),
})
export type LaneState = z.infer<typeof LaneState>

export interface LaneStore {
  load(): LaneState[]
  /** Replaces what was kept under its name. */
  save(state: LaneState): void
}

/** The pauses that are not over at `now`. */
export function pausesLeft({ at, pauses }: LaneState, now: number): LaneState['pauses'] {
  return pauses
    .map(pause => ({
      ...pause,
      // kept by a clock that was ahead: what counts is how long it was to be
      until: at > now ? now + pause.until - at : pause.until,
    }))
    .filter(({ until }) => until > now)
}
