// What a person can type wrong or set wrong; what scripts rely on: exit codes, one JSON document, dry runs.

import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isOneClearLine, portOf, STACK, tinyWav, treeOf } from '../support/bench.ts'
import { newVar, orchestrator, startOrchestrator } from '../support/cli.ts'

describe.concurrent('wrong use', () => {
  it.each([
    [['plann'], 'plan'],
    [['frobnicate']],
    [['--onec'], '--once'],
    [['track']],
    [['playlist', 'https://soundcloud.com/dj/one']],
    [['batch', '--limit', '0']],
    [['batch', '--limit', 'x']],
    [['--interval', '0']],
    [['--log-level', 'loud']],
    [['workspace', 'serv']],
    [['workspace', 'add']],
    [['--json']],
  ])('%j: exit 2 with a hint', async (args, meant = '') => {
    const { code, stdout, stderr } = await orchestrator(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    const known = args.filter(word => /^(workspace|add|track|playlist|batch)$/.test(word))
    const help = [...known, '--help'].join(' ')
    const hint = meant && `Did you mean ${meant}\\?\\n`
    expect(stderr).toMatch(new RegExp(`^orchestrator: .+\\n${hint}Try: orchestrator ${help}\\n$`))
  })
})

it('what is no audio ends with 2, and the document says so too', async () => {
  const { code, stdout } = await orchestrator(['track', import.meta.filename, '--json', '--var', await newVar()])
  expect({ code, said: JSON.parse(stdout).exitCode }).toEqual({ code: 2, said: 2 })
})

describe.concurrent('wrong settings', () => {
  it('auth spotify with what is no client id, or none: what to do', async () => {
    const wrong = await orchestrator(['auth', 'spotify'], { SPOTIFY_CLIENT_ID: 'my app' })
    expect(wrong).toMatchObject({ code: 78, stderr: expect.stringContaining('"my app": expected the client id') })
    const none = await orchestrator(['auth', 'spotify'])
    expect(none).toMatchObject({ code: 78, stderr: expect.stringContaining('put SPOTIFY_CLIENT_ID=') })
  })

  it.each([
    ['POLL_INTERVAL', '3 minutes', {}],
    ['MUSIC_SYNC_ENABLED', 'maybe', {}],
    ['MUSIC_SYNC_SCHEDULE', 'at noon', {}],
    ['AUDIO_FORMATS', 'ogg', {}],
    ['TRACKS_DB_ID', 'my database', {}],
    ['NOTION_BASE_URL', 'notion', {}],
    ['AGENT_TASKS_DB_ID', '', { NOTION_TOKEN: 'ntn_aTokenNobodySees1' }],
  ])('%s=%j: exit 78, one line with the name', async (name, value, more) => {
    const { code, stdout, stderr } = await orchestrator(['--once'], { [name]: value, ...more })
    expect(code).toBe(78)
    expect(stdout).toBe('')
    expect(isOneClearLine(stderr), stderr).toBe(true)
    expect(stderr).toContain(name)
    expect(stderr).not.toContain('NobodySees')
  })

  it('a var folder that cannot be: one line', async () => {
    const { code, stderr } = await orchestrator(['--once', '--var', '/dev/null/var'])
    expect(code).toBe(78)
    expect(isOneClearLine(stderr), stderr).toBe(true)
    expect(stderr).toContain('/dev/null/var')
  })

  it('a state file that is none: it is set aside whole, said, and the work goes on', async () => {
    const varDir = await newVar()
    await writeFile(join(varDir, 'orchestrator.db'), 'this is no database, and long enough to be looked at'.repeat(50))
    const before = await treeOf(varDir)
    const { code, stderr } = await orchestrator(['--once', '--var', varDir])
    expect(code).toBe(0)
    expect(stderr).toMatch(/the program’s state was damaged/)
    const after = await treeOf(varDir)
    const [kept = ''] = Object.keys(after).filter(name => name.startsWith('orchestrator.db.corrupt-'))
    expect(after[kept]).toBe(before['orchestrator.db'])
  })
})

describe('with --json and --dry-run', () => {
  let varDir: string
  let song: string
  const run = (args: readonly string[]) =>
    orchestrator([...args, '--var', varDir], { AUDIO_FORMATS: 'wav', FILE_ROOTS: 'var/songs' })
  beforeAll(async () => {
    varDir = await newVar()
    song = join(await newVar(), 'Some Song.wav')
    await writeFile(song, tinyWav(3))
    expect((await run(['workspace', 'show', '--json'])).code).toBe(0)
    expect((await run(['workspace', 'add', 'Artist - Title', '--json'])).code).toBe(0)
  }, 60_000)

  const COMMANDS = (file: string) => [
    ['--once'],
    ['plan'],
    ['status'],
    ['handlers'],
    ['batch'],
    ['batch', '--limit', '1'],
    ['sync'],
    ['track', file],
    ['workspace', 'show'],
    ['workspace', 'add', 'Another - Song'],
    ['workspace', 'reset'],
    ['workspace', 'reset', '--yes'],
    ['workspace', 'serve'],
  ]

  it('every command prints one document and writes nothing', async () => {
    const before = await treeOf(varDir)
    const check = async (args: readonly string[]) => {
      const { code, stdout, stderr } = await run([...args, '--json', '--dry-run'])
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(0)
      expect(typeof JSON.parse(stdout), args.join(' ')).toBe('object')
    }
    await Promise.all(COMMANDS(song).map(check))
    expect(await treeOf(varDir)).toEqual(before)
  })

  it('every command that works prints one document', async () => {
    for (const args of COMMANDS(song).filter(([command, action]) => !/serve|reset/.test(`${command} ${action}`))) {
      const { code, stdout, stderr } = await run([...args, '--json'])
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(0)
      expect(typeof JSON.parse(stdout), args.join(' ')).toBe('object')
      expect(stderr).not.toMatch(STACK)
    }
    expect((await run(['workspace', 'reset', '--json'])).code).toBe(3)
  })

  it('a refusal leaves stdout empty or one document', async () => {
    for (const args of [
      ['track', 'nonsense'],
      ['batch', '--limit', '0'],
      ['workspace', 'add', 'nonsense'],
    ]) {
      const { code, stdout } = await run([...args, '--json'])
      expect(code).toBe(2)
      expect(stdout).toBe('')
    }
  })

  it('a reader that goes away ends nothing', async () => {
    const running = startOrchestrator(['status', '--var', varDir])
    running.child.stdout?.destroy()
    const { code, stderr } = await running.ended
    expect(stderr).not.toMatch(/EPIPE/)
    expect(code).toBe(0)
  })

  it('a port that is taken is said in one line', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { code, stderr } = await run(['workspace', 'serve', '--port', String(portOf(server))])
    server.close()
    expect(code).toBe(1)
    expect(isOneClearLine(stderr), stderr).toBe(true)
  })
})
