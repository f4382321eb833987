// A listener on the loopback addresses of this machine, with limits for whoever is slow, large or many.

import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { ConfigFault, codeOf } from '../errors.ts'

export interface Listener extends AsyncDisposable {
  /** As `http://127.0.0.1:8787`. */
  url: string
  port: number
}

export interface ListenOptions {
  /** The setting that names it, for people. */
  setting: string
  /** 0 takes any free one. */
  port: number
  limits?: Limits
}

export interface Limits {
  /** Milliseconds until all headers are there, and until the whole request is. */
  headersMs: number
  requestMs: number
  /** More are closed at once. */
  connections: number
}

const SECOND = 1000
const LIMITS: Limits = { headersMs: 5 * SECOND, requestMs: 10 * SECOND, connections: 1000 }
const MOST_HEADERS = 64
const HEADER_BYTES = 16 * 1024
/** Requests under way may end. */
const GRACE_MS = 2 * SECOND

/** @throws ConfigFault when the port cannot be had */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<Listener> {
  await app.ready()
  const v4 = newServer(app, options)
  const port = await bind(v4, '127.0.0.1', options)
  const v6 = newServer(app, options)
  const servers = [v4]
  try {
    await bind(v6, '::1', { ...options, port })
    servers.push(v6)
  } catch (error) {
    if (!isWithoutV6(error)) {
      v4.close()
      throw error
    }
  }
  let closing: Promise<void> | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: () => {
      closing ??= Promise.all(servers.map(close)).then(() => app.close())
      return closing
    },
  }
}

function newServer(app: FastifyInstance, { limits = LIMITS }: ListenOptions): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.min(SECOND, limits.headersMs),
      keepAliveTimeout: 5 * SECOND,
      maxHeaderSize: HEADER_BYTES,
    },
    app.routing,
  )
  server.maxConnections = limits.connections
  server.maxHeadersCount = MOST_HEADERS
  return server
}

async function bind(server: Server, host: string, { port, setting }: ListenOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen({ port, host, exclusive: true }, resolve)
  try {
    await promise
  } catch (error) {
    if (isWithoutV6(error)) throw error
    const why = codeOf(error) === 'EADDRINUSE' ? 'another program has it' : codeOf(error)
    throw new ConfigFault(`${setting} is ${port}: nothing can listen there (${why}); expected a free port`, {
      cause: error,
    })
  }
  server.off('error', reject)
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

const isWithoutV6 = (error: unknown) => /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(codeOf(error))

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  server.close(() => {
    clearTimeout(late)
    resolve()
  })
  server.closeIdleConnections()
  return promise
}
