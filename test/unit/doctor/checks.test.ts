import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readGiven } from '../../../src/config.ts'
import { type Check, ok, runChecks } from '../../../src/doctor/check.ts'
import { placeChecks } from '../../../src/doctor/place-checks.ts'
import { programChecks } from '../../../src/doctor/program-checks.ts'
import { readBook, ruleChecks } from '../../../src/doctor/rule-checks.ts'
import { scheduleCheck } from '../../../src/doctor/schedule-check.ts'
import { settingsChecks } from '../../../src/doctor/settings-checks.ts'
import { stateChecks } from '../../../src/doctor/state-checks.ts'
import { SETTINGS } from '../../../src/settings.ts'
import { openStore } from '../../../src/store/database.ts'

const OPTIONS = { limitMs: 20_000, secrets: [] as string[] }
const folder = () => mkdtemp(join(tmpdir(), 'doctor-'))
const linesOf = async (checks: readonly Check[], options = OPTIONS) =>
  (await runChecks(checks, options)).map(
    ({ state, check, says, mend }) => `${state} ${check}: ${says}${mend ? ` → ${mend}` : ''}`,
  )
const only = (checks: readonly Check[], name: string) => checks.filter(check => check.name === name)

describe('the doctor', () => {
  it('asks all at once, tells in order, and takes what breaks or never ends for a finding', async () => {
    const first = Promise.withResolvers<void>()
    const freeing = (says: string) => {
      first.resolve()
      return [ok(says)]
    }
    const checks: Check[] = [
      { name: 'a', look: async () => [ok(`after b${await first.promise.then(() => '')}`)] },
      { name: 'b', look: () => freeing('token ntn_abcdefghij and s3cret-word') },
      { name: 'c', look: () => Promise.reject(new Error('broken\n  twice')) },
      { name: 'd', atWorst: 'warning', look: () => new Promise<never>(() => {}) },
    ]
    expect(await linesOf(checks, { limitMs: 300, secrets: ['s3cret-word'] })).toEqual([
      'ok a: after b',
      'ok b: token ntn_*** and ***',
      'failed c: broken twice',
      'warning d: there was no answer within 0.3 s',
    ])
  })

  it('settings: each that is set, each that is wrong; names that are old or mistyped; who may read the file', async () => {
    const envFile = join(await folder(), '.env')
    const written = [
      'NOTION_TOKEN=ntn_0123456789',
      'POLL_INTERVAL=soon',
      'LIBRARY_DIR=/music',
      'MUSIC_TRACKS_DB_ID=1',
      'OUT_DIR=/old',
      'TRAKS_DB_ID=1',
      'PAGER=less',
    ]
    await writeFile(envFile, written.join('\n'), { mode: 0o644 })
    const lines = await linesOf(settingsChecks(readGiven({ envFile, environment: { M4A_CODEC: 'aac' } })))
    expect(lines).toContain('ok NOTION_TOKEN: set (not shown)')
    expect(lines).toContain(
      `failed POLL_INTERVAL: POLL_INTERVAL is "soon": expected a whole number from 5 to 86400 → write what is expected into ${envFile}, or take POLL_INTERVAL out`,
    )
    expect(lines).toContain('ok M4A_CODEC: aac (in this shell, not in .env)')
    expect(lines.find(line => line.startsWith('failed TRACKS_DB_ID'))).toMatch(/is missing.*→ run orchestrator init/)
    expect(lines).toContain(
      `warning .env: others on this machine may read NOTION_TOKEN in it (mode 0644) → chmod 600 '${envFile}'`,
    )
    expect(lines.filter(line => line.includes('names in .env'))).toEqual([
      `warning names in .env: MUSIC_TRACKS_DB_ID is a name of the older system and is not read → in ${envFile}: write TRACKS_DB_ID=<its value>`,
      `warning names in .env: OUT_DIR is not read, LIBRARY_DIR is, and they differ → take OUT_DIR out of ${envFile}`,
      'warning names in .env: TRAKS_DB_ID is no setting, so it is not read → did you mean TRACKS_DB_ID?',
    ])
    await chmod(envFile, 0o600)
    expect(await linesOf(only(settingsChecks(readGiven({ envFile, environment: {} })), '.env'))).toEqual([
      `ok .env: ${envFile}, mode 0600`,
    ])
  })

  it('settings: what would break the look itself is told like anything else', async () => {
    const envFile = join(await folder(), '.env')
    const written = [
      'NOTION_TOKEN="ntn_0123456789\nx"',
      '__proto__=1',
      'constructor=2',
      'toString=3',
      '=x',
      '\u0000\u0001',
    ]
    await writeFile(envFile, written.join('\n'), { mode: 0o644 })
    const lines = await linesOf(settingsChecks(readGiven({ envFile, environment: {} })))
    expect(lines.find(line => line.includes(' NOTION_TOKEN:'))).toMatch(
      /^failed NOTION_TOKEN: NOTION_TOKEN is \*\*\*: expected a token without blanks and line breaks/,
    )
    expect(lines).toContainEqual(expect.stringMatching(/^warning .env: others on this machine may read NOTION_TOKEN/))
    expect(lines.join('\n')).not.toMatch(/undefined|ntn_0123456789/)
  })

  it('programs: a missing one, an old one, one that is not needed', async () => {
    const dir = await folder()
    const old = join(dir, 'yt-dlp')
    await writeFile(old, '#!/bin/sh\necho 2025.06.01\n', { mode: 0o755 })
    const given = { FFMPEG_BIN: join(dir, 'none'), YTDLP_BIN: old }
    const deps = { settings: SETTINGS.parse(given), agents: undefined, now: () => Date.parse('2026-06-20') }
    const lines = await linesOf(programChecks(deps))
    expect(lines.find(line => line.includes(' ffmpeg:'))).toMatch(
      /^failed ffmpeg: FFMPEG_BIN is ".*none", but no program/,
    )
    expect(lines.find(line => line.includes(' ffprobe:'))).toMatch(/^ok ffprobe: \S+ \(/)
    expect(lines.filter(line => line.includes(' yt-dlp:'))).toEqual([
      expect.stringMatching(/^warning yt-dlp: yt-dlp 2025.06.01 is too old for YouTube.* → brew upgrade/),
    ])
    expect(lines.find(line => line.includes('bubblewrap'))).toMatch(/^ok bubblewrap: not needed/)
    const absent = { ...deps, settings: SETTINGS.parse({ YTDLP_BIN: 'no-such-program' }) }
    expect((await linesOf(only(programChecks(absent), 'yt-dlp')))[0]).toMatch(
      /^warning yt-dlp: not there.* → brew install/,
    )
  })

  it('places: a library whose volume is gone', async () => {
    const dir = await folder()
    const config = { varDir: dir, logsDir: dir, libraryDir: join(dir, 'library') }
    const facts = { fact: () => 'the id it had', setFact: () => {} }
    const lines = await linesOf(placeChecks(config as Parameters<typeof placeChecks>[0], facts))
    expect(lines.at(-1)).toMatch(/^failed library: the library .* is not there \(is its volume mounted\?\)/)
    const unknown = { ...facts, fact: () => undefined }
    expect((await linesOf(placeChecks(config as Parameters<typeof placeChecks>[0], unknown))).at(-1)).toMatch(
      /^(ok|warning) library: .*\(made at its first use\), [\d.]+ GB free/,
    )
  })

  it('state: services that want a pause, refused writes, work set aside, a damaged store', async () => {
    using store = openStore(await folder(), false)
    const deps = { file: 'x', found: { state: 'absent' } as const, store, now: () => 1000 }
    expect((await linesOf(stateChecks(deps))).map(line => line.split(':')[0])).toEqual([
      'ok store',
      'ok services',
      'ok writes to Notion',
      'ok work',
    ])
    const state = {
      name: 'spotify',
      at: 0,
      pauses: [{ until: 5000, reason: 'asked to wait', kind: 'limit' }],
      openings: 0,
    }
    store.database.prepare('insert into lane (name, state) values (?, ?)').run('spotify', JSON.stringify(state))
    store.database.exec(`insert into outbox (target, page, fields, state, attempts, next_at, reason, made_at)
      values ('tracks', 'p', '{}', 'refused', 1, 0, 'no such option', 0)`)
    const lines = await linesOf(stateChecks({ ...deps, found: { state: 'damaged', why: 'torn' } }))
    expect(lines).toEqual([
      'failed store: x is damaged: torn → start the program: it takes the newest copy from var/backup',
      'warning services: spotify is left alone until 1970-01-01T00:00:05.000Z: asked to wait → nothing: it goes on by itself',
      'warning writes to Notion: Notion did not take 1: no such option → mend that, then: orchestrator retry --all',
      'ok work: none was set aside',
    ])
  })

  it('rules: a broken file and a refused handler', async () => {
    const dir = await folder()
    const file = (name: string) => ({ path: join(dir, name), isAsked: false })
    const places = { classify: file('classify.json'), agents: file('agents.json'), handlers: ['track'] }
    expect((await linesOf(ruleChecks({ book: readBook(places), places, refused: [] })))[0]).toMatch(
      /^ok rules for tasks/,
    )
    await writeFile(places.agents.path, '{"agents": 7}')
    const lines = await linesOf(
      ruleChecks({ book: readBook(places), places, refused: [{ file: 'a.ts', reason: 'torn' }] }),
    )
    expect(lines[0]).toMatch(/^failed rules for tasks: .*agents\.json: agents: .* → mend the file/)
    expect(lines[1]).toBe('failed handlers: a.ts is refused: torn → mend handlers/a.ts, or take it away')
  })

  it('schedule: what is not there any more, another checkout, settings that no scheduler sees', async () => {
    const homeDir = await folder()
    await mkdir(join(homeDir, 'src'))
    const launch = join(homeDir, 'src/launch.js')
    await writeFile(launch, '')
    const check = (command: string[] | undefined, shellOnly: string[] = []) => {
      const installed = command && { with: 'cron' as const, where: 'crontab', command, when: '0 * * * *' }
      const scheduler = { find: async () => installed }
      return linesOf([scheduleCheck({ schedulers: { here: async () => [scheduler as never] }, homeDir, shellOnly })])
    }
    expect(await check(undefined)).toEqual([expect.stringMatching(/^ok schedule: nothing/)])
    expect(await check([process.execPath, launch], ['NOTION_TOKEN'])).toEqual([
      'ok schedule: cron: 0 * * * * (crontab)',
      'warning schedule: NOTION_TOKEN: set in this shell only, which no scheduler reads → write them into .env',
    ])
    expect(await check(['/gone/node', launch])).toEqual([
      'failed schedule: cron (crontab) starts what is not there any more: /gone/node → orchestrator schedule install',
    ])
    expect((await check([process.execPath, process.execPath]))[0]).toMatch(/^warning schedule: .*another checkout/)
    expect(await check([process.execPath, launch, 'worker'])).toEqual([
      'ok schedule: cron: 0 * * * *, as a worker (crontab)',
    ])
    expect((await check([process.execPath, '/gone/launch.js', 'worker']))[0]).toMatch(
      /→ orchestrator schedule install --run worker$/,
    )
  })
})
