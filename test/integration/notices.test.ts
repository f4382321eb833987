// Changes of state as a person hears of them: found in the running program, told once, masked, in nobody's way.

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import type { WatchedCluster } from '../../src/cluster/machines/watch.ts'
import { loadConfig } from '../../src/config.ts'
import type { OutcomeKind } from '../../src/model/outcome.ts'
import { addDays, dayAt, startOf } from '../../src/model/report/day.ts'
import { openChannels } from '../../src/notify/channels.ts'
import { openNotices } from '../../src/orchestrator/notices/open-notices.ts'
import { hereZone, keepReport } from '../../src/orchestrator/reports/make-report.ts'
import { newVar, orchestrator } from '../support/cli.ts'
import { goneOf, lookOf, machineOf, watched } from '../support/made-up-cluster.ts'
import { type RecordingServer, recordingServer } from '../support/recording-server.ts'
import { withWorkspace } from '../support/rows.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const NONE = { problems: [] }
/** Where the hour of the digest is half a day away, whenever the test is run. */
const FORENOON = { NOTIFY_DIGEST_HOUR: '23', TZ: new Date().getUTCHours() < 12 ? 'UTC' : 'Etc/GMT+12' }
/** Before the hour of the digest. */
const NOW = startOf('2026-11-21', hereZone()) + 2 * HOUR

let varDir: string
let slack: RecordingServer
let app: App | undefined
let now: number

beforeEach(async () => {
  varDir = await newVar()
  slack = await recordingServer()
  now = NOW
  await withWorkspace(varDir, async () => {})
})
afterEach(async () => {
  await app?.[Symbol.asyncDispose]()
  app = undefined
  await slack[Symbol.asyncDispose]()
  await rm(varDir, { recursive: true, force: true })
})

const environment = () => ({
  SLACK_WEBHOOK_URL: `${slack.url}/services/T00000000/B00000000/x`,
  HEALTHCHECK_URL: `${slack.url}/ping/0123456789abcdef`,
})

async function open(): Promise<App> {
  const config = loadConfig({ varDir, environment: environment() })
  app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
  return app
}

/** The notices of a program whose clock is ours. */
async function opened(mended?: string) {
  const { config, tools, log } = app ?? (await open())
  const ours = { ...tools, now: () => new Date(now) }
  const notices = openNotices({
    config,
    tools: ours,
    log,
    channels: openChannels(config),
    notion: { requests: 7, refusal: undefined },
    mended,
  })
  return { tools: ours, notices }
}

const told = () =>
  slack.got.filter(({ path }) => path.startsWith('/services')).map(({ body }) => String(JSON.parse(body).text))
const pings = () => slack.got.filter(({ path }) => path.startsWith('/ping')).map(({ path }) => path.split('/').at(-1))

/** One look as the program makes it, and all that was to be sent is sent. */
async function look(problems: { step: string; reason: string; mends: boolean }[] = [], mended?: string) {
  const { notices } = await opened(mended)
  await notices.look({ problems })
  await notices[Symbol.asyncDispose]()
}

