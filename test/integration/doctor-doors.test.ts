// What the doctor says of the program's own ports, of Notion's webhook and of whoever is told.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { configOf, readGiven } from '../../src/config.ts'
import { runChecks } from '../../src/doctor/check.ts'
import { noticeChecks } from '../../src/doctor/notice-checks.ts'
import { webhookChecks } from '../../src/doctor/webhook-checks.ts'
import { openChannelEnds } from '../../src/store/channel-ends.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openNotices } from '../../src/store/notices.ts'
import { openWebhookEvents } from '../../src/store/webhook-events.ts'
import { arm, openKeys } from '../../src/web/handshake.ts'
import { portOf } from '../support/bench.ts'
import { openWebPlace } from '../support/web-place.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000

let varDir: string
let store: Store
const servers: Server[] = []
beforeEach(() => {
  varDir = mkdtempSync(join(tmpdir(), 'doors-'))
  store = openStore(varDir, false)
})
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
  store[Symbol.dispose]()
  rmSync(varDir, { recursive: true, force: true })
})

const configWith = (environment: Record<string, string>) => {
  const sources = { varDir, envFile: join(varDir, '.env'), environment }
  return configOf(readGiven(sources), sources)
}
const linesOf = async (checks: Parameters<typeof runChecks>[0]) =>
  (await runChecks(checks, { limitMs: 20_000, secrets: [] })).map(
    ({ state, check, says, mend }) => `${state} ${check}: ${says}${mend ? ` → ${mend}` : ''}`,
  )
const doors = async (environment: Record<string, string>) =>
  linesOf(webhookChecks({ config: configWith(environment), store, now: () => NOW }))
const told = (environment: Record<string, string>) => linesOf(noticeChecks(configWith(environment), store))

async function listening(): Promise<string> {
  const server = createServer((_request, response) => response.end('hello'))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return String(portOf(server))
}

/** This process is the instance that runs. */
const runs = () =>
  writeFileSync(join(varDir, 'instance.json'), JSON.stringify({ pid: process.pid, since: '2026-11-21T11:00:00.000Z' }))

it('ports: none, one that is free, one that another program has, one for both', async () => {
  expect(await doors({})).toEqual([
    'ok webhooks: off: WEBHOOK_PORT is not set',
    'ok dashboard: off: DASHBOARD_PORT is not set',
  ])
  expect(await doors({ WEBHOOK_TOKEN: 'a-token-of-some-length' })).toContain(
    'warning webhooks: off: WEBHOOK_TOKEN is set and WEBHOOK_PORT is not → set WEBHOOK_PORT, e.g. WEBHOOK_PORT=8787',
  )
  const taken = await listening()
  expect(await doors({ DASHBOARD_PORT: taken })).toContain(
    `failed dashboard: another program listens at port ${taken} of this machine → stop it, or set DASHBOARD_PORT to a free port`,
  )
  servers.pop()?.close()
  expect(await doors({ DASHBOARD_PORT: taken })).toContain(
    `ok dashboard: port ${taken} of this machine is free: the loop listens there when it runs`,
  )
  runs()
  expect(await doors({ DASHBOARD_PORT: taken })).toContainEqual(
    expect.stringMatching(
      /^warning dashboard: nothing listens at port \d+ .* an orchestrator runs .* → stop it and start it again/,
    ),
  )
  expect(await doors({ DASHBOARD_PORT: taken, REDIS_URL: 'redis://127.0.0.1:1' })).toContain(
    `ok dashboard: port ${taken} of this machine is free: the orchestrator that runs waits, and listens there when it coordinates`,
  )
  expect((await doors({ DASHBOARD_PORT: '8787', WEBHOOK_PORT: '8787' }))[0]).toBe(
    'failed webhooks: WEBHOOK_PORT and DASHBOARD_PORT are both 8787 → give WEBHOOK_PORT another port',
  )
})

it('a port that this program has: the one that runs, or another one', async () => {
  await using place = await openWebPlace()
  const set = { WEBHOOK_PORT: String(place.port) }
  expect((await doors(set))[0]).toMatch(/^failed webhooks: another orchestrator listens at port/)
  runs()
  expect((await doors(set))[0]).toBe(
    `ok webhooks: the orchestrator that runs listens at port ${place.port} of this machine`,
  )
})

