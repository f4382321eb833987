// The routes that answer with JSON, and the stream of events.

import type { FastifyInstance } from 'fastify'
import { Act, type ActAnswer } from '../../model/act.ts'
import type { Guard } from '../guard.ts'
import { parseBody } from '../raw-json.ts'
import type { Charts, FailurePage, Now, RunPage, Tasks, TrackDetail, TrackPage, TrackQuestion } from './api.ts'
import type { Events } from './events.ts'
import { chartsQuestion, failuresQuestion, idOf, parsed, runsQuestion, tracksQuestion } from './questions.ts'
import type { RunQuestion } from './run-rows.ts'

export interface Answers {
  now(): Promise<Now>
  tracks(question: TrackQuestion): Promise<TrackPage>
  track(id: string): Promise<TrackDetail | undefined>
  failures(page: number): Promise<FailurePage>
  tasks(): Tasks
  runs(question: RunQuestion): RunPage
  charts(days: number): Promise<Charts>
}

export interface ApiDeps {
  answers: Answers
  events: Events
  guard: Guard
  /** Why nobody may order anything; undefined: who is signed in may. */
  whyNoActs: string | undefined
  /** @param order by it the same order is known again */
  act: (act: Act, order: string | undefined) => Promise<ActAnswer>
}

export function addApiRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { answers } = deps
  app.get('/api/now', () => answers.now())
  app.get('/api/tracks', async ({ query }) => answers.tracks(tracksQuestion(query)))
  app.get<{ Params: { id: string } }>('/api/tracks/:id', async ({ params }, reply) => {
    const detail = await answers.track(idOf(params))
    return detail ?? reply.code(404).send({ error: 'nothing is known here of such a track' })
  })
  app.get('/api/failures', async ({ query }) => answers.failures(failuresQuestion(query).page))
  app.get('/api/tasks', async () => answers.tasks())
  app.get('/api/runs', async ({ query }) => answers.runs(runsQuestion(query)))
  app.get('/api/charts', async ({ query }) => answers.charts(chartsQuestion(query).days))
  addEventRoute(app, deps)
  addActRoute(app, deps)
}

function addEventRoute(app: FastifyInstance, { events, guard }: ApiDeps): void {
  app.get('/api/events', { exposeHeadRoute: false }, (request, reply) => {
    reply.hijack()
    const { raw } = reply
    if (events.isFull) {
      raw.writeHead(503, { 'content-type': 'application/json', 'retry-after': '60' })
      raw.end(JSON.stringify({ error: 'too many look on: try again later' }))
      return
    }
    raw.writeHead(200, {
      ...headersOf(reply.getHeaders()),
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
    })
    events.join(raw, () => guard.isWelcome(request))
  })
}

const headersOf = (headers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

const ORDER = /^[\w-]{8,100}$/

function addActRoute(app: FastifyInstance, { guard, act, whyNoActs }: ApiDeps): void {
  app.post<{ Body: Buffer | undefined }>('/api/act', async (request, reply) => {
    const why = whyNoActs ?? guard.whyNotToChange(request)
    if (why !== undefined) return reply.code(403).send({ error: why })
    const wanted = parsed(Act, parseBody(request.body ?? Buffer.alloc(0)))
    const order = request.headers['idempotency-key']
    if (order !== undefined && (typeof order !== 'string' || !ORDER.test(order)))
      return reply.code(400).send({ error: 'expected an Idempotency-Key of 8 to 100 letters, digits, - and _' })
    return act(wanted, order)
  })
}
