// An error answer over HTTP, read as far as it can be.

import { z } from 'zod'
import { maskTokens } from '../model/mask-tokens.ts'

/** The SDK's error of any HTTP answer outside 2xx. */
export interface HttpError extends Error {
  status: number
  body: string
  headers: unknown
}

export interface ErrorAnswer {
  status: number
  /** Notion's code; undefined when the answer is not Notion's own (an HTML page of a proxy). */
  code: string | undefined
  /** Its message, masked and cut. */
  said: string
  data: Record<string, unknown>
  header(name: string): string | undefined
  /** For the fault that is made of it. */
  options: { cause: unknown; fields: Record<string, unknown> }
}

/** The SDK drops code and data of errors it does not know, so the body is read here. */
const Body = z.object({
  code: z.string(),
  message: z.string().default(''),
  additional_data: z.record(z.string(), z.unknown()).default({}),
})

/** Longest message of Notion that is passed on. */
const MESSAGE_LIMIT = 500

export function readErrorAnswer(error: HttpError): ErrorAnswer {
  const { status, headers } = error
  const { code, message, additional_data: data = {} } = parseBody(error.body) ?? {}
  return {
    status,
    code,
    said: maskTokens(message || error.message).slice(0, MESSAGE_LIMIT),
    data,
    header: name => (headers instanceof Headers ? (headers.get(name) ?? undefined) : undefined),
    options: { cause: error, fields: { status, code } },
  }
}

const SECOND = 1000
/** Where none is named that can be read: the window of Notion's budgets. */
const OWN_WAIT = 60
const NUMBER = /^\d+(\.\d+)?(e\d+)?$/i
/** As HTTP writes dates; `Date.parse` would also take "-5" for one. */
const HTTP_DATE = /^[a-z]{3,9},? .*\d{4}|^[a-z]{3} [a-z]{3} .*\d{4}$/i

/** Epoch ms; the header holds seconds or an HTTP date, the body repeats it. Without one, or with nonsense: a minute. */
export function retryAfter({ header, data }: Pick<ErrorAnswer, 'header' | 'data'>, now: number): number {
  const named = header('retry-after')?.trim() || String(data.retry_after ?? '')
  const seconds = NUMBER.test(named) ? Number(named) : untilDate(named, header('date'), now)
  return now + Math.max(seconds, 1) * SECOND
}

/** Seconds by the clock of who answers, which may not be ours. */
function untilDate(named: string, answeredAt: string | undefined, now: number): number {
  const date = HTTP_DATE.test(named) ? Date.parse(named) : Number.NaN
  if (Number.isNaN(date)) return OWN_WAIT
  const theirNow = Date.parse(answeredAt ?? '')
  return (date - (Number.isNaN(theirNow) ? now : theirNow)) / SECOND
}

function parseBody(text: string): z.infer<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // HTML: the status has to say it all
  }
}
