// A person's own HTTP proxy behind our guarding one: where a page's links lead is checked before it is asked.

import { type ClientRequest, type RequestOptions, request as send } from 'node:http'
import type { Socket } from 'node:net'
import { Environment, messageOf, Transient } from '../errors.ts'
import { TIMEOUTS } from './egress.ts'

/** Of another kind (socks, https) it speaks with yt-dlp alone. */
export function httpProxy(setting: string): URL | undefined {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(setting) ? setting : `http://${setting}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'http:' ? url : undefined
}

/** What leads a request there. */
const viaProxy = (proxy: URL): RequestOptions => ({
  host: proxy.hostname.replace(/^\[|\]$/g, ''),
  port: proxy.port || 80,
  agent: false,
  timeout: TIMEOUTS.idleMs,
})

/** A plain request, handed on. */
export function sendThrough(proxy: URL, url: URL, { method, headers }: RequestOptions): ClientRequest {
  const through = { ...headers, host: url.host, ...credentials(proxy) }
  return send({ ...viaProxy(proxy), method, path: url.href, headers: through })
}

/** It is not there: nothing is said of the page by that. */
export class ProxyAway extends Environment {}

export const proxyAway = (cause: unknown): ProxyAway =>
  new ProxyAway(`the proxy cannot be reached: ${messageOf(cause)}`, { cause })

/** The tunnel that the proxy opens, or what it answered in place of one. */
export function tunnelThrough(proxy: URL, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    send({ ...viaProxy(proxy), method: 'CONNECT', path: host, headers: { host, ...credentials(proxy) } })
      .once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
        if (statusCode !== 200) {
          socket.destroy()
          return reject(new NoTunnel(statusCode))
        }
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
      })
      .once('timeout', function (this: ClientRequest) {
        this.destroy(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' }))
      })
      .once('error', error => reject(proxyAway(error)))
      .end()
  })
}

/** What the proxy said is passed on: yt-dlp has words for it. */
export class NoTunnel extends Transient {
  readonly status: number
  constructor(status: number) {
    super(`the proxy opened no way (${status})`)
    this.status = status
  }
}

function credentials({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {}
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}
