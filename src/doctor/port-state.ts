// Who has a port of this machine: nobody, this program, or another.

import { createServer } from 'node:net'
import { MUSIC_PATH } from '../web/music-route.ts'

export type PortState = 'free' | 'ours' | 'others' | 'refused'

const PATIENCE_MS = 2000

/** By what answers there; a port where nothing does is had for a moment. */
export async function portState(port: number, kind: 'webhooks' | 'dashboard'): Promise<PortState> {
  const code = await codeOfListening(port)
  if (code === undefined) return 'free'
  if (code === 'EACCES' || code === 'EPERM') return 'refused'
  return (await isOurs(port, kind)) ? 'ours' : 'others'
}

function codeOfListening(port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

async function isOurs(port: number, kind: 'webhooks' | 'dashboard'): Promise<boolean> {
  const path = kind === 'webhooks' ? MUSIC_PATH : '/livez'
  const asked = { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' } as const
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, asked).catch(() => undefined)
  if (!answer) return false
  const text = await answer.text().catch(() => '')
  if (kind === 'webhooks') return answer.status === 405 && answer.headers.get('allow') === 'POST'
  return answer.status === 200 && text === 'ok\n'
}
