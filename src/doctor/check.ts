// What the doctor looks at: each check by itself, all at once, each for a limited time, told in a fixed order.

import { messageOf } from '../errors.ts'
import { maskTokens } from '../model/mask-tokens.ts'

export interface Seen {
  state: 'ok' | 'warning' | 'failed'
  /** What was seen, in a line. */
  says: string
  /** Exactly what mends it. */
  mend?: string
}

export interface Finding extends Seen {
  /** What was looked at. */
  check: string
}

export interface Check {
  name: string
  /** What it is when the look itself goes wrong: `warning` where the program works without. Default: `failed`. */
  atWorst?: 'warning'
  look(signal: AbortSignal): Seen[] | Promise<Seen[]>
}

export const ok = (says: string): Seen => ({ state: 'ok', says })
export const warning = (says: string, mend?: string): Seen => ({ state: 'warning', says, ...(mend && { mend }) })
export const failed = (says: string, mend?: string): Seen => ({ state: 'failed', says, ...(mend && { mend }) })

export interface CheckOptions {
  limitMs: number
  /** What may stand in no line. */
  secrets: readonly string[]
}

export async function runChecks(checks: readonly Check[], { limitMs, secrets }: CheckOptions): Promise<Finding[]> {
  const seen = await Promise.all(
    checks.map(async check => (await lookFor(check, limitMs)).map(each => ({ check: check.name, ...each }))),
  )
  return seen.flat().map(finding => hidden(finding, secrets))
}

/** A look that goes wrong is something that was seen. */
async function lookFor(check: Check, limitMs: number): Promise<Seen[]> {
  const late = Promise.withResolvers<never>()
  const limit = new AbortController()
  const timer = setTimeout(() => {
    const reason = new Error(`there was no answer within ${limitMs / 1000} s`)
    limit.abort(reason)
    late.reject(reason)
  }, limitMs)
  try {
    return await Promise.race([looked(check, limit.signal), late.promise])
  } catch (error) {
    return [{ state: check.atWorst ?? 'failed', says: messageOf(error) }]
  } finally {
    clearTimeout(timer)
  }
}

const looked = async (check: Check, signal: AbortSignal) => check.look(signal)

function hidden({ says, mend, ...finding }: Finding, secrets: readonly string[]): Finding {
  const safe = (text: string) =>
    maskTokens(secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '***')), text))
      .replace(/\s*\n\s*/g, ' ')
      .trim()
  return { ...finding, says: safe(says), ...(mend !== undefined && { mend: safe(mend) }) }
}