it('Notion’s webhook: no key, armed, taken in, no event, the last one, a quiet week, a file that others may read', async () => {
  const set = { WEBHOOK_PORT: await listening(), WEBHOOK_TOKEN: 'a-token-of-some-length' }
  const notion = async (more = {}) =>
    (await doors({ ...set, ...more })).filter(line => line.includes('webhooks: Notion'))
  expect(await doors(set)).toContain('ok webhooks: links: taken in from whoever has WEBHOOK_TOKEN')
  expect(await notion()).toEqual([
    expect.stringMatching(
      /^ok .* its events are not taken in, as no key is known \(to begin: orchestrator serve --arm-webhook/,
    ),
  ])
  expect(await doors({ WEBHOOK_PORT: set.WEBHOOK_PORT })).toContainEqual(
    expect.stringMatching(/^warning webhooks: Notion: nobody can send anything: .* → orchestrator serve --arm-webhook/),
  )
  arm(varDir, NOW)
  expect(await notion()).toEqual(['ok webhooks: Notion: a handshake is taken in until 2026-11-21T12:10:00.000Z'])
  await openKeys(varDir, [], () => NOW).take('secret_ofNotion')
  expect(await notion()).toEqual([
    expect.stringMatching(
      /^warning .* taken in at 2026-11-21T12:00:00\.000Z; no event has come yet → see that the tunnel to/,
    ),
  ])
  const event = { type: 'page.created', entity: 'x', judged: 'wake' }
  await openWebhookEvents(store, () => NOW - 8 * DAY).take({ ...event, id: 'old' })
  expect(await notion()).toEqual([
    expect.stringMatching(/^warning .*the last event came at 2026-11-13T12.* → see that/),
  ])
  await openWebhookEvents(store, () => NOW - DAY).take({ ...event, id: 'new' })
  expect(await notion()).toEqual([expect.stringMatching(/^ok .*the last event came at 2026-11-20T12:00:00\.000Z$/)])
  expect(await notion({ NOTION_WEBHOOK_SECRET: 'secret_ofNotion' })).toEqual([
    expect.stringMatching(/^ok .*the key is NOTION_WEBHOOK_SECRET; the last event/),
  ])
  expect(JSON.stringify(await notion())).not.toContain('secret_ofNotion')
})

it('channels: none, set, half set, how the last one ended, what waits, a program that is missing', async () => {
  expect(await told({})).toEqual(['ok notices: nobody is told of anything: no channel is set (docs/reports.md)'])
  const slack = { SLACK_WEBHOOK_URL: 'https://hooks.slack.example/services/T0/B0/secretsecretsecret' }
  const set = {
    ...slack,
    SMTP_URL: 'smtp://mail.example:25',
    HEALTHCHECK_URL: 'https://hc.example/ping/0123456789abcdef',
  }
  expect(await told(set)).toEqual([
    'ok notices: Slack: set; nothing was sent to it yet (to try it: orchestrator notify --test)',
    'ok notices: dead-man switch: set; nothing was sent to it yet (to try it: orchestrator notify --test)',
    'warning notices: mail: SMTP_URL is set and NOTIFY_EMAIL is not: no mail is sent → set NOTIFY_EMAIL as well',
  ])
  const ends = openChannelEnds(store, () => NOW)
  await ends.keep('Slack')
  await ends.keep('dead-man switch', `it refused ${set.HEALTHCHECK_URL} (404)`)
  await store.commit(() => openNotices(store, () => NOW).add({ channel: 'Slack', title: 't', body: 'b' }))
  const after = await told(set)
  expect(after[0]).toBe('ok notices: Slack: took the last one at 2026-11-21T12:00:00.000Z; 1 notice waits')
  expect(after[1]).toMatch(
    /^warning notices: dead-man switch: did not take the last one, at 2026-11-21T12:00:00\.000Z: it refused .* → mend that, then orchestrator notify --test$/,
  )
  expect(after[1]).not.toContain('0123456789abcdef')
  const missing = { NOTIFY_DESKTOP: 'true', NOTIFY_SEND_BIN: 'no-such-program', OSASCRIPT_BIN: 'no-such-program' }
  expect(await told(missing)).toEqual([
    expect.stringMatching(
      /^warning notices: desktop: no-such-program is not there: .* → .*or take NOTIFY_DESKTOP out$/,
    ),
  ])
})
