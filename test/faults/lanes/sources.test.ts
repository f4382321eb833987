// Fetches through the lanes of the services they ask, against servers and programs that fail.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputFault, Limited, Transient } from '../../../src/errors.ts'
import { type Lanes, openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'
import { laneOfLink } from '../../../src/model/lane-of.ts'
import { createSources, type Sources } from '../../../src/sources/fetch-source.ts'
import { openStore } from '../../../src/store/database.ts'
import { laneStates } from '../../../src/store/lane-states.ts'
import { portOf } from '../../support/bench.ts'
import { failing, openStub, type Stub } from '../sources/ytdlp-stub.ts'

const WAV = Buffer.concat([Buffer.from('RIFF\x24\x9c\x00\x00WAVEfmt '), Buffer.alloc(4000, 7)])
const SECOND = 1000

interface Host extends AsyncDisposable {
  link(path: string): string
  lane: string
  seen: string[]
}

/** A web server on a port of its own: a host of its own. */
async function openHost(): Promise<Host> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    seen.push(path)
    const [status, headers] = answerTo(path)
    response.writeHead(status, headers).end(status === 200 ? WAV : 'no')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  return {
    link: path => `http://127.0.0.1:${port}${path}`,
    lane: laneOfLink(`http://127.0.0.1:${port}/`),
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      if (server.listening) await new Promise(resolve => server.close(resolve))
    },
  }
}

function answerTo(path: string): [number, Record<string, string>] {
  if (path.startsWith('/limited')) return [429, { 'retry-after': '600' }]
  if (path.startsWith('/away')) return [503, {}]
  if (path.startsWith('/dead')) return [404, {}]
  return [200, { 'content-type': 'audio/wav' }]
}

let root: string
let stub: Stub
let lanes: Lanes
let sources: Sources
let one: Host
let two: Host

const hostOf = (host: Host) => host.lane.replace('web:', '')
const openSources = () =>
  createSources({
    fileRoots: [],
    allowPrivateHosts: [hostOf(one), hostOf(two)],
    maxBytes: 300_000,
    maxSeconds: 600,
    downloadTimeoutMs: 20_000,
    ytdlp: { bin: join(stub.root, 'yt-dlp') },
    lanes,
  })
const noStore = { load: () => [], save: () => {} }

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanes-'))
  ;[stub, one, two] = await Promise.all([openStub(), openHost(), openHost()])
  lanes = openLanes({ store: noStore, log: silentLog })
  sources = openSources()
})
afterEach(async () => {
  await lanes.close()
  await Promise.all([one, two, stub].map(opened => opened[Symbol.asyncDispose]()))
  await rm(root, { recursive: true, force: true })
})

const fetch = (link: string) =>
  sources.fetch(link, { dir: stub.dir, signal: AbortSignal.timeout(30_000) }).catch((error: unknown) => error)

