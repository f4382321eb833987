// Who may look and who may order, on the port of the dashboard.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openAttempts } from './attempts.ts'
import { secretsIn } from './cookie.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { bearerIn, isBearer } from './signatures.ts'

export interface GuardDeps {
  /** DASHBOARD_TOKEN; absent: everybody on this machine may look, and nobody may order. */
  token?: string
}

export interface Guard {
  sessions: Sessions
  isWelcome(request: FastifyRequest): boolean
  /** @returns why this request may not change anything; undefined: it may */
  whyNotToChange(request: FastifyRequest): string | undefined
}

/** A page of the web may not look through a name that it lets lead here. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i
/** What can be had by whoever does not know the token. */
const PUBLIC = new Set(['/livez', '/login', '/static/login.css', '/static/icon.svg'])

/** Nothing from elsewhere, nothing inline, in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')
const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** A link in another page brings no cookie along; asked again from here the browser has it. */
const ASK_AGAIN =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0"><title>…</title></html>\n'

export function addGuard(app: FastifyInstance, { token }: GuardDeps): Guard {
  const sessions = openSessions()
  const attempts = openAttempts() // of its own: who guesses at the form shuts no program out
  const isSignedIn = (request: FastifyRequest, isUse = true) =>
    secretsIn(request).some(secret => sessions.goesOn(secret, isUse))
  const knowsToken = ({ headers }: FastifyRequest) => token !== undefined && isBearer(headers.authorization, token)

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS)
    if (token === undefined && !OWN_NAME.test(request.headers.host ?? ''))
      return reply.code(421).send({ error: 'expected localhost as the name; others need DASHBOARD_TOKEN' })
    const path = request.routeOptions.url ?? ''
    if (isFromElsewhere(request) && path !== '/livez')
      return reply.code(403).send({ error: 'another page asks for this: expected the dashboard itself' })
    if (token === undefined || PUBLIC.has(path)) return
    const given = bearerIn(request.headers.authorization)
    const wait = given === undefined ? 0 : attempts.msToTry()
    if (wait > 0) return tooOften(reply, wait)
    if (knowsToken(request)) return
    if (given !== undefined) attempts.wrong(given)
    if (!isSignedIn(request)) return refuse(request, reply, path)
  })

  return {
    sessions,
    isWelcome: request => token === undefined || knowsToken(request) || isSignedIn(request, false),
    whyNotToChange(request) {
      if (knowsToken(request)) return undefined
      return isFromThisPage(request) ? undefined : 'expected the dashboard’s own page, or DASHBOARD_TOKEN as a bearer'
    },
  }
}

/** The right one, too, or it would be told from the others. */
function tooOften(reply: FastifyReply, ms: number) {
  const seconds = Math.ceil(ms / 1000)
  return reply
    .code(429)
    .header('retry-after', seconds)
    .send({ error: `too many wrong tokens: try again in ${seconds} s` })
}

function refuse(request: FastifyRequest, reply: FastifyReply, path: string) {
  if (request.method !== 'GET' || path !== '/')
    return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'expected DASHBOARD_TOKEN' })
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return reply.code(200).type('text/html; charset=utf-8').send(ASK_AGAIN)
  return reply.redirect('/login', 303)
}

/** Browsers say so themselves; a link that a person follows may come from anywhere. */
function isFromElsewhere({ method, headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return !(method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document')
}

/** Every browser says where a POST comes from; behind a tunnel the name of the host may be another one. */
export function isFromThisPage({ headers }: FastifyRequest): boolean {
  const { origin = '', host = '', 'sec-fetch-site': site } = headers
  if (site !== undefined) return site === 'same-origin'
  return host !== '' && (origin === `http://${host}` || origin === `https://${host}`)
}
