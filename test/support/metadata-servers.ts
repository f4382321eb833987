// The services of metadata over HTTP: each speaks its own protocol, with its odd errors, and counts what it is asked.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ProviderName } from '../../src/model/metadata.ts'
import type { MetadataConfig } from '../../src/sources/metadata/open-metadata.ts'
import { portOf } from './bench.ts'
import { ACOUSTID_KEY, acoustid, coverArt, deezer, itunes, musicbrainz } from './metadata-answers.ts'

export interface Asked {
  method: string
  /** With its query. */
  path: string
  url: URL
  form: URLSearchParams
  userAgent: string | undefined
}
export interface Answer {
  status: number
  headers?: Record<string, string>
  body: string
}
/** What comes back: an answer, a cut connection, or nothing ever. */
type Reaction = Answer | 'cut' | 'silence'
export type Answering = (asked: Asked) => Answer

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})
export const html = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body: `<html><head><title>${status}</title></head><body>Hello</body></html>`,
})

export type FakeService = Awaited<ReturnType<typeof openService>>

async function openService(answering: Answering) {
  const asked: Asked[] = []
  const times: number[] = []
  const reactions: (() => Reaction | undefined)[] = []
  const failures: unknown[] = []

  async function react(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const now = await read(request)
    asked.push(now)
    times.push(performance.now())
    const reaction = reactions.shift()?.() ?? answering(now)
    if (reaction === 'cut') return void request.socket.destroy()
    if (reaction === 'silence') return
    response.writeHead(reaction.status, reaction.headers).end(reaction.body)
  }

  const server = createServer((request, response) => {
    react(request, response).catch(error => {
      failures.push(error)
      request.socket.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${portOf(server)}`
  return {
    host,
    url: `http://${host}`,
    asked,
    /** The paths without their queries. */
    paths: () => asked.map(({ url }) => url.pathname),
    /** The next requests get these instead, one each. */
    next: (...more: Reaction[]) => void reactions.push(...more.map(reaction => () => reaction)),
    /** The request after `count` good ones gets this instead. */
    after(count: number, reaction: Reaction) {
      reactions.push(...Array.from({ length: count }, () => () => undefined), () => reaction)
    },
    /** The most requests that any `ms` held. */
    most: (ms: number) => Math.max(0, ...times.map(from => times.filter(at => at >= from && at < from + ms).length)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (failures.length > 0) throw failures[0]
    },
  }
}

type ServiceName = Exclude<ProviderName, 'spotify'>
export type MetadataServers = Awaited<ReturnType<typeof openMetadataServers>>

export async function openMetadataServers() {
  const services: Record<ServiceName, FakeService> = {
    deezer: await openService(deezer),
    musicbrainz: await openService(musicbrainz),
    coverart: await openService(coverArt),
    itunes: await openService(itunes),
    acoustid: await openService(acoustid),
  }
  const all = Object.values(services)
  const { deezer: d, musicbrainz: m, coverart: c, itunes: i, acoustid: a } = services
  return {
    ...services,
    config: (more: Partial<MetadataConfig> = {}): MetadataConfig => ({
      providers: ['deezer', 'musicbrainz', 'coverart', 'itunes', 'acoustid'],
      baseUrls: { deezer: d.url, musicbrainz: m.url, coverart: c.url, itunes: i.url, acoustid: a.url },
      acoustidKey: ACOUSTID_KEY,
      contact: 'me@example.org',
      allowPrivateHosts: all.map(({ host }) => host),
      ...more,
    }),
    /** How many requests all of them had. */
    count: () => all.reduce((sum, { asked }) => sum + asked.length, 0),
    async [Symbol.asyncDispose]() {
      for (const service of all) await service[Symbol.asyncDispose]()
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const path = request.url ?? '/'
  return {
    method: request.method ?? '',
    path,
    url: new URL(path, `http://${request.headers.host}`),
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    userAgent: request.headers['user-agent'],
  }
}
