// A Notion that refuses, is away, or is shaped otherwise; and wrong page ids.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, isOneClearLine, openBench, STACK, TOKEN } from '../support/bench.ts'

let bench: Bench
let track: string
let task: string
beforeAll(async () => {
  bench = await openBench()
  track = await bench.addTrack('a song', bench.media.url('/song.wav'))
  task = await bench.addTask('Look at the set list', { 'Assigned-Agent': { select: { name: 'Claude MM1 Agent' } } })
})
afterAll(() => bench[Symbol.asyncDispose]())

const notionError = (status: number, code: string, message: string) =>
  Response.json({ object: 'error', status, code, message }, { status })

describe('what `track` is given', () => {
  it.each(['nonsense', '', '/tmp', 'ftp://host/song.wav', '0123456789abcdef'])(
    '%j is refused with what was expected',
    async what => {
      const { code, stdout, stderr } = await bench.run(['track', what])
      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/expected https:\/\/…, 32 hex digits, or a path/)
      expect(stderr).not.toMatch(STACK)
    },
  )

  it('a page id nobody knows is refused', async () => {
    const { code, stderr } = await bench.run(['track', '00000000-0000-4000-8000-000000000000'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/no page 00000000-.*expected a row of "Music Tracks"/)
  })

  it('a page of another database is refused and not written', async () => {
    bench.writes.length = 0
    const { code, stderr } = await bench.run(['track', task])
    expect(code).toBe(2)
    expect(stderr).toContain(`is no row of "Music Tracks"`)
    expect(bench.writes).toEqual([])
  })
})

describe('a Notion that refuses', () => {
  it('the token: says NOTION_TOKEN, writes nothing, exit 1', async () => {
    bench.setFault(() => notionError(401, 'unauthorized', 'API token is invalid.'))
    for (const command of [['--once'], ['status'], ['track', track]]) {
      const { code, stdout, stderr } = await bench.run(command)
      expect(code, command.join(' ')).toBe(1)
      expect(stdout + stderr).toContain('NOTION_TOKEN')
      expect(stdout + stderr).not.toContain(TOKEN)
      expect(stdout + stderr).not.toMatch(STACK)
    }
    bench.setFault()
  })

  it('a database id: says which database is not found, the other’s work goes on', async () => {
    const wrong = { AGENT_TASKS_DB_ID: '00000000000040008000000000000000' }
    const { exitCode, problems, entries } = await bench.report(['--once', '--no-music-sync'], wrong)
    expect(exitCode).toBe(1)
    expect(problems).toEqual([{ step: 'tasks', reason: expect.stringContaining('00000000') }])
    expect(entries.map(({ id, outcome }) => [id, outcome.kind])).toEqual([[track, 'done']])
  })

  it('with nonsense in place of JSON: one clear line', async () => {
    bench.setFault(() => new Response('<html>Log in to the hotel</html>', { headers: { 'content-type': 'text/html' } }))
    const page = await bench.run(['status'])
    bench.setFault((_method, path) => (path.endsWith('/query') ? Response.json({ object: 'list' }) : undefined))
    const list = await bench.run(['status'])
    bench.setFault()
    for (const { code, stderr } of [page, list]) {
      expect(code).toBe(1)
      expect(isOneClearLine(stderr), stderr).toBe(true)
    }
  })

  it('by not being there: soon said, exit 1', async () => {
    const started = Date.now()
    const { code, stdout, stderr } = await bench.run(['--once'], { NOTION_BASE_URL: 'http://127.0.0.1:59' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/Notion cannot be reached: the connection was refused/)
    expect(stdout + stderr).not.toMatch(STACK)
    expect(Date.now() - started).toBeLessThan(15_000)
  })
})

describe('columns that do not fit', () => {
  it('a wrong type pauses that database and says both types; the other goes on', async () => {
    const row = await bench.addTrack('later', bench.media.url('/later.wav?pitch=500'))
    await bench.changeColumns(bench.sources.tracks, { Downloaded: null })
    await bench.changeColumns(bench.sources.tracks, { Downloaded: { rich_text: {} } })
    bench.writes.length = 0
    const { exitCode, problems, entries } = await bench.report(['--once', '--music-sync'])
    expect(exitCode).toBe(1)
    expect(problems.find(({ step }) => step === 'tracks')?.reason).toMatch(
      /"Music Tracks" does not fit: "Downloaded" should be checkbox, it is rich_text/,
    )
    expect(entries.find(({ id }) => id === task)?.outcome.kind ?? 'already done').toBe('done')
    expect(bench.writes.every(write => write.endsWith(task))).toBe(true)
    expect((await bench.row(row)).cell('Downloaded')).toBe('')
  })

  it('a missing needed column is named', async () => {
    await bench.changeColumns(bench.sources.tracks, { Downloaded: null })
    const { code, stderr } = await bench.run(['batch'])
    expect(code).toBe(1)
    expect((await bench.run(['status'])).stderr).toMatch(/a column "Downloaded" \(checkbox\) is missing/)
    expect(stderr).not.toMatch(STACK)
  })
})
