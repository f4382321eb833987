// All that the author of a handler needs.

import type { z } from 'zod'
import type { Log } from './log.ts'
import type { Evidence } from './model/classify.ts'
import type { Outcome } from './model/outcome.ts'
import type { Task } from './model/task.ts'
import type { Tools } from './tools.ts'

export interface Match extends Evidence {
  /** What `run` gets; must fit the handler's `input`. */
  input: unknown
}

export interface HandlerContext {
  tools: Tools
  log: Log
  /** Aborted when the program stops or the handler's time is up. */
  signal: AbortSignal
  /** False when this row was already worked on in this cycle. */
  claimRow(rowId: string): boolean
  /** Tells the report how a row's work ended. */
  trackEnded(rowId: string, label: string, outcome: Outcome, ms: number): void
  /** Tells people where the work is; `fraction` from 0 to 1. */
  progress(subject: string, stage: string, fraction?: number): void
}

export interface Handler<I = unknown> {
  name: string
  /** One line for `orchestrator handlers`. */
  describe: string
  /** Who is asked first: lower numbers. Default 50. */
  order?: number
  /** Whether a task is this handler's, and why. Without it the handler is only called by name. */
  match?(task: Task, settings: { defaultAgent?: string }): Match | undefined
  input: z.ZodType<I>
  timeoutMs: number
  run(input: I, context: HandlerContext): Promise<Outcome>
}

/** Types a handler's input by its schema. */
export const defineHandler = <I>(handler: Handler<I>): Handler<I> => handler
