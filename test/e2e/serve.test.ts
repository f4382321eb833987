// The program with both listeners: a link by webhook becomes a finished track, and it ends in an orderly way.

import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect, createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVar, orchestrator, startOrchestrator } from '../support/cli.ts'
import { addTracks, trackRows, withWorkspace } from '../support/rows.ts'
import { wav } from '../support/wav.ts'
import { eventOf, NOTION, post, postMusic, signed, TOKEN } from '../support/web-place.ts'

/** Different songs. */
const SECONDS: Record<string, number> = { '/song.wav': 2, '/other.wav': 3, '/missed.wav': 4 }

let varDir: string
let songs: Server
beforeEach(async () => {
  varDir = await newVar()
  songs = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav' }).end(wav(SECONDS[request.url ?? ''] ?? 1))
  })
  await new Promise<void>(resolve => songs.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  songs.close()
  rmSync(varDir, { recursive: true, force: true })
})

const portOf = (server: Pick<Server, 'address'>) => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function freePort(): Promise<number> {
  const server = createSocket()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await holds().catch(() => false)) return
    await sleep(50)
  }
}

it('F21: serve finds what came while it was away, takes a link, works on it, wakes on an event, arms a handshake, and ends', async () => {
  const [webhooks, watch] = [await freePort(), await freePort()]
  const settings = {
    WEBHOOK_PORT: String(webhooks),
    DASHBOARD_PORT: String(watch),
    WEBHOOK_TOKEN: TOKEN,
    ALLOW_PRIVATE_HOSTS: `127.0.0.1:${portOf(songs)}`,
    AUDIO_FORMATS: 'wav',
    MUSIC_SYNC_ENABLED: 'false',
    POLL_INTERVAL: '3600',
  }
  const tracks = await withWorkspace(varDir, async (_call, ids) => ids.tracks)
  await addTracks(varDir, [{ title: 'Missed', url: `http://127.0.0.1:${portOf(songs)}/missed.wav` }])
  const { child, ended } = startOrchestrator(['serve', '--var', varDir], settings)
  const figures = async () => (await fetch(`http://127.0.0.1:${watch}/metrics`)).text()
  await until(async () => (await figures()).includes('orchestrator_cycles_total 1'))
  expect((await fetch(`http://127.0.0.1:${watch}/readyz`)).status).toBe(200)

  await until(async () => (await figures()).includes('handler="track",outcome="done"} 1'))

  const url = `http://127.0.0.1:${webhooks}`
  const link = `http://127.0.0.1:${portOf(songs)}/song.wav`
  expect((await postMusic(url, { url: link })).status).toBe(202)
  await until(async () => (await figures()).includes('handler="track",outcome="done"} 2'))

  const [page = ''] = await addTracks(varDir, [
    { title: 'Harbour', url: `http://127.0.0.1:${portOf(songs)}/other.wav` },
  ])
  const nowhere = '284e736160278018872aeb14e82e0392'
  expect((await postMusic(url, [{ pageId: page }, { pageId: nowhere }])).status).toBe(202)
  await until(async () => (await figures()).includes('handler="track",outcome="done"} 3'))
  await until(async () => (await figures()).includes('handler="wish",outcome="failed"} 1'))

  const arming = startOrchestrator(['serve', '--arm-webhook', '--var', varDir], settings)
  await new Promise<void>(resolve =>
    arming.child.stderr?.on('data', text => {
      if (String(text).includes('runs already')) resolve()
    }),
  )
  const key = 'secret_ofThisVeryWebhook'
  const handshake = JSON.stringify({ verification_token: key })
  expect((await post(url + NOTION, handshake, { 'x-notion-signature': signed(handshake, key) })).status).toBe(202)
  const armed = await arming.ended
  expect([armed.code, armed.stderr]).toEqual([0, expect.stringContaining(key)])

  const event = JSON.stringify(eventOf({ data: { parent: { id: tracks, type: 'database' } } }))
  expect((await post(url + NOTION, event, { 'x-notion-signature': signed(event, key) })).status).toBe(202)
  await until(async () => (await figures()).includes('orchestrator_cycles_total 2')) // an hour too early

  const saved = join(varDir, 'event.json')
  writeFileSync(saved, event)
  const again = await orchestrator(['serve', '--replay', saved, '--json', '--var', varDir], settings)
  expect([again.code, JSON.parse(again.stdout)]).toEqual([0, { url: url + NOTION, status: 202, answer: '' }])
  expect(await figures()).toContain('orchestrator_webhook_events_total{judged="known"} 1')

  child.kill('SIGTERM')
  const { code, stderr } = await ended
  expect(code, stderr).toBe(0)
  expect(stderr).not.toContain(key)
  const rows = (await trackRows(varDir)).filter(row => row.URL === link)
  expect(rows.map(row => row.Downloaded)).toEqual(['✓'])
  const gone = await new Promise(resolve => connect(webhooks, '127.0.0.1').on('error', () => resolve(true)))
  expect(gone).toBe(true)
})

it('serve without a port, and with one that is taken, is one clear line', async () => {
  const none = await orchestrator(['serve', '--var', varDir])
  expect([none.code, none.stderr]).toEqual([78, expect.stringContaining('set WEBHOOK_PORT or DASHBOARD_PORT')])
  const port = String(portOf(songs))
  const taken = await orchestrator(['serve', '--var', varDir], { DASHBOARD_PORT: port, MUSIC_SYNC_ENABLED: 'false' })
  expect([taken.code, taken.stderr]).toEqual([78, expect.stringContaining(`DASHBOARD_PORT is ${port}: nothing can`)])
})
