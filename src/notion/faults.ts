// What is known about a Notion request that brought no plain answer, as kinds of the house's error classes.

import { Environment, InputFault, Limited, Transient } from '../errors.ts'

/** No answer, or a broken one: a write may have been saved, and may still be. */
export class Unsure extends Transient {}

/** The write was saved, yet the answer could not be built. Never repeated: the resource is read instead. */
export class Saved extends Transient {
  /** What was made, or the block that was appended to. */
  readonly resourceId: string | undefined
  constructor(resourceId: string | undefined, options: { cause: unknown; fields: Record<string, unknown> }) {
    super('Notion saved the change but could not answer in time', options)
    this.resourceId = resourceId
  }
}

/** 409: another change came at the same time, nothing was written. */
export class Conflict extends Transient {}

/** Notion refuses whoever asks with this token; `tryAfterMs`: when one request may try again. */
export class Barred extends Environment {
  readonly tryAfterMs: number
  constructor(message: string, tryAfterMs: number, options: { cause: unknown; fields: Record<string, unknown> }) {
    super(message, options)
    this.tryAfterMs = tryAfterMs
  }
}

/** A row that does not have the columns as they are known: they have changed, or the answer is broken. */
export class Odd extends InputFault {}

/** `validation_error`: the columns are not as remembered, a cursor has died, or a value is wrong. */
export class Misfit extends InputFault {}

/** Whose budget is used up: this connection's, its workspace's, one endpoint's, or the whole service is overloaded. */
export type LimitScope = 'connection' | 'workspace' | 'endpoint' | 'service'

export class NotionLimit extends Limited {
  readonly scope: LimitScope
  constructor(scope: LimitScope, until: number, options: { cause: unknown; fields: Record<string, unknown> }) {
    super(
      scope === 'service' ? 'Notion is overloaded' : `Notion’s request budget of the ${scope} is used up`,
      until,
      options,
    )
    this.scope = scope
  }
}
