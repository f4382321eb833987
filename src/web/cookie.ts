// The cookie of a session. Cookies of one host are shared by its ports: the name says which port it is for, as the browser
// knows it, since that of the listener may be another one (a tunnel, a container).

import type { FastifyRequest } from 'fastify'
import { SESSION_TIMES } from './sessions.ts'

function nameFor({ headers, socket }: FastifyRequest): string {
  const shown = /:(\d{1,5})$/.exec(headers.host ?? '')?.[1]
  return `orchestrator_session_${shown ?? socket.localPort ?? 0}`
}

/** Other programs on this host may set cookies of the same name beside it: none of them hides it. */
export function secretsIn(request: FastifyRequest): string[] {
  const begin = `${nameFor(request)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim())
  return pairs.filter(pair => pair.startsWith(begin)).map(pair => pair.slice(begin.length))
}

/** @param secret absent: the cookie goes */
export function cookieOf(request: FastifyRequest, secret?: string): string {
  const isSecure = request.headers.origin?.startsWith('https://') // a tunnel in front of this listener
  const age = secret === undefined ? 0 : SESSION_TIMES.longestMs / 1000
  const rest = `Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return `${nameFor(request)}=${secret ?? ''}; ${rest}`
}
