// What a machine says of itself, again and again. One of another version is understood as far as it goes, and never passed over.

import { z } from 'zod'

/** A piece of work that it does now. */
const PieceNow = z.object({
  label: z.string().catch('work without a name'),
  /** Seconds since it began. */
  seconds: z.number().catch(0),
  /** 0 to 1, where it is known. */
  fraction: z.number().min(0).max(1).optional().catch(undefined),
})
export type PieceNow = z.infer<typeof PieceNow>

export const MACHINE_ROLES = ['coordinator', 'waits', 'worker', 'unknown'] as const

const Heartbeat = z.object({
  host: z.string().catch('a machine of another version'),
  /** By this name it is known again when it comes back. */
  machine: z.string().optional().catch(undefined),
  pid: z.number().catch(0),
  version: z.string().optional().catch(undefined),
  /** Seconds since it came. */
  there: z.number().optional().catch(undefined),
  role: z.enum(MACHINE_ROLES).catch('unknown'),
  /** Kinds of pieces it takes; none: it takes no work. */
  kinds: z.array(z.string()).catch([]),
  concurrency: z.number().catch(0),
  running: z.number().catch(0),
  done: z.number().catch(0),
  pieces: z.array(PieceNow).catch([]),
  /** It was stopped, and said so. */
  left: z.boolean().catch(false),
})
export type Heartbeat = z.infer<typeof Heartbeat>

export function readHeartbeat(text: string): Heartbeat {
  try {
    return Heartbeat.parse(JSON.parse(text) ?? {})
  } catch {
    return Heartbeat.parse({})
  }
}
