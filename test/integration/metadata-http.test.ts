// The exchange with a service: only with addresses that were checked, and a form goes to nobody else.

import type { LookupAddress } from 'node:dns'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEgress } from '../../src/sources/egress.ts'
import { askForJson } from '../../src/sources/metadata/http-json.ts'
import { portOf } from '../support/bench.ts'

const LOOPBACK = [{ address: '127.0.0.1', family: 4 }]
const form = { client: 'key' }

let answer: RequestListener
let asked: string[]
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.headers.host}${request.url}`)
  answer(request, response)
})
beforeEach(async () => {
  asked = []
  answer = (_request, response) => response.end('{"a":1}')
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const exchange = (url: string, options: { allowed?: string[]; found?: LookupAddress[]; form?: typeof form }) => {
  const egress = createEgress({
    allowPrivateHosts: options.allowed ?? [],
    resolve: async () => options.found ?? LOOPBACK,
  })
  return askForJson(egress, { url, form: options.form, userAgent: 'test/1', signal: AbortSignal.timeout(10_000) })
}

describe.each([
  ['a GET', undefined],
  ['a form', form],
] as const)('%s', (_what, form) => {
  it('goes to the address that its host was checked for', async () => {
    const host = `service.example:${portOf(server)}`
    expect(await exchange(`http://${host}/x`, { allowed: [host], form })).toMatchObject({ status: 200, body: { a: 1 } })
    expect(asked).toEqual([`${form ? 'POST' : 'GET'} ${host}/x`])
  })

  it('goes to no name that leads into a private network', async () => {
    await expect(exchange('http://service.example/', { form })).rejects.toThrow('private network')
  })

  it('goes to no other port, and nowhere without http', async () => {
    const found = [{ address: '93.184.216.34', family: 4 }]
    await expect(exchange('http://service.example:81/', { found, form })).rejects.toThrow('only 80 and 443')
    await expect(exchange('ftp://service.example/', { found, form })).rejects.toThrow('only http and https')
  })

  it('what is no JSON, or empty, is nothing; what is cut is a fault that passes', async () => {
    const host = `service.example:${portOf(server)}`
    const ask = () => exchange(`http://${host}/x`, { allowed: [host], form })
    answer = (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end('<html>')
    expect(await ask()).toEqual({ status: 503, host: 'service.example', retryAfter: '7', body: undefined })
    answer = (_request, response) => response.end()
    expect(await ask()).toMatchObject({ status: 200, body: undefined })
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"a"', () => response.destroy())
    }
    await expect(ask()).rejects.toMatchObject({ errorClass: 'Transient' })
  })
})

it('a form is not sent on', async () => {
  const host = `service.example:${portOf(server)}`
  answer = (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end()
  expect(await exchange(`http://${host}/x`, { allowed: [host], form })).toMatchObject({ status: 307 })
  expect(asked).toHaveLength(1)
})
