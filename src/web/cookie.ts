// The cookie of a session. Cookies of one host are shared by its ports: the name says which port it is for.

import type { FastifyRequest } from 'fastify'
import { SESSION_TIMES } from './sessions.ts'

const nameFor = ({ socket }: FastifyRequest) => `orchestrator_session_${socket.localPort ?? 0}`

export function secretIn(request: FastifyRequest): string | undefined {
  const begin = `${nameFor(request)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim())
  return pairs.find(pair => pair.startsWith(begin))?.slice(begin.length)
}

/** @param secret absent: the cookie goes */
export function cookieOf(request: FastifyRequest, secret?: string): string {
  const isSecure = request.headers.origin?.startsWith('https://') // a tunnel in front of this listener
  const age = secret === undefined ? 0 : SESSION_TIMES.longestMs / 1000
  const rest = `Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return `${nameFor(request)}=${secret ?? ''}; ${rest}`
}
