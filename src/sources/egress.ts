// The only door for requests to hosts that a row names: resolves itself, checks, and connects to what was checked.

import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { Agent, buildConnector, type Dispatcher, request as send } from 'undici'
import { InputFault, Refused } from '../errors.ts'
import { createGuard, type Guard, type GuardConfig, portOf } from './guard.ts'
import { networkFault } from './network-fault.ts'

export interface Timeouts {
  connectMs: number
  headersMs: number
  idleMs: number
}
export const TIMEOUTS: Timeouts = { connectMs: 5000, headersMs: 15_000, idleMs: 30_000 }

interface RequestOptions {
  signal: AbortSignal
  headers?: Record<string, string>
  timeouts?: Partial<Timeouts>
  /** Told each address before it is asked; what it throws ends the request. */
  before?: (link: string) => void
}

/** An answer whose body was not read yet; disposing it closes the connection. */
export interface EgressResponse extends AsyncDisposable {
  status: number
  /** Where the redirects ended. */
  url: URL
  header(name: string): string | undefined
  body: Readable
}

export interface Egress {
  guard: Guard
  /** GETs a link, following up to five redirects. @throws Refused, or the network's faults. */
  request(link: string, options: RequestOptions): Promise<EgressResponse>
  /** @throws Refused when the link, or an address of its host, is not public. */
  assertPublic(link: string): Promise<void>
}

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export function createEgress(config: GuardConfig): Egress {
  const guard = createGuard(config)
  return {
    guard,
    async request(link, options) {
      const timeouts = { ...TIMEOUTS, ...options.timeouts }
      // one agent for each request: no shared sockets, and one thing to close
      const agent = new Agent({
        connect: guardedConnector(guard, timeouts.connectMs),
        headersTimeout: timeouts.headersMs,
        bodyTimeout: timeouts.idleMs,
      })
      try {
        return await follow(guard, agent, { ...options, link })
      } catch (error) {
        await agent.destroy()
        throw error
      }
    },
    async assertPublic(link) {
      const url = guard.check(link)
      await guard.addresses(url.hostname, portOf(url), TIMEOUTS.connectMs)
    },
  }
}

async function follow(guard: Guard, agent: Agent, options: RequestOptions & { link: string }): Promise<EgressResponse> {
  let url = guard.check(options.link)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    options.before?.(url.href)
    const answer = await get(agent, url, options)
    const location = one(answer.headers.location)
    if (!REDIRECTS.has(answer.statusCode) || !location) {
      return {
        status: answer.statusCode,
        url,
        header: name => one(answer.headers[name]),
        body: answer.body,
        [Symbol.asyncDispose]: () => agent.destroy(),
      }
    }
    answer.body.on('error', () => {}).destroy()
    url = nextHop(guard, url, location)
  }
  throw new InputFault(`the link is redirected more than ${MAX_REDIRECTS} times`, 'Download_Failed')
}

async function get(agent: Agent, url: URL, options: RequestOptions): Promise<Dispatcher.ResponseData> {
  try {
    return await send(url, {
      dispatcher: agent,
      signal: options.signal,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'orchestrator/1', accept: '*/*', ...options.headers },
    })
  } catch (error) {
    options.signal.throwIfAborted()
    throw networkFault(error, url.hostname)
  }
}

function nextHop(guard: Guard, from: URL, location: string): URL {
  if (!URL.canParse(location, from)) throw new InputFault('the link is redirected to nowhere', 'Download_Failed')
  const next = guard.check(new URL(location, from).href)
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw new Refused('the link is redirected from https to http', { fields: { host: next.hostname } })
  }
  return next
}

/** A look-up hook alone would be passed by for literal addresses, so the whole act of connecting is ours. */
function guardedConnector(guard: Guard, timeoutMs: number): buildConnector.connector {
  return (options, callback) => {
    guard
      .addresses(options.hostname, Number(options.port) || (options.protocol === 'https:' ? 443 : 80), timeoutMs)
      .then(
        addresses => {
          const connect = buildConnector({
            timeout: timeoutMs,
            allowH2: false,
            autoSelectFamily: true,
            lookup: answering(addresses),
          })
          connect(options, (...result) => {
            const [error, socket] = result
            if (error || addresses.some(entry => entry.address === socket.remoteAddress)) return callback(...result)
            socket.destroy()
            callback(new Refused(`${options.hostname} was reached at an address that was not checked`), null)
          })
        },
        (error: Error) => callback(error, null),
      )
  }
}

/** A look-up that knows only the addresses that were checked. */
export function answering(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) return callback(null, [...addresses])
    const [first] = addresses
    callback(null, first?.address ?? '', first?.family)
  }
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
