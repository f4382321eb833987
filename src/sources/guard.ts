// The rule of where a link may lead: checked as text, and again as the addresses its name resolves to.

import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { InputFault, Refused, Transient } from '../errors.ts'
import { networkFault } from './network-fault.ts'
import { isPublicAddress } from './public-address.ts'

type Resolve = (host: string) => Promise<LookupAddress[]>

export interface GuardConfig {
  /** `host` or `host:port` that may be reached although it is not public; with a port, only that port. */
  allowPrivateHosts: readonly string[]
  /** How names become addresses; the system's resolver when absent. */
  resolve?: Resolve
}

export interface Guard {
  /** @throws Refused when the text is no http(s) link that may be followed. */
  check(link: string): URL
  /** The addresses of a host, all of them checked. @throws Refused when one of them is not public. */
  addresses(host: string, port: number, timeoutMs: number): Promise<LookupAddress[]>
}

const MAX_LENGTH = 2048
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|lan|home\.arpa)$/
const INNER_SPACE = /[\s\p{Cc}]/u

export function createGuard(config: GuardConfig): Guard {
  const allowed = new Set(config.allowPrivateHosts.map(entry => entry.trim().toLowerCase()))
  const resolve = config.resolve ?? (host => lookup(host, { all: true, verbatim: true }))
  const mayBePrivate = (host: string, port: number) => allowed.has(host) || hasPort(allowed, host, port)

  return {
    check(link) {
      const url = parse(link)
      const host = bareHost(url.hostname)
      const port = portOf(url)
      if (!mayBePrivate(host, port)) refusePrivateName(host)
      if (port !== 80 && port !== 443 && !hasPort(allowed, host, port)) {
        throw new Refused(`the link goes to port ${port}; only 80 and 443 are followed`, { fields: { host } })
      }
      return url
    },
    async addresses(hostname, port, timeoutMs) {
      const host = bareHost(hostname)
      const free = mayBePrivate(host, port)
      if (!free) refusePrivateName(host)
      const family = isIP(host)
      if (family !== 0) return [{ address: host, family }]
      const found = await inTime(resolve(host), timeoutMs, host)
      if (found.length === 0) throw new InputFault(`there is no host named ${host}`, 'Download_Failed')
      const bad = free ? undefined : found.find(entry => !isPublicAddress(entry.address))
      if (bad) throw notPublic(host, bad.address)
      return found
    },
  }
}

/** The port a URL means. */
export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80)

function parse(link: string): URL {
  const text = link.trim()
  if (text.length > MAX_LENGTH) throw new Refused(`the link is longer than ${MAX_LENGTH} characters`)
  if (INNER_SPACE.test(text)) throw new Refused('the link contains blanks or control characters')
  if (!URL.canParse(text)) throw new Refused('this is no usable link')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Refused(`${url.protocol} links are not followed; only http and https are`)
  }
  if (url.username || url.password) throw new Refused('the link contains a user name or password')
  return url
}

/** Lower case, without the brackets of IPv6 and the dot of the root. */
const bareHost = (hostname: string) =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')

const hasPort = (allowed: ReadonlySet<string>, host: string, port: number) =>
  allowed.has(`${host}:${port}`) || allowed.has(`[${host}]:${port}`)

function refusePrivateName(host: string): void {
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host, host)
  if (isIP(host) === 0 && (LOCAL_NAME.test(host) || !host.includes('.'))) throw notPublic(host, 'a local name')
}

const notPublic = (host: string, what: string) =>
  new Refused(
    `the link leads into a private network (${what === host ? host : `${host}: ${what}`}); hosts of your own are named in ALLOW_PRIVATE_HOSTS`,
    { fields: { host } },
  )

async function inTime(found: Promise<LookupAddress[]>, timeoutMs: number, host: string): Promise<LookupAddress[]> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Transient(`the name ${host} was not looked up in time`)), timeoutMs)
  try {
    return await Promise.race([found, late.promise])
  } catch (error) {
    throw networkFault(error, host)
  } finally {
    clearTimeout(timer)
  }
}
