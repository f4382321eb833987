// The switches as a person sets them: one form for openWorkspace and for PUT /switches.

import { z } from 'zod'
import { validationError } from '../api/api-error.ts'
import { VERSIONS } from '../api/route.ts'
import { isExpression } from './path-match.ts'

const share = () => z.number().min(0).max(1)
const count = () => z.int().min(1)
const milliseconds = () => z.int().min(0)

const match = {
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']).optional(),
  path: z.string().refine(isExpression, 'expected a regular expression').optional(),
}

const HeaderName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'expected the name of a header')
const Headers = z.record(HeaderName, z.string().regex(/^[\t -~]*$/, 'expected the value of a header'))
const status = () => z.int().min(400).max(599)

const Fault = z.discriminatedUnion('kind', [
  /** An error of Notion's form. */
  z.strictObject({
    kind: z.literal('answer'),
    status: status(),
    code: z.string(),
    message: z.string().optional(),
    additionalData: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    headers: Headers.optional(),
  }),
  /** A page of the proxy before Notion. */
  z.strictObject({ kind: z.literal('html'), status: status(), headers: Headers.optional() }),
  /** The write is done; the answer is 503 and says so. */
  z.strictObject({ kind: z.literal('committed') }),
  /** The request is done at once and answered this much later. */
  z.strictObject({ kind: z.literal('late'), ms: milliseconds() }),
  /** The connection breaks, before the request is done or after. */
  z.strictObject({ kind: z.literal('cut'), saved: z.boolean().default(false) }),
  /** The request is done; the answer ends in the middle. */
  z.strictObject({ kind: z.literal('halfBody') }),
  /** The `start_cursor` of the request is refused. */
  z.strictObject({ kind: z.literal('invalidCursor') }),
  /** A query is refused for its backend. */
  z.strictObject({ kind: z.literal('queryOverload') }),
])
export type Fault = z.output<typeof Fault>

const FaultRule = z.strictObject({
  match: z.strictObject(match).prefault({}),
  /** Goes after so many requests; stays when there is none. */
  times: count().optional(),
  chance: share().optional(),
  fault: Fault,
})
export type FaultRule = z.output<typeof FaultRule>

const RateLimits = z.strictObject({
  /** Requests within the window: of one token, of all tokens. */
  connection: count().optional(),
  space: count().optional(),
  endpoints: z.array(z.strictObject({ ...match, limit: count() })).default([]),
  windowMs: count().default(60_000),
  /** Seconds a refusal for the space names; without it, until there is room again. */
  spaceRetryAfter: count().optional(),
})
export type RateLimits = z.output<typeof RateLimits>

const Overload = z.strictObject({
  /** The next so many requests are refused with 529. */
  next: z.int().min(0).default(0),
  /** And this share of the others. */
  share: share().default(0),
  /** Seconds. */
  retryAfter: count().default(5),
})
export type Overload = z.output<typeof Overload>

const WebhookSettings = z.strictObject({
  /** Changes of one page or table within this time become one event. */
  delayMs: milliseconds().default(1000),
  /** The first wait after a refusal; each further one is four times as long. With the default the eighth attempt comes after a day. */
  retryMs: count().default(16_000),
  /** Events come in no order. */
  shuffle: z.boolean().default(false),
  /** Shares of the events that are sent twice, and never. */
  duplicate: share().default(0),
  drop: share().default(0),
})
export type WebhookSettings = z.output<typeof WebhookSettings>

const SwitchSettings = z.strictObject({
  rateLimits: RateLimits.prefault({}),
  overload: Overload.prefault({}),
  /** Queries and search answer as things were this long ago, at most twice as long. */
  lagMs: milliseconds().default(0),
  faults: z.array(FaultRule).default([]),
  webhook: WebhookSettings.prefault({}),
  /** The version of requests that name none; without it they are refused, as by Notion. */
  assumeVersion: z.enum(VERSIONS).optional(),
})
/** Anything left out is off. */
export type SwitchInput = z.input<typeof SwitchSettings>
export type SwitchSettings = z.output<typeof SwitchSettings>

/** @throws ApiError that names each wrong field */
export const readSettings = (value: unknown): SwitchSettings => read(SwitchSettings, value)

/** One rule or a list of them. @throws ApiError that names each wrong field */
export const readRules = (value: unknown): FaultRule[] =>
  Array.isArray(value) ? read(z.array(FaultRule), value) : [read(FaultRule, value)]

function read<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => `${z.core.toDotPath(['body', ...path])}: ${message}`)
  throw validationError(`switches failed validation: ${wrong.join('; ')}.`)
}
