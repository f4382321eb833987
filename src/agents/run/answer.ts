// What an agent answered: the result file it was asked for, or the JSON of its program, or words that hold such JSON.

import { z } from 'zod'

const LONGEST_SUMMARY = 2000
/** An answer stands at the end. */
const LONGEST_TEXT = 64 * 1024
const MOST_TRIES = 1000

export const Answer = z.object({
  status: z.enum(['done', 'failed', 'needs a person']),
  /** For people. */
  summary: z
    .string()
    .trim()
    .min(1)
    .transform(text => text.slice(0, LONGEST_SUMMARY)),
  /** What it made, for people. */
  files: z.array(z.string().max(1000)).max(50).default([]),
})
export type Answer = z.infer<typeof Answer>

/** What the programs of agents wrap their words in: `claude -p`, `cursor-agent -p`, `gemini -p`. */
const Wrapped = z.union([
  z.object({ result: z.string(), is_error: z.boolean().default(false) }),
  z.object({ response: z.string(), error: z.unknown().optional() }).transform(({ response, error }) => ({
    result: response,
    is_error: error !== undefined && error !== null,
  })),
])

export interface Said {
  /** Of the result file; undefined: there is none. */
  file?: string | undefined
  stdout: string
}

/** @returns undefined when it holds no answer in the form that was asked for */
export function answerIn({ file, stdout }: Said): Answer | undefined {
  return (file === undefined ? undefined : inText(file)) ?? inText(stdout) ?? inText(unwrapped(stdout)?.result ?? '')
}

/** Whether its program itself says that it failed, though it ended well. */
export const isError = (stdout: string): boolean => unwrapped(stdout)?.is_error ?? false

const unwrapped = (stdout: string) => Wrapped.safeParse(json(stdout.trim())).data

/** The last object in a text that is an answer. */
function inText(whole: string): Answer | undefined {
  const text = whole.slice(-LONGEST_TEXT)
  let from = text.lastIndexOf('{')
  for (let tries = 0; from >= 0 && tries < MOST_TRIES; tries += 1) {
    const to = endOf(text, from)
    const answer = to === undefined ? undefined : Answer.safeParse(json(text.slice(from, to))).data
    if (answer) return answer
    from = from === 0 ? -1 : text.lastIndexOf('{', from - 1)
  }
  return undefined
}

/** Behind the bracket that closes the one at `from`. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0
  let isQuoted = false
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]
    if (isQuoted && sign === '\\') at += 1
    else if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && sign === '{') depth += 1
    else if (!isQuoted && sign === '}' && --depth === 0) return at + 1
  }
  return undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON: then it is no answer
  }
}

const LIMIT =
  /usage limit|rate.?limit|limit reached|limit will reset|quota (?:exceeded|exhausted)|resource.?exhausted|too many requests|overloaded_error/i
/** `…limit reached|1700000000`, as one of them says it. */
const UNTIL = /\|(\d{10})\b/
const HOUR_MS = 3_600_000
/** Then it is asked again. */
const LONGEST_MS = 24 * HOUR_MS

/** When an agent that may not be used any more may be used again, epoch ms; undefined: that is not what it says. */
export function limitIn(text: string, now: number): number | undefined {
  if (!LIMIT.test(text)) return undefined
  const until = Number(UNTIL.exec(text)?.[1] ?? 0) * 1000
  return until > now ? Math.min(until, now + LONGEST_MS) : now + HOUR_MS
}
