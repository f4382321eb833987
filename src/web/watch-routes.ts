// GET /livez, /readyz and /metrics.

import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

export interface WatchRoutesDeps {
  metrics: Pick<Metrics, 'contentType' | 'text'>
  /** The reasons why not; empty: it is. */
  readiness: () => Promise<string[]>
}

export function addWatchRoutes(app: FastifyInstance, { metrics, readiness }: WatchRoutesDeps): void {
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_request, reply) => {
    const reasons = await readiness()
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
