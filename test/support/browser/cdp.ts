// The Chrome DevTools Protocol: numbered requests and events over one WebSocket.

import { z } from 'zod'

export interface CdpSession {
  /** @throws with the browser's words */
  send<T>(method: string, params?: Record<string, unknown>): Promise<T>
  on(method: string, listener: (params: Record<string, unknown>) => void): void
}

export interface Cdp extends CdpSession {
  session(id: string): CdpSession
  close(): void
}

const Message = z.object({
  id: z.number().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

export async function connectCdp(address: string): Promise<Cdp> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  const asked = new Map<number, PromiseWithResolvers<unknown> & { method: string }>()
  const listeners = new Map<string, ((params: Record<string, unknown>) => void)[]>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, sessionId = '', method, params = {}, result, error } = Message.parse(JSON.parse(String(data)))
    if (method !== undefined) for (const listener of listeners.get(`${sessionId} ${method}`) ?? []) listener(params)
    const request = id === undefined ? undefined : asked.get(id)
    if (id === undefined || !request) return
    asked.delete(id)
    if (error) request.reject(new Error(`${request.method}: ${error.message}`))
    else request.resolve(result)
  })
  socket.addEventListener('close', () => {
    for (const { method, reject } of asked.values()) reject(new Error(`${method}: the browser is gone`))
  })
  const session = (sessionId?: string): CdpSession => ({
    send<T>(method: string, params: Record<string, unknown> = {}): Promise<T> {
      const request = { ...Promise.withResolvers<unknown>(), method }
      last += 1
      asked.set(last, request)
      socket.send(JSON.stringify({ id: last, sessionId, method, params }))
      return request.promise as Promise<T>
    },
    on(method, listener) {
      const key = `${sessionId ?? ''} ${method}`
      listeners.set(key, [...(listeners.get(key) ?? []), listener])
    },
  })
  return { ...session(), session, close: () => socket.close() }
}
