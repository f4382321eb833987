// POST /webhook/notion: who sent it is checked before it is read; an event is on the disk before it is answered.

import type { FastifyInstance, FastifyReply } from 'fastify'
import { failpoint } from '../failpoint.ts'
import type { Log } from '../log.ts'
import type { WebhookEvents } from '../store/webhook-events.ts'
import type { WebhookKeys } from './handshake.ts'
import { type Judgement, judge, type Known, NotionEvent } from './notion-event.ts'
import type { Gate } from './rate-limit.ts'
import { BadBody, parseBody } from './raw-json.ts'
import { isSignature } from './signatures.ts'

export interface NotionRouteDeps {
  events: WebhookEvents
  keys: WebhookKeys
  gate: Gate
  known: Known
  log: Log
  now: () => number
  /** Something may have changed: to be looked for soon. */
  onWake: () => void
  /** The key of the webhook, which a person has to paste into Notion; `pid`: the process that armed it. */
  onKey: (token: string, pid: number) => void
  onEvent?: (judged: Judgement | 'known') => void
}

export const NOTION_PATH = '/webhook/notion'

export function addNotionRoute(app: FastifyInstance, deps: NotionRouteDeps): void {
  const { gate, keys } = deps
  app.post<{ Body: Buffer | undefined }>(
    NOTION_PATH,
    {
      // whoever did not sign need not send a body
      onRequest: async (request, reply) => {
        if (!isSignature(request.headers[SIGNATURE]) || gate.isTooMuch(request)) return gate.refuse(reply)
      },
    },
    async (request, reply) => {
      const body = request.body ?? Buffer.alloc(0)
      const signature = String(request.headers[SIGNATURE])
      const handshake = keys.handshakeIn(body, signature)
      const isSigned = keys.isSigned(body, signature)
      if (handshake !== undefined) return shakeHands(handshake, { isSigned, reply }, deps)
      if (!isSigned) return gate.refuse(reply)
      if (!gate.admits(reply)) return reply
      await takeEvent(parseBody(body), deps)
      return reply.code(202).send()
    },
  )
}

const SIGNATURE = 'x-notion-signature'

interface Shaking {
  /** The same handshake was taken in before, and is sent again. */
  isSigned: boolean
  reply: FastifyReply
}

async function shakeHands(token: string, { isSigned, reply }: Shaking, deps: NotionRouteDeps): Promise<FastifyReply> {
  const { keys, gate, log, onKey } = deps
  const armed = await keys.take(token)
  if (armed) {
    log.info({}, 'the handshake of Notion’s webhook was taken in')
    onKey(token, armed.pid)
    return reply.code(202).send()
  }
  if (isSigned) return reply.code(202).send()
  return gate.refuse(reply, () => {
    log.warn({}, 'a handshake came that nobody asked for: arm it with `orchestrator serve --arm-webhook`')
    return 409
  })
}

/** @throws BadBody when it is no event */
async function takeEvent(body: unknown, deps: NotionRouteDeps): Promise<void> {
  const { data: event } = NotionEvent.safeParse(body)
  if (!event) throw new BadBody('the body is no event of Notion: expected id, timestamp, type and entity')
  const judged = judge(event, deps.known, deps.now())
  if (judged === 'late') return deps.onEvent?.(judged)
  await failpoint('webhook.received')
  const isNew = await deps.events.take({ id: event.id, type: event.type, entity: event.entity.id, judged })
  await failpoint('webhook.durable')
  deps.onEvent?.(isNew ? judged : 'known')
  if (isNew && judged === 'wake') deps.onWake()
}
