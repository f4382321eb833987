// Runs one handler once: checked input, a time limit, and an outcome whatever happens.

import { InputFault, isFault, messageOf } from '../errors.ts'
import type { Handler, HandlerContext } from '../handler.ts'
import { failed, later, type Outcome } from '../model/outcome.ts'
import { MOST_ATTEMPTS, outcomeOf } from '../model/outcome-of.ts'

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
    const log = context.log.child({ handler: handler.name })
    return limited(await handler.run(parseInput(handler, input), { ...context, signal, log }), attempt)
  } catch (error) {
    if (context.signal.aborted) return later(`stopped: ${messageOf(context.signal.reason)}`)
    const level = isFault(error) ? 'debug' : 'error' // the outcome says an expected fault
    context.log[level]({ handler: handler.name, error }, 'a handler ended with an error')
    return outcomeOf(error, attempt, context.tools.now().getTime())
  }
}

/** Also a handler that asks to be tried again comes to an end. */
function limited(outcome: Outcome, attempt: number): Outcome {
  if (outcome.kind !== 'retry' || outcome.free || attempt < MOST_ATTEMPTS) return outcome
  return failed(`given up after ${attempt} attempts: ${outcome.text}`)
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
