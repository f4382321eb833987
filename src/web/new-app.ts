// Routes over raw bodies: nothing is parsed before it is known who sent it. Every refusal is one line of JSON.

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Fault, isFault } from '../errors.ts'
import type { Log } from '../log.ts'
import { BadBody } from './raw-json.ts'

export interface AppOptions {
  log: Log
  /** Told of each answer. */
  onAnswer?: (route: string, status: number) => void
}

/** Bytes of a body. */
const MOST_BODY = 256 * 1024
const RETRY_AFTER_S = '30'

export function newApp({ log, onAnswer }: AppOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: MOST_BODY,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => refuse(reply, statusOf(error)),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
    if (request.headers['content-encoding'] !== undefined)
      return reply.code(415).send({ error: 'expected a body that is not packed' })
  })
  app.addHook('onResponse', async (request, reply) => onAnswer?.(request.routeOptions.url ?? 'other', reply.statusCode))
  app.setNotFoundHandler((request, reply) => {
    const allowed = (['GET', 'POST'] as const).filter(method => app.hasRoute({ method, url: pathOf(request.url) }))
    if (allowed.length === 0) return reply.code(404).send({ error: 'there is nothing here' })
    return reply
      .code(405)
      .header('allow', allowed.join(', '))
      .send({ error: `expected ${allowed.join(' or ')}` })
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof BadBody) return reply.code(400).send({ error: error.message })
    if (isFault(error)) {
      log.error({ error }, 'a request could not be kept')
      return reply
        .code(503)
        .header('retry-after', RETRY_AFTER_S)
        .send({ error: saidOf(error) })
    }
    const status = statusOf(error)
    if (status >= 500) log.error({ error }, 'an unexpected fault in a request')
    return refuse(reply, status)
  })
  return app
}

const refuse = (reply: FastifyReply, status: number) =>
  reply
    .code(status)
    .headers({ connection: 'close', ...(status === TOO_MANY && { 'retry-after': '1' }) })
    .send({ error: REFUSALS[status] ?? 'it cannot be answered' })

const TOO_MANY = 429
const REFUSALS: Record<number, string> = {
  400: 'the request is broken: expected an address and a body in the usual form',
  414: 'expected a shorter address',
  413: `expected a body of at most ${MOST_BODY / 1024} KiB`,
  [TOO_MANY]: 'too much is asked at once: try again in a moment',
  415: 'expected Content-Type: application/json',
}

const saidOf = ({ errorClass }: Fault): string =>
  errorClass === 'Environment' ? 'the state cannot be written now: try again later' : 'try again later'

function statusOf(error: unknown): number {
  const given = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return given >= 400 && given < 600 ? given : 500
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''
