// One exchange with a service that answers in JSON: only with hosts that may be reached, bounded in time and size.

import type { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import { Transient } from '../../errors.ts'
import { answering, type Egress, TIMEOUTS } from '../egress.ts'
import { portOf } from '../guard.ts'
import { networkFault } from '../network-fault.ts'
import { withinTime } from '../within-time.ts'

export interface JsonAnswer {
  status: number
  host: string
  retryAfter: string | undefined
  /** Undefined when it is no JSON. */
  body: unknown
}

export interface JsonRequest {
  url: string
  /** Posted; without one it is a GET. */
  form?: Readonly<Record<string, string>>
  userAgent: string
  signal: AbortSignal
}

const TIMEOUT_MS = 20_000
const MAX_BYTES = 4 * 1024 * 1024

/** @throws Refused, or the network's faults; what the status means is the caller's to say */
export const askForJson = (egress: Egress, asked: JsonRequest): Promise<JsonAnswer> =>
  withinTime(asked.signal, TIMEOUT_MS, signal =>
    asked.form ? post(egress, { ...asked, signal }, asked.form) : get(egress, { ...asked, signal }),
  )

async function get(egress: Egress, { url, userAgent, signal }: JsonRequest): Promise<JsonAnswer> {
  await using response = await egress.request(url, { signal, headers: headersOf(userAgent) })
  const { status, body } = response
  const host = response.url.hostname
  return { status, host, retryAfter: response.header('retry-after'), body: await jsonIn(body, host, signal) }
}

/** Never redirected: what is posted is meant for that host alone. */
async function post(egress: Egress, asked: JsonRequest, form: Readonly<Record<string, string>>): Promise<JsonAnswer> {
  const url = egress.guard.check(asked.url)
  const addresses = await egress.guard.addresses(url.hostname, portOf(url), TIMEOUTS.connectMs)
  await using agent = disposable(
    new Agent({ connect: { lookup: answering(addresses), timeout: TIMEOUTS.connectMs, allowH2: false } }),
  )
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent.agent,
      method: 'POST',
      signal: asked.signal,
      headers: { ...headersOf(asked.userAgent), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
    const retryAfter = [headers['retry-after']].flat()[0]
    return { status: statusCode, host: url.hostname, retryAfter, body: await jsonIn(body, url.hostname, asked.signal) }
  } catch (error) {
    asked.signal.throwIfAborted()
    throw networkFault(error, url.hostname)
  }
}

const headersOf = (userAgent: string) => ({
  'user-agent': userAgent,
  accept: 'application/json',
  'accept-encoding': 'identity',
})

const disposable = (agent: Agent) => ({ agent, [Symbol.asyncDispose]: () => agent.destroy() })

async function jsonIn(body: Readable, host: string, signal: AbortSignal): Promise<unknown> {
  const text = await textOf(body, host, signal)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function textOf(body: Readable, host: string, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > MAX_BYTES) throw new Transient(`${host} answered with more than ${MAX_BYTES / 1024 / 1024} MiB`)
      chunks.push(Buffer.from(chunk))
    }
  } catch (error) {
    signal.throwIfAborted()
    throw networkFault(error, host)
  }
  return Buffer.concat(chunks).toString('utf8')
}
