// GET /livez, /readyz and /metrics.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from './metrics.ts'
import { isBearer } from './signatures.ts'

export interface WatchRoutesDeps {
  metrics: Pick<Metrics, 'contentType' | 'text'>
  /** The reasons why not; empty: it is. */
  readiness: () => Promise<string[]>
  /** Undefined: everybody on this machine may look. */
  token?: string
}

/** A page of the web may not look through a name that it lets lead here. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

export function addWatchRoutes(app: FastifyInstance, { metrics, readiness, token }: WatchRoutesDeps): void {
  const mayLook = ({ headers }: FastifyRequest) => token === undefined || isBearer(headers.authorization, token)
  app.addHook('onRequest', async (request, reply) => {
    if (token === undefined && !OWN_NAME.test(request.headers.host ?? ''))
      return reply.code(421).send({ error: 'expected localhost as the name; others need DASHBOARD_TOKEN' })
    if (request.url !== '/livez' && !mayLook(request))
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'expected DASHBOARD_TOKEN' })
  })
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_request, reply) => {
    const reasons = await readiness()
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
