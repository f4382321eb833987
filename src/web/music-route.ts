// POST /webhook/music-workflow: links and pages become jobs that are on the disk before they are answered.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failpoint } from '../failpoint.ts'
import type { Job } from '../model/job.ts'
import type { Queue } from '../queue/queue.ts'
import type { Gate } from './rate-limit.ts'
import { parseBody } from './raw-json.ts'
import { isBearer, isSignature, isSigned } from './signatures.ts'
import { type Wished, wishedJobs } from './wished-job.ts'

export interface MusicRouteDeps {
  queue: Pick<Queue, 'enqueue' | 'count'>
  /** Undefined: nobody may. */
  token?: string
  gate: Gate
  /** There are new jobs. */
  onJobs: () => void
}

export const MUSIC_PATH = '/webhook/music-workflow'
const MOST_WAITING = 50_000
const COUNTED_FOR_MS = 1000
const WAITS: readonly Job['state'][] = ['waiting', 'delayed']

export function addMusicRoute(app: FastifyInstance, deps: MusicRouteDeps): void {
  const isFull = fullness(deps.queue)
  app.post<{ Body: Buffer | undefined }>(
    MUSIC_PATH,
    {
      // who brings a token that is wrong, or nothing at all, need not send a body
      onRequest: async (request, reply) => {
        if (!mayTry(request, deps)) return deps.gate.refuse(reply)
      },
    },
    async (request, reply) => {
      const body = request.body ?? Buffer.alloc(0)
      if (!isAllowed(request, body, deps.token)) return deps.gate.refuse(reply)
      if (!deps.gate.admits(reply)) return reply
      const wished = wishedJobs(parseBody(body))
      if (isFull())
        return reply.code(503).header('retry-after', '60').send({ error: 'the queue is full: try again later' })
      const jobs = wished.flatMap(one => ('job' in one ? [one.job] : []))
      await failpoint('webhook.received')
      const became = await deps.queue.enqueue(jobs)
      await failpoint('webhook.durable')
      if (jobs.length > 0) deps.onJobs()
      return reply.code(jobs.length > 0 ? 202 : 422).send({
        accepted: jobs.length,
        refused: wished.length - jobs.length,
        items: answers(wished, became),
      })
    },
  )
}

const SIGNATURE = 'x-signature'

function mayTry(request: FastifyRequest, { token, gate }: MusicRouteDeps): boolean {
  const { authorization, [SIGNATURE]: signature } = request.headers
  if (token === undefined) return false
  return signature === undefined ? isBearer(authorization, token) : isSignature(signature) && !gate.isTooMuch(request)
}

function isAllowed({ headers }: FastifyRequest, body: Buffer, token: string | undefined): boolean {
  if (token === undefined) return false
  const signature = headers[SIGNATURE]
  if (signature === undefined) return isBearer(headers.authorization, token)
  return isSigned(body, signature, token)
}

function answers(wished: readonly Wished[], became: readonly string[]) {
  let at = 0
  return wished.map(one => {
    if ('refused' in one) return { error: one.refused }
    const state = became[at]
    at += 1
    return { job: one.job.key, state }
  })
}

/** Counted now and then: every request would be too often. */
function fullness(queue: MusicRouteDeps['queue']): () => boolean {
  let countedAt = Number.NEGATIVE_INFINITY
  let waiting = 0
  return () => {
    if (performance.now() - countedAt < COUNTED_FOR_MS) return waiting >= MOST_WAITING
    countedAt = performance.now()
    waiting = WAITS.reduce((sum, state) => sum + queue.count(state), 0)
    return waiting >= MOST_WAITING
  }
}
