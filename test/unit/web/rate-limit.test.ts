import fastify from 'fastify'
import { expect, it } from 'vitest'
import { silentLog } from '../../../src/log.ts'
import { openGate, RATES } from '../../../src/web/rate-limit.ts'

/** A route that answers by a gate over a clock that a test sets. */
function newRoute(known = RATES.known) {
  const clock = { ms: 5e6 }
  const said: string[] = []
  const log = { ...silentLog, warn: (_fields: object, line: string) => void said.push(line) }
  const gate = openGate('/r', { ...RATES, known }, log, () => clock.ms)
  const app = fastify()
  app.get('/known', async (_request, reply) => (gate.admits(reply) ? 'taken' : reply))
  app.get('/unknown', async (_request, reply) => gate.refuse(reply))
  const ask = async (url: string, times: number) => {
    const statuses: Record<string, number> = {}
    let wait = ''
    for (let n = 0; n < times; n += 1) {
      const { statusCode, headers } = await app.inject({ url })
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
      wait = String(headers['retry-after'] ?? '')
    }
    return { statuses, wait }
  }
  return { clock, said, ask }
}

it('N9: five wrong keys a minute, ten at once; the wait that is named is the one after which one more is looked at', async () => {
  const { clock, said, ask } = newRoute()
  expect(await ask('/unknown', 12)).toEqual({ statuses: { 401: 10, 429: 2 }, wait: '12' })
  clock.ms += 11_000
  expect(await ask('/unknown', 1)).toEqual({ statuses: { 429: 1 }, wait: '1' })
  clock.ms += 1000
  expect(await ask('/unknown', 2)).toEqual({ statuses: { 401: 1, 429: 1 }, wait: '12' })
  clock.ms += 3600_000
  expect((await ask('/unknown', 11)).statuses).toEqual({ 401: 10, 429: 1 })
  expect(said).toHaveLength(2) // an hour lies between
})

it('F18: of whoever has the key as many as the bucket holds, then as many a second as fill it', async () => {
  const { clock, said, ask } = newRoute({ burst: 100, perSecond: 15 })
  expect((await ask('/known', 100)).statuses).toEqual({ 200: 100 })
  expect(await ask('/known', 5)).toEqual({ statuses: { 429: 5 }, wait: '1' })
  clock.ms += 1000
  expect((await ask('/known', 16)).statuses).toEqual({ 200: 15, 429: 1 })
  expect(said).toHaveLength(1)
})