describe('a host that asks us to wait', () => {
  it('D2, H13 is not asked again, and told until when; another host, and SoundCloud, go on', async () => {
    const asked = Date.now()
    expect(await fetch(one.link('/limited.wav'))).toBeInstanceOf(Limited)
    const until = lanes.parkedUntil(one.lane) ?? 0
    expect(until).toBeGreaterThanOrEqual(asked + 600 * SECOND)
    expect(until).toBeLessThanOrEqual(Date.now() + 660 * SECOND)
    for (let at = 0; at < 20; at++) {
      const told = await fetch(one.link(`/good-${at}.wav`))
      expect(told).toMatchObject({ message: '127.0.0.1 asks us to wait (429)', until })
    }
    expect(one.seen).toEqual(['/limited.wav'])
    expect(await fetch(two.link('/good.wav'))).toMatchObject({ bytes: WAV.length })
    await stub.plays({ download: 'printf 12345 > media.m4a' })
    expect(await fetch('https://soundcloud.com/someone/a-track')).toMatchObject({ bytes: 5 })
    expect(lanes.closed()).toEqual(new Set([one.lane]))
  })

  it('H13 SoundCloud’s 429 holds up SoundCloud only', async () => {
    await stub.plays({ info: failing('ERROR: [soundcloud] HTTP Error 429: Too Many Requests') })
    expect(await fetch('https://soundcloud.com/someone/a-track')).toBeInstanceOf(Limited)
    expect(await fetch('https://m.soundcloud.com/someone/another')).toBeInstanceOf(Limited)
    expect(await stub.calls()).toHaveLength(1)
    expect(lanes.status()).toMatchObject([{ name: 'soundcloud', state: 'parked', spentToday: 1, budget: 5000 }])
    expect(await fetch(two.link('/good.wav'))).toMatchObject({ bytes: WAV.length })
  })

  it('D1 is left alone by the next run too', async () => {
    {
      using store = openStore(root, false)
      lanes = openLanes({ store: laneStates(store, false), log: silentLog })
      sources = openSources()
      await fetch(one.link('/limited.wav'))
      await lanes.close()
    }
    using store = openStore(root, false)
    lanes = openLanes({ store: laneStates(store, false), log: silentLog })
    sources = openSources()
    expect(await fetch(one.link('/good.wav'))).toBeInstanceOf(Limited)
    expect(one.seen).toEqual(['/limited.wav'])
    expect(lanes.status()).toMatchObject([
      { name: one.lane, state: 'parked', reason: '127.0.0.1 asks us to wait (429)' },
    ])
  })
})

describe('a host that is away', () => {
  it('is left alone after three failures in a row, whatever was asked', async () => {
    for (let at = 0; at < 3; at++) expect(await fetch(one.link('/away.wav'))).toBeInstanceOf(Transient)
    expect(await fetch(one.link('/good.wav'))).toBeInstanceOf(Limited)
    expect(one.seen).toHaveLength(3)
    expect(lanes.status()).toMatchObject([{ name: one.lane, state: 'circuit open' }])
  })

  it('is so too when nothing listens there', async () => {
    await one[Symbol.asyncDispose]()
    for (let at = 0; at < 3; at++) expect(await fetch(one.link('/good.wav'))).toBeInstanceOf(Transient)
    expect(await fetch(one.link('/good.wav'))).toBeInstanceOf(Limited)
  })

  it('is not so when it says that a file is not there', async () => {
    for (const path of ['/away-1', '/away-2', '/dead', '/away-3', '/away-4']) await fetch(one.link(`${path}.wav`))
    expect(await fetch(one.link('/dead.wav'))).toBeInstanceOf(InputFault)
    expect(one.seen).toHaveLength(6)
  })

  it('H18 a yt-dlp that is too old for a site: after three links the site is left alone, and why is said', async () => {
    await stub.plays({ info: failing('ERROR: [soundcloud] Unable to extract client id; please report this issue') })
    const link = (at: number) => `https://soundcloud.com/someone/track-${at}`
    for (const at of [1, 1, 1, 2, 3]) expect(await fetch(link(at))).toBeInstanceOf(Transient)
    expect(await fetch(link(4))).toBeInstanceOf(Limited)
    expect(await stub.calls()).toHaveLength(5)
    expect(lanes.status()[0]?.reason).toMatch(/^SoundCloud does not work just now: .*a newer yt-dlp may help$/)
  })
})

it('covers go through the lanes too', async () => {
  await fetch(one.link('/limited.wav'))
  const options = { dir: stub.dir, signal: AbortSignal.timeout(30_000) }
  await expect(sources.fetchPicture(one.link('/cover.jpg'), options)).rejects.toBeInstanceOf(Limited)
  expect(one.seen).toEqual(['/limited.wav'])
})

it('a file of this machine needs no lane', async () => {
  expect(await fetch('file:///nowhere/a.wav')).toBeInstanceOf(InputFault)
  expect(lanes.status()).toEqual([])
})
