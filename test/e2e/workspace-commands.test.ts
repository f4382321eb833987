import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { withWorkspace } from '../support/rows.ts'

let varDir: string
const run = (...args: string[]) => orchestrator(['workspace', ...args, '--var', varDir])
/** What a command that works prints with --json. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

beforeAll(async () => {
  varDir = await newVar()
  await withWorkspace(varDir, async () => {})
})

it('workspace add names a row by its link while it has no title', async () => {
  const link = 'https://soundcloud.com/nobody/song'
  const { stdout } = await orchestrator(['workspace', 'add', link, '--var', await newVar()], { YTDLP_BIN: '/none' })
  expect(stdout).toMatch(/^Music Tracks: https:\/\/soundcloud\.com\/nobody\/song \([0-9a-f-]{36}\)\n$/)
})

it('workspace add says what is there already, and adds it once', async () => {
  const own = await newVar()
  const add = async (what: string) => (await orchestrator(['workspace', 'add', what, '--var', own])).stdout
  expect(await add('https://example.org/ferry.mp3')).not.toMatch(/already/)
  expect(await add('https://EXAMPLE.org/ferry.mp3#start')).toMatch(/^Music Tracks: .* is there already \(/)
  expect(await add('Nia - Harbour')).not.toMatch(/already/)
  expect(await add('nia – harbour')).toMatch(/^Music Tracks: Nia – Harbour is there already \(/)
})

describe('workspace task', () => {
  it('adds a row that is ready, or as it is told', async () => {
    const made = await json('task', 'Review the set list')
    expect(made).toMatchObject({ title: 'Review the set list', status: 'Ready' })
    expect(made.id).toMatch(/^[0-9a-f-]{36}$/)
    const more = ['--status', 'draft', '--description', 'Read it', '--agent', 'Cursor MM1 Agent']
    expect(await json('task', 'Another', ...more)).toMatchObject({ status: 'Draft' })
    const { tables } = await json('show', 'agent-tasks')
    expect(tables).toHaveLength(1)
    expect(tables[0].rows).toEqual([
      { 'Task Name': 'Review the set list', Status: 'Ready' },
      { 'Task Name': 'Another', Status: 'Draft', Description: 'Read it', 'Assigned-Agent': 'Cursor MM1 Agent' },
    ])
    expect(tables[0].ids[0]).toBe(made.id)
  })

  it('writes nothing with --dry-run', async () => {
    expect(await json('task', 'Third', '--dry-run')).toEqual({
      would: 'add',
      task: { title: 'Third', status: 'Ready' },
    })
    expect((await json('show', 'Agent-Tasks')).tables[0].total).toBe(2)
  })

  it('refuses what it cannot add', async () => {
    expect(await run('task', '  ')).toMatchObject({ code: 2, stderr: expect.stringContaining('expects a title') })
    const { code, stderr } = await run('task', 'x', '--status', 'Someday')
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/"Status" has no option "Someday": it has Draft, Planning, Ready, /),
    })
  })

  it('works beside a running instance', async () => {
    const lock = new DatabaseSync(join(varDir, 'instance.lock'))
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    expect((await orchestrator(['--once', '--var', varDir])).code).toBe(75)
    expect((await run('task', 'Beside')).code).toBe(0)
    expect((await run('add', 'Artist - Beside')).code).toBe(0)
    lock.close()
  })
})

describe('workspace show', () => {
  it('prints tables that fit, and so many rows', async () => {
    const { stdout } = await run('show', '--limit', '2')
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('Agent-Tasks: 3 rows')
    expect(lines[1]).toMatch(/^ {2}Task Name +Status +Description +Assigned-Agent$/)
    expect(stdout).toContain('  … 1 more: --limit N')
    expect(stdout).toContain('Music Tracks: 1 row\n')
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(120)
  })

  it('names the databases there are', async () => {
    const { code, stderr } = await run('show', 'nothing')
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no database "nothing" here; there are "Agent-Tasks", "Music Tracks"'),
    })
    expect((await run('show', '--limit', '0')).code).toBe(2)
  })
})

describe('workspace export and import', () => {
  const place = (name: string) => join(varDir, name)

  it('writes to stdout, and to a file it does not overwrite', async () => {
    const out = await run('export')
    expect(JSON.parse(out.stdout)).toMatchObject({ format: 'orchestrator-workspace', version: 1 })
    expect(JSON.parse((await run('export', '-')).stdout).pages).toHaveLength(4)
    expect(await json('export', place('a.json'), '--dry-run')).toMatchObject({ would: 'export', overwrites: false })
    expect(existsSync(place('a.json'))).toBe(false)
    expect(await json('export', place('a.json'))).toMatchObject({ file: place('a.json'), counts: { pages: 4 } })
    await writeFile(place('b.json'), 'mine')
    const refused = await run('export', place('b.json'))
    expect(refused).toMatchObject({
      code: 3,
      stdout: expect.stringContaining(`export ${place('b.json')} --yes --var `),
    })
    expect(await readFile(place('b.json'), 'utf8')).toBe('mine')
    expect((await run('export', place('b.json'), '--yes')).code).toBe(0)
    expect(JSON.parse(await readFile(place('b.json'), 'utf8')).pages).toHaveLength(4)
  })

  it.each([
    ['workspace.db', 2, 'is the local workspace itself'],
    ['.', 2, 'is a folder'],
    ['no/folder/a.json', 1, 'cannot be written'],
  ])('refuses to write %s', async (name, code, message) => {
    const result = await run('export', place(name), '--yes')
    expect(result).toMatchObject({ code, stderr: expect.stringContaining(message) })
    expect(result.stderr).not.toMatch(/^\s+at /m)
  })

  it('goes into an absent workspace directly, into one with rows with --yes and a backup', async () => {
    const other = await newVar()
    const into = (...args: string[]) => orchestrator(['workspace', 'import', ...args, '--json', '--var', other])
    const dry = await into(place('a.json'), '--dry-run')
    expect(JSON.parse(dry.stdout)).toMatchObject({ would: 'import', counts: { pages: 4 }, replaces: null })
    expect(await readdir(other)).not.toContain('workspace.db')
    expect(JSON.parse((await into(place('a.json'))).stdout)).toMatchObject({ counts: { pages: 4 }, backup: null })
    const asked = await into(place('a.json'))
    expect(asked.code).toBe(3)
    expect(JSON.parse(asked.stdout).command).toBe(
      `npx orchestrator workspace import ${place('a.json')} --yes --var ${other}`,
    )
    const done = JSON.parse((await into(place('a.json'), '--yes')).stdout)
    const { exportedAt: _then, ...backup } = JSON.parse(await readFile(done.backup, 'utf8'))
    const { exportedAt: _now, ...given } = JSON.parse(await readFile(place('a.json'), 'utf8'))
    expect(backup).toEqual(given)
  })

  it('waits for nobody: another instance holds var/', async () => {
    const other = await newVar()
    await mkdir(other, { recursive: true })
    const lock = new DatabaseSync(join(other, 'instance.lock'))
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    const result = await orchestrator(['workspace', 'import', place('a.json'), '--var', other])
    lock.close()
    expect(result.code).toBe(75)
    expect(await readdir(other)).not.toContain('workspace.db')
  })

  it('names what is wrong with a file', async () => {
    await writeFile(place('wrong.json'), '{"format":"orchestrator-workspace","version":1,\n"pages":[{"id":3}]}')
    expect(await run('import')).toMatchObject({ code: 2, stderr: expect.stringContaining('expects the file') })
    expect(await run('import', place('absent.json'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no file'),
    })
    expect(await run('import', varDir)).toMatchObject({ code: 2, stderr: expect.stringContaining('is a folder') })
    const { code, stderr } = await run('import', place('wrong.json'))
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/wrong\.json, line 2: pages\[0\]\.id: .*expected string/),
    })
  })

  it('has nothing to export before there is a workspace', async () => {
    const { code, stderr } = await orchestrator(['workspace', 'export', '--var', await newVar()])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no local workspace to export') })
  })
})

describe('with a token', () => {
  it('says how the local workspace is reached', async () => {
    const id = '00000000000040008000000000000001'
    const environment = { NOTION_TOKEN: 'ntn_notASecret', AGENT_TASKS_DB_ID: id, TRACKS_DB_ID: id }
    const { code, stderr } = await orchestrator(['workspace', 'show', 'Music Tracks', '--var', varDir], environment)
    expect(code).toBe(78)
    expect(stderr).toContain(`NOTION_TOKEN= npx orchestrator workspace show 'Music Tracks' --var ${varDir}`)
    const shown = await orchestrator(['workspace', 'show', '--var', varDir], { ...environment, NOTION_TOKEN: '' })
    expect(shown.code).toBe(0)
  })
})
