// POST /webhook/notion: who sent it is checked before it is read; an event is on the disk before it is answered.

import type { FastifyInstance } from 'fastify'
import { failpoint } from '../failpoint.ts'
import type { Log } from '../log.ts'
import type { WebhookEvents } from '../store/webhook-events.ts'
import type { WebhookKeys } from './handshake.ts'
import { type Judgement, judge, type Known, NotionEvent } from './notion-event.ts'
import { BadBody, parseBody } from './raw-json.ts'

export interface NotionRouteDeps {
  events: WebhookEvents
  keys: WebhookKeys
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
  app.post<{ Body: Buffer | undefined }>(NOTION_PATH, async (request, reply) => {
    const body = request.body ?? Buffer.alloc(0)
    const header = request.headers['x-notion-signature']
    const signature = typeof header === 'string' ? header : undefined
    const handshake = deps.keys.handshakeIn(body, signature)
    const isSigned = deps.keys.isSigned(body, signature)
    if (handshake !== undefined) return reply.code(await shakeHands(handshake, isSigned, deps)).send()
    if (!isSigned) return reply.code(401).send()
    await takeEvent(parseBody(body), deps)
    return reply.code(202).send()
  })
}

/** @param isKnown the same handshake was taken in before, and is sent again */
async function shakeHands(token: string, isKnown: boolean, { keys, log, onKey }: NotionRouteDeps): Promise<number> {
  const armed = await keys.take(token)
  if (!armed && isKnown) return 202
  if (!armed) {
    log.warn({}, 'a handshake came that nobody asked for: arm it with `orchestrator serve --arm-webhook`')
    return 409
  }
  log.info({}, 'the handshake of Notion’s webhook was taken in')
  onKey(token, armed.pid)
  return 202
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
