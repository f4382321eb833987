// Runs one handler once: checked input, a time limit, and an outcome whatever happens.

import { InputFault, isFault, messageOf } from '../errors.ts'
import type { Handler, HandlerContext } from '../handler.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'

/** @param attempt how many times it was tried, this one included */
export async function runJob(
  handler: Handler,
  input: unknown,
  context: HandlerContext,
  attempt: number,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(handler.timeoutMs)
  const signal = AbortSignal.any([context.signal, limit])
  try {
    return await handler.run(parseInput(handler, input), {
      ...context,
      signal,
      log: context.log.child({ handler: handler.name }),
    })
  } catch (error) {
    if (context.signal.aborted) return later(`stopped: ${messageOf(context.signal.reason)}`)
    const level = isFault(error) ? 'debug' : 'error' // the outcome says an expected fault
    context.log[level]({ handler: handler.name, error }, 'a handler ended with an error')
    return outcomeOf(error, attempt, context.tools.now().getTime())
  }
}

function parseInput(handler: Handler, input: unknown): unknown {
  const parsed = handler.input.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new InputFault(
    `the handler "${handler.name}" does not take this input: ${issue?.path.join('.')} ${issue?.message}`,
    'Unknown_Error',
  )
}
