// All that the author of a handler needs.

import type { z } from 'zod'
import type { Log } from './log.ts'
import type { Route } from './model/agents/route.ts'
import type { Evidence, Found } from './model/classify/classify.ts'
import type { Outcome } from './model/outcome.ts'
import type { NewTask, Task } from './model/task.ts'
import type { Track } from './model/track.ts'
import type { Tools } from './tools.ts'

export interface Match extends Evidence {
  /** What `run` gets; must fit the handler's `input`. */
  input: unknown
}

/** What was found out about a task before handlers are asked. */
export interface Clues {
  defaultAgent?: string
  /** What the rules say: the handler they name, and why. */
  found?: Found
  /** The agent the task is for. */
  route?: Route
}

/** Something done to the outside world that must happen once, although the program may die at any point. */
export interface Effect<T> {
  /**
   * What came of it, when it was done already: asked of the outside world, not of memory.
   * @param begunAt epoch ms at which a run that did not come to an end began it
   */
  probe(begunAt: number | undefined): Promise<T | undefined>
  run(): Promise<T>
  form: z.ZodType<T>
}

export interface HandlerContext {
  tools: Tools
  log: Log
  /** Aborted when the program stops, the handler's time is up, or the job is lost. */
  signal: AbortSignal
  /** The task, as it was read right before the work; undefined when no task asked for it. */
  task?: Task
  /** A person asked for this very work. */
  asked: boolean
  /** Does it once for this job: a restart finds its receipt, or probes. */
  effect<T>(name: string, effect: Effect<T>): Promise<T>
  /** Has a row worked on and waits for its end; several who ask share one run. */
  runTrack(row: Track): Promise<Outcome>
  /** A task that follows from this one: at most 3 deep, 20 a root and 60 an hour. Asked again, the same task comes back. */
  makeTask(task: NewTask): Promise<Task>
  /** @throws when the job is another start's by now: to be called before anything that cannot be taken back */
  check(): void
  /** Tells people that so many tracks are going to be worked on. */
  expect(tracks: number): void
  /** Tells people where the work is; `fraction` from 0 to 1. */
  progress(subject: string, stage: string, fraction?: number): void
}

export interface Handler<I = unknown> {
  name: string
  /** One line for `orchestrator handlers`. */
  describe: string
  /** Who is asked first: lower numbers. Default 50. */
  order?: number
  /** Whether a task is this handler's, and why. Without it the handler gets `{}` for tasks that a rule sends to it by name. */
  match?(task: Task, clues: Clues): Match | undefined
  input: z.ZodType<I>
  timeoutMs: number
  run(input: I, context: HandlerContext): Promise<Outcome>
}

/** Types a handler's input by its schema. */
export const defineHandler = <I>(handler: Handler<I>): Handler<I> => handler
