// GET and POST /login, POST /logout.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Log } from '../../log.ts'
import { openAttempts } from '../attempts.ts'
import { cookieOf, secretsIn } from '../cookie.ts'
import { isFromThisPage } from '../guard.ts'
import { parseBody } from '../raw-json.ts'
import type { Sessions } from '../sessions.ts'
import { isSame } from '../signatures.ts'

export interface LoginDeps {
  token?: string
  sessions: Sessions
  /** The page that asks, with a place for why it asks again. */
  page: string
  log: Pick<Log, 'warn' | 'info'>
}

const MOST_BODY = 4096
const SAYS = '<!-- says -->'
const Given = z.object({ token: z.string() })

/** Inside a context of their own: nowhere else is a form read. */
export function addLoginRoutes(app: FastifyInstance, deps: LoginDeps): void {
  void app.register(async inner => {
    inner.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit: MOST_BODY }, (_request, body, done) =>
      done(null, body),
    )
    addRoutes(inner, deps)
  })
}

function addRoutes(app: FastifyInstance, { token, sessions, page, log }: LoginDeps): void {
  const attempts = openAttempts()
  const show = (reply: FastifyReply, says = '') =>
    reply.type('text/html; charset=utf-8').send(page.replace(SAYS, () => says))
  const endAll = (request: FastifyRequest) => secretsIn(request).forEach(sessions.end)

  app.get('/login', async (_request, reply) => (token === undefined ? reply.redirect('/', 303) : show(reply)))

  app.post<{ Body: Buffer | undefined }>('/login', async (request, reply) => {
    const refuse = (status: number, says: string) =>
      isForm(request) ? show(reply.code(status), says) : reply.code(status).send({ error: says })
    if (token === undefined) return refuse(400, 'DASHBOARD_TOKEN is not set: there is nothing to sign in to')
    if (request.headers.origin !== undefined && !isFromThisPage(request))
      return refuse(403, 'another page asks for this: expected the dashboard itself')
    const wait = attempts.msToTry()
    if (wait > 0) {
      reply.header('retry-after', Math.ceil(wait / 1000))
      return refuse(429, `too many wrong tokens: try again in ${Math.ceil(wait / 1000)} s`)
    }
    const given = givenIn(request)
    if (!isSame(given, token)) {
      attempts.wrong(given)
      log.warn({}, 'somebody tried to sign in to the dashboard with a wrong token')
      return refuse(401, 'that is not DASHBOARD_TOKEN')
    }
    endAll(request)
    reply.header('set-cookie', cookieOf(request, sessions.begin()))
    log.info({}, 'somebody signed in to the dashboard')
    return isForm(request) ? reply.redirect('/', 303) : reply.code(204).send()
  })

  app.post('/logout', async (request, reply) => {
    if (!isFromThisPage(request))
      return reply.code(403).send({ error: 'another page asks for this: expected the dashboard itself' })
    endAll(request)
    reply.header('set-cookie', cookieOf(request))
    return isForm(request) ? reply.redirect('/login', 303) : reply.code(204).send()
  })
}

const FORM = 'application/x-www-form-urlencoded'
const isForm = ({ headers }: FastifyRequest) => headers['content-type']?.toLowerCase().startsWith(FORM) ?? false

/** Empty: none. */
function givenIn(request: FastifyRequest<{ Body: Buffer | undefined }>): string {
  const body = request.body ?? Buffer.alloc(0)
  if (isForm(request)) return new URLSearchParams(body.toString('utf8')).get('token')?.trim() ?? ''
  return Given.safeParse(parseBody(body)).data?.token ?? ''
}
