// Each channel as a server sees it, and the queue before them: over a refusal, a hang, a kill and a day.

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Log, silentLog } from '../../src/log.ts'
import type { Channel } from '../../src/notify/channel.ts'
import { desktop } from '../../src/notify/desktop.ts'
import { openHealthcheck } from '../../src/notify/healthcheck.ts'
import { mail, serverOf } from '../../src/notify/mail.ts'
import { openOutbound } from '../../src/notify/outbound.ts'
import { ntfy, slack } from '../../src/notify/web-channels.ts'
import { lastEnd, openChannelEnds } from '../../src/store/channel-ends.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openNotices } from '../../src/store/notices.ts'
import { type RecordingServer, recordingServer } from '../support/recording-server.ts'
import { type SmtpServer, smtpServer } from '../support/smtp-server.ts'

const MESSAGE = { title: 'a disk\r\nis full', body: 'only <3 MB> & "less" 🎵', id: 'notice-1' }
const signal = new AbortController().signal
const HOUR = 3_600_000

let dir: string
let web: RecordingServer
let post: SmtpServer

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'notify-'))
  web = await recordingServer()
  post = await smtpServer()
})
afterEach(async () => {
  await web[Symbol.asyncDispose]()
  await post[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

describe('a channel', () => {
  it('Slack gets one text, its signs escaped, no longer than a section', async () => {
    await slack(`${web.url}/services/T/B/x`).send(MESSAGE, signal)
    await slack(`${web.url}/services/T/B/x`).send({ ...MESSAGE, body: '&'.repeat(9000) }, signal)
    const [first, second] = web.got.map(({ body }) => JSON.parse(body).text)
    expect(web.got[0]).toMatchObject({ method: 'POST', path: '/services/T/B/x' })
    expect(first).toBe('*a disk is full*\nonly &lt;3 MB&gt; &amp; "less" 🎵')
    expect(second.length).toBeLessThanOrEqual(3000)
    expect(second).toMatch(/(&amp;)+…$/)
  })

  it('ntfy gets JSON at its root, with the topic of the address and the token', async () => {
    const { host } = new URL(web.url)
    await ntfy(`http://:tk_1234@${host}/sub/my-topic`).send({ ...MESSAGE, body: '🎵'.repeat(4000) }, signal)
    const [got] = web.got
    expect(got).toMatchObject({ path: '/sub/', headers: { authorization: 'Bearer tk_1234' } })
    const sent = JSON.parse(got?.body ?? '')
    expect(sent).toMatchObject({ topic: 'my-topic', title: 'a disk is full' })
    expect(Buffer.byteLength(sent.message)).toBeLessThanOrEqual(4096)
  })

  it('a mail has one head, the text, and the same id when it is sent again', async () => {
    post.refusals.push('451 later', '554 no')
    const channel = mail(post.url, 'dj@example.org')
    await expect(channel.send(MESSAGE, signal)).rejects.toMatchObject({ errorClass: 'Limited' })
    await expect(channel.send(MESSAGE, signal)).rejects.toThrow('the mail server did not take it (EMESSAGE, 554)')
    await channel.send(MESSAGE, signal)
    expect(post.mails).toHaveLength(1)
    expect(post.mails[0]).toMatchObject({ from: 'MAIL FROM:<dj@example.org>', to: 'RCPT TO:<dj@example.org>' })
    expect(post.mails[0]?.text).toMatch(/Subject: orchestrator: a disk is full/)
    expect(post.mails[0]?.text).toMatch(/Message-ID: <notice-1@orchestrator>/i)
  })

  it('a login is sent over TLS only', async () => {
    expect(serverOf('smtp://me:p%40ss@mail.example.org')).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      auth: { user: 'me', pass: 'p@ss' },
      requireTLS: true,
    })
    expect(serverOf('smtps://mail.example.org')).toMatchObject({ port: 465, secure: true })
    const channel = mail(post.url.replace('//', '//me:secret@'), 'dj@example.org')
    await expect(channel.send(MESSAGE, signal)).rejects.toThrow('the mail server did not take it')
    expect(post.mails).toEqual([])
  })

  it.each(['linux', 'darwin'] as const)('the desktop (%s) gets its words as arguments', async platform => {
    const program = join(dir, 'show')
    await writeFile(program, `#!/bin/sh\nfor word; do printf '%s\\n' "$word"; done > "${dir}/got"\n`)
    await chmod(program, 0o755)
    const hostile = { title: '" with title "x', body: '$(touch x) `id` <b>', id: '' }
    await desktop({ osascript: program, notifySend: program, platform }).send(hostile, signal)
    const words = (await readFile(join(dir, 'got'), 'utf8')).trimEnd().split('\n')
    const body = platform === 'linux' ? '$(touch x) `id` &lt;b&gt;' : '$(touch x) `id` <b>'
    expect(words.slice(-2)).toEqual(['" with title "x', body])
  })

  it('the dead-man switch is pinged in order, not more often than it likes, and nothing fails with it', async () => {
    let now = 0
    const ends: (string | undefined)[] = []
    const onEnd = async (_channel: string, why?: string) => void ends.push(why)
    const health = openHealthcheck({ url: `${web.url}/abc`, log: silentLog, onEnd, now: () => now })
    web.answer.push(500)
    for (const at of [0, 1000, 40_000]) {
      now = at
      health.ping('start')
      health.ping('success')
    }
    health.ping('fail', 'x'.repeat(20_000))
    await health.close(10_000)
    expect(web.got.map(({ path }) => path)).toEqual(['/abc/start', '/abc', '/abc/start', '/abc', '/abc/fail'])
    expect(web.got.at(-1)?.body.length).toBeLessThanOrEqual(10_000)
    const why = 'the dead-man switch is not able to answer just now (500)'
    expect(ends).toEqual([why, undefined, undefined, undefined, undefined])
  })

  it('an address that moved is not followed (N1)', async () => {
    web.answer.push({ status: 302, headers: { location: `${web.url}/elsewhere` } })
    await expect(slack(`${web.url}/services/x`).send(MESSAGE, signal)).rejects.toThrow('Slack refused it (302)')
    expect(web.got).toHaveLength(1)
  })

  it('says why it failed without its address (N1)', async () => {
    const { url } = web
    await web[Symbol.asyncDispose]()
    const error = await slack(`${url}/services/T0/secret`).send(MESSAGE, signal).catch(String)
    expect(error).toBe('Transient: Slack cannot be reached: ECONNREFUSED')
  })
})

describe('the queue of notices', () => {
  let store: Store
  let now: number
  const keepEnd = (channel: string, why?: string) => openChannelEnds(store, () => now).keep(channel, why)
  const lines: string[] = []
  const log: Log = { ...silentLog, warn: (fields, message) => void lines.push(`${message} ${JSON.stringify(fields)}`) }

  beforeEach(() => {
    store = openStore(dir, false)
    now = Date.UTC(2026, 10, 21)
    lines.length = 0
  })
  afterEach(() => store[Symbol.dispose]())

  const rows = () => openNotices(store, () => now)
  const add = (channel: string, title: string) => store.commit(() => rows().add({ channel, title, body: 'b' }))
  const left = () => Number(store.database.prepare('select count(*) as n from notice').get()?.n)
  async function sendAll(channels: Channel[], patienceMs = 20_000) {
    const outbound = openOutbound({ notices: rows(), channels, log, now: () => now, onEnd: keepEnd })
    outbound.wake()
    await outbound.close(patienceMs)
  }
  const toSlack = () => slack(`${web.url}/services/x`)

  it('what waits together is sent together, once', async () => {
    await add('Slack', 'one')
    await add('Slack', 'two')
    await sendAll([toSlack()])
    await sendAll([toSlack()])
    expect(web.got.map(({ body }) => JSON.parse(body).text)).toEqual(['*2 notices*\none\nb\n\ntwo\nb'])
    expect(left()).toBe(0)
  })

  it('what comes while others are sent is sent with the next', async () => {
    const outbound = openOutbound({ notices: rows(), channels: [toSlack()], log, now: () => now, onEnd: keepEnd })
    await add('Slack', 'one')
    outbound.wake()
    while (web.got.length === 0) await sleep(1)
    await add('Slack', 'two')
    outbound.wake()
    await outbound.close(20_000)
    expect(web.got.map(({ body }) => JSON.parse(body).text)).toEqual(['*one*\nb', '*two*\nb'])
  })

  it('how the last one ended is kept for the doctor, without the address', async () => {
    expect(lastEnd(store, 'Slack')).toBeUndefined()
    web.answer.push(500)
    await add('Slack', 'one')
    await sendAll([toSlack()])
    const refused = { at: now, ok: false, says: 'Slack is not able to answer just now (500)' }
    expect(lastEnd(store, 'Slack')).toEqual(refused)
    now += HOUR
    await sendAll([toSlack()])
    expect(lastEnd(store, 'Slack')).toEqual({ at: now, ok: true, says: '' })
    expect(lastEnd(store, 'ntfy')).toBeUndefined()
  })

  it('L11 Retry-After is kept, also by what comes later', async () => {
    web.answer.push({ status: 429, headers: { 'retry-after': '7200' } })
    now = Date.now()
    await add('Slack', 'one')
    await sendAll([toSlack()])
    await add('Slack', 'two')
    now += 1.9 * HOUR
    await sendAll([toSlack()])
    expect(web.got).toHaveLength(1)
    now += 0.2 * HOUR
    await sendAll([toSlack()])
    expect(web.got).toHaveLength(2)
    expect(left()).toBe(0)
  })

  it('is tried for a day, less and less often, then dropped with a line in the log', async () => {
    web.answer.push(...Array<number>(2000).fill(503))
    await add('Slack', 'one')
    for (let minute = 0; minute < 26 * 60; minute += 5) {
      await sendAll([toSlack()])
      now += 5 * 60_000
    }
    expect(left()).toBe(0)
    expect(web.got.length).toBeGreaterThan(20)
    expect(web.got.length).toBeLessThan(35)
    expect(lines).toEqual([expect.stringMatching(/could not be sent for a day.*"title":"one"/)])
  })

  it('killed between sending and noting it, it is not sent again: never twice', async () => {
    await add('Slack', 'one')
    await rows().take('Slack', 20)
    await toSlack().send(MESSAGE, signal)
    store[Symbol.dispose]()
    store = openStore(dir, false)
    await sendAll([toSlack()])
    expect(web.got).toHaveLength(1)
    expect(left()).toBe(0)
    expect(lines).toEqual([expect.stringMatching(/was killed while it sent notices/)])
  })

  it('a channel that hangs holds neither the others nor the caller; it is tried again later', async () => {
    web.answer.push('hang')
    await add('Slack', 'one')
    await add('mail', 'one')
    const outbound = openOutbound({
      notices: rows(),
      channels: [toSlack(), mail(post.url, 'a@b.de')],
      log,
      now: () => now,
      onEnd: keepEnd,
    })
    outbound.wake()
    while (post.mails.length === 0 || web.got.length === 0) await sleep(10)
    await outbound.close(0)
    expect(left()).toBe(1)
    await sendAll([toSlack()])
    expect(web.got).toHaveLength(2)
    expect(left()).toBe(0)
  })
})