describe('people are told', () => {
  it('that the library’s volume is away, and that it is back: once each', async () => {
    const { tools } = await opened()
    await tools.library.check()
    await rename(tools.library.dir, `${tools.library.dir}-away`)
    await look()
    now += HOUR
    await look()
    await rename(`${tools.library.dir}-away`, tools.library.dir)
    await look()
    now += HOUR
    await look()
    await look()
    expect(told()).toEqual([
      expect.stringMatching(/^\*the library is away\*\nthe library …\/library is not there/),
      expect.stringMatching(/^\*over: the library is away\*/),
    ])
  })

  it('of a step that no retry mends at once, of others not before half an hour has passed', async () => {
    const problem = { step: 'music sync', reason: 'the page https://x.example.org/s-abc is away' }
    await look([{ ...problem, mends: true }])
    expect(told()).toEqual([])
    await look(['tasks', 'tracks'].map(step => ({ step, reason: 'its column is gone', mends: false })))
    expect(told()).toEqual(['*could not be done: tasks, tracks*\nits column is gone'])
  })

  it('that Notion refuses the token, of a real cycle: once, however often it is run', async () => {
    slack.refused = '/v1'
    const ID = '284e736160278018872aeb14e82e0392'
    const notion = { NOTION_TOKEN: 'ntn_0123456789abcdef', NOTION_BASE_URL: slack.url }
    const databases = { AGENT_TASKS_DB_ID: ID, TRACKS_DB_ID: ID, ...FORENOON }
    for (let time = 0; time < 2; time += 1)
      expect(
        (await orchestrator(['--once', '--var', varDir], { ...environment(), ...notion, ...databases })).code,
      ).toBe(1)
    const why = 'Notion refuses the token: NOTION_TOKEN is wrong or has expired'
    expect(told()).toEqual([`*Notion refuses the connection*\n${why}`])
    expect(pings()).toEqual(['start', '0123456789abcdef', 'start', '0123456789abcdef'])
  })

  it('what stood for half an hour, its links masked', async () => {
    const problems = [{ step: 'music sync', reason: 'the page https://x.example.org/s-abc is away', mends: true }]
    await look(problems)
    now += 31 * MINUTE
    await look(problems)
    expect(told()).toEqual(['*could not be done: music sync*\nthe page x.example.org/… is away'])
  })

  it('that a service is left alone for long, and works again; what is short is kept for the report only', async () => {
    const { tools, notices } = await opened()
    const parked = (minutes: number, name: string) => ({
      name,
      state: 'parked' as const,
      until: new Date(now + minutes * MINUTE),
      reason: `${name} asks us to wait`,
      running: 0,
      waiting: 0,
    })
    let lanes = [parked(90, 'spotify'), parked(1, 'deezer')]
    const { config, log } = app ?? (await open())
    const seen = { ...tools, lanes: { ...tools.lanes, status: () => lanes } }
    const watching = openNotices({
      config,
      tools: seen,
      log,
      channels: openChannels(config),
      notion: { requests: 7, refusal: undefined },
    })
    await watching.look(NONE)
    lanes = []
    now += 91 * MINUTE
    await watching.look(NONE)
    now += 5 * MINUTE
    await watching.look(NONE)
    await watching[Symbol.asyncDispose]()
    await notices[Symbol.asyncDispose]()
    expect(told().join('\n')).toMatch(/spotify is left alone \(parked\)/)
    expect(told().join('\n')).toMatch(/over: spotify is left alone/)
    expect(told().join('\n')).not.toMatch(/deezer/)
    const kept = tools.store.database.prepare('select lane from parking order by lane').all()
    expect(kept.map(({ lane }) => lane)).toEqual(['deezer', 'spotify'])
    expect(tools.store.database.prepare('select sum(count) as n from requests').get()?.n).toBe(7)
  })

  it('that a machine vanished in the middle of work, and that it is back', async () => {
    const { tools } = await opened()
    const { config, log } = app ?? (await open())
    const lookAt = async (cluster: WatchedCluster) => {
      const notices = openNotices({
        config,
        tools: { ...tools, cluster },
        log,
        channels: openChannels(config),
        notion: { requests: 7, refusal: undefined },
      })
      await notices.look(NONE)
      await notices[Symbol.asyncDispose]()
    }
    const head = machineOf('studio-1', { role: 'coordinator', concurrency: 2 })
    const gone = goneOf('studio-2', { running: 1, pieces: [{ label: 'Ada Low – Night Drive: check', seconds: 4 }] })
    await lookAt(watched(lookOf([head], [gone])))
    now += MINUTE
    await lookAt(watched(lookOf([head], [gone])))
    await lookAt(watched(lookOf([head, machineOf('studio-2')], [{ ...gone, isBack: true }])))
    expect(told()).toEqual([
      expect.stringMatching(/^\*studio-2 is gone\*\nit was heard last .*; what it had is done by others \(Ada Low/),
      '*studio-2 is back*\nit works with the others again',
    ])
  })

  it('that work was set aside, hand-offs ran out and the state was mended: grouped in one', async () => {
    const { tools } = await opened()
    await look()
    now += MINUTE
    tools.store.database.exec(
      `insert into job (key, pool, lane, handler, input, wish, label, because, asked, priority, state, run_at, attempts, starts,
         fence, outcome, reason, root, depth, made_at, changed_at)
       values ('track:1', 'tracks', 'web', 'track', '{}', '', 'Ann – <Bad> Song', '', 0, 50, 'quarantined', 0, 3, 3, 0, '', '', '', 0, 0, 0);
       insert into handoff (task, title, agent, folder, file, state, at, ended_as, ended_at)
       values ('t', 'T', 'A', 'A', 'f', 'ended', 0, 'expired', ${now})`,
    )
    now += MINUTE
    await look([], 'it was damaged')
    expect(told()).toHaveLength(1)
    expect(told()[0]).toMatch(/3 changes/)
    expect(told()[0]).toMatch(/Ann – &lt;Bad&gt; Song/)
    expect(told()[0]).toMatch(/1 hand-off ended without an answer/)
    expect(told()[0]).toMatch(/it was damaged/)
  })

  it('that a cycle did not end, and from when to when the program was not running', async () => {
    const first = await opened()
    first.notices.begin()
    await first.notices[Symbol.asyncDispose]()
    now += 30 * HOUR
    const second = await opened()
    second.notices.begin()
    second.notices.succeeded()
    await second.notices.look(NONE)
    await second.notices[Symbol.asyncDispose]()
    expect(told()).toHaveLength(1)
    expect(told()[0]).toMatch(/a cycle did not end: the cycle of .* was cut off/)
    expect(told()[0]).toMatch(/the program was not running from 2026-11-\d\d .* UTC to 2026-11-\d\d .* UTC/)
    expect(pings()).toEqual(['start', 'start', '0123456789abcdef'])
  })

  it('of a fault that ends the program; the dead-man switch hears it too, and the fault goes on', async () => {
    const { notices } = await opened()
    notices.begin()
    await expect(notices.during(() => Promise.reject(new Error('ntn_1234567890ab broke')))).rejects.toThrow('broke')
    await notices[Symbol.asyncDispose]()
    expect(told()).toEqual(['*a cycle ended in a fault*\nntn_*** broke'])
    expect(pings()).toEqual(['start', 'fail'])
    expect(slack.got.find(({ path }) => path.endsWith('/fail'))?.body).toBe('ntn_*** broke')
  })

  it('of the day before, once, from its hour on; a day of nothing has no digest', async () => {
    const { tools } = await opened()
    await look()
    end(tools, 'done', '2026-11-20')
    end(tools, 'failed', '2026-11-20')
    await look()
    expect(told()).toEqual([])
    now += 7 * HOUR
    await look()
    await look()
    expect(told()).toHaveLength(1)
    expect(told()[0]).toMatch(
      /^\*2026-11-20: tracks: 1 done, 1 failed\*\nTracks: 1 done, 1 failed\nfailed 1 time: it was failed$/,
    )
    now += 24 * HOUR
    await look()
    expect(told()).toHaveLength(1)
  })
})

const end = ({ ledger }: App['tools'], outcome: OutcomeKind, day: string) => {
  const at = startOf(day, hereZone()) + 12 * HOUR
  const of = { handler: 'track', subject: `track:${outcome}`, label: 'Ann – Song', reason: `it was ${outcome}` }
  ledger.recordRun({ ...of, outcome, startedAt: at - 5000, endedAt: at })
}

describe('the report of each day', () => {
  it('is written once, in three forms, and kept for ninety days', async () => {
    const { tools } = await opened()
    end(tools, 'done', '2026-11-20')
    const dir = join(varDir, 'reports')
    await mkdir(dir)
    for (const name of ['2026-08-01.md', '2026-09-01.md', 'mine.md']) await writeFile(join(dir, name), 'x')
    expect(await keepReport(tools, varDir)).toMatchObject({ last: '2026-11-20', tracks: { done: 1 } })
    expect(await keepReport(tools, varDir)).toBeUndefined()
    expect((await readdir(dir)).sort()).toEqual([
      '2026-09-01.md',
      '2026-11-20.html',
      '2026-11-20.json',
      '2026-11-20.md',
      'mine.md',
    ])
    expect(await readFile(join(dir, '2026-11-20.md'), 'utf8')).toMatch(/- Tracks: 1 done/)
    expect(await readFile(join(dir, '2026-11-20.html'), 'utf8')).toMatch(/^<!doctype html>/)
  })

  it('as a person asks for it, and the channels as they are tested', async () => {
    const { tools } = await open()
    const yesterday = () => addDays(dayAt(Date.now(), hereZone()), -1)
    const days = [yesterday()]
    end(tools, 'done', yesterday())
    await app?.[Symbol.asyncDispose]()
    app = undefined
    const file = join(varDir, 'week.html')
    const html = await orchestrator(['report', '--weekly', '--format', 'html', '--out', file, '--var', varDir])
    const test = await orchestrator(['notify', '--test', '--json', '--var', varDir], {
      ...environment(),
      NOTIFY_EMAIL: 'a@b.de',
    })
    const once = await orchestrator(['--once', '--no-music-sync', '--var', varDir], environment())
    expect(html).toMatchObject({ code: 0, stdout: `${file}\n` })
    expect(await readFile(file, 'utf8')).toMatch(/<h1>Weekly report: /)
    expect(test.code).toBe(1)
    expect(JSON.parse(test.stdout).channels).toEqual([
      { channel: 'Slack', ok: true, says: 'took it' },
      { channel: 'dead-man switch', ok: true, says: 'took it' },
      { channel: 'mail', ok: false, says: 'NOTIFY_EMAIL is set and SMTP_URL is not: no mail is sent' },
    ])
    expect(once.code).toBe(0)
    expect(pings().slice(-2)).toEqual(['start', '0123456789abcdef'])
    days.push(yesterday()) // midnight may have passed
    expect(days.some(day => existsSync(join(varDir, 'reports', `${day}.json`)))).toBe(true)
  })
})
