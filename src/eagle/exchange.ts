// One exchange with Eagle over HTTP: with this machine alone, bounded in time and size, never redirected.

import { Environment, type Fault, Refused, rootCodeOf, Transient } from '../errors.ts'

export interface Asked {
  path: string
  query?: Readonly<Record<string, string | number>>
  /** Posted; without one it is a GET. */
  body?: object
  timeoutMs?: number
  signal: AbortSignal
}

export interface Answer {
  status: number
  /** Undefined when it is no JSON. */
  body: unknown
}

const TIMEOUT_MS = 15_000
const MAX_BYTES = 64 * 1024 * 1024
const REFUSED = new Set(['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EHOSTUNREACH'])

export interface EagleAddress {
  url: string
  token?: string | undefined
}

/** @throws Environment when nobody answers there, Transient when there is no whole answer in time */
export async function exchange(address: EagleAddress, asked: Asked): Promise<Answer> {
  const url = addressOf(address, asked)
  const { signal, body, timeoutMs = TIMEOUT_MS } = asked
  signal.throwIfAborted()
  const limit = AbortSignal.timeout(timeoutMs)
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any([signal, limit]) })
    return { status: response.status, body: jsonIn(await textOf(response)) }
  } catch (error) {
    signal.throwIfAborted()
    throw limit.aborted ? late(url, timeoutMs) : unreachable(error, url)
  }
}

/** A name could lead elsewhere: only addresses of this machine are asked. @throws Refused */
function addressOf({ url: base, token }: EagleAddress, { path, query = {} }: Asked): URL {
  const url = new URL(path, base)
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1'
  if (!/^127(\.\d+){3}$/.test(url.hostname) && url.hostname !== '[::1]')
    throw new Refused(`Eagle is asked on this machine only, not at ${url.host}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  if (token !== undefined) url.searchParams.set('token', token)
  return url
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES / 1024 / 1024} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // half an answer, or another program's page
  }
}

/** Without the token, which stands in the query. */
const optionsOf = (url: URL, code: string, cause?: unknown) => ({ cause, fields: { path: url.pathname, code } })

const late = (url: URL, ms: number): Fault =>
  new Transient(`Eagle did not answer within ${ms / 1000} s`, optionsOf(url, 'UND_ERR_HEADERS_TIMEOUT'))

function unreachable(error: unknown, url: URL): Fault {
  const code = rootCodeOf(error)
  if (REFUSED.has(code))
    return new Environment(`Eagle is not running (nothing answers at ${url.host})`, optionsOf(url, code, error))
  return new Transient(`the answer of Eagle was cut off${code && ` (${code})`}`, optionsOf(url, code, error))
}
