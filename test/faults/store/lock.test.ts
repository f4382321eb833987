// One instance at a time: as real processes, killed and started at once.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MIGRATIONS } from '../../../src/store/migrations.ts'
import { portOf } from '../../support/bench.ts'
import { orchestrator } from '../../support/cli.ts'
import { jobsIn, newFolder, storeIn } from './stores.ts'

const HOLDER = join(import.meta.dirname, 'holder.ts')

describe('var/ belongs to one instance', () => {
  it('C7 the holder is killed: the next one starts at once, ten times over', async () => {
    const dir = newFolder()
    for (let time = 0; time < 10; time += 1) {
      const instance = await startInstance(dir)
      expect(await instance.ending).toMatch(/^held/)
      instance.child.kill('SIGKILL')
      await instance.exited
    }
    expect(JSON.parse(readFileSync(join(dir, 'instance.json'), 'utf8'))).toMatchObject({ store: 'open' })
  })

  it('C7 the number of the dead holder is another process’s now: that one holds nothing', async () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'instance.json'), JSON.stringify({ pid: process.pid, since: '2026-11-20T00:00:00.000Z' }))
    const instance = await startInstance(dir)
    expect(await instance.ending).toMatch(/^held/)
    expect(JSON.parse(readFileSync(join(dir, 'instance.json'), 'utf8'))).toMatchObject({ pid: instance.child.pid })
  })

  it('C7 the lock file is damaged: it is mended, and still lets one in only', async () => {
    const dir = newFolder()
    writeFileSync(join(dir, 'instance.lock'), 'not a lock'.repeat(1000))
    const instances = await Promise.all([startInstance(dir), startInstance(dir), startInstance(dir)])
    await expectOneHolder(instances)
  })

  it('P7 ten start at once with a pending migration: one migrates, the others end with 75 and name it', async () => {
    const dir = newFolder()
    oldStore(dir)
    const instances = await Promise.all(Array.from({ length: 10 }, () => startInstance(dir, false)))
    for (const { go } of instances) go()
    const holder = await expectOneHolder(instances)
    expect(await holder.ending).toBe(`held ${MIGRATIONS.length}`)
    holder.child.kill('SIGKILL')
    await holder.exited
    expect(jobsIn(dir)).toEqual(['track:row-1', 'track:row-2'])
  })

  it('P7 killed while it migrates: the store is of the old form or the new one, never between', async () => {
    for (const afterMs of [0, 1, 2, 4, 8, 16]) {
      const dir = newFolder()
      oldStore(dir)
      const instance = await startInstance(dir)
      setTimeout(() => instance.child.kill('SIGKILL'), afterMs)
      await instance.exited
      expect(jobsIn(dir)).toEqual(['track:row-1', 'track:row-2'])
    }
  })

  it('C8 a second instance on one var/ ends with 75 within 2 s, names the holder, and asks Notion nothing', async () => {
    const dir = newFolder()
    const holder = await startInstance(dir)
    expect(await holder.ending).toMatch(/^held/)
    const notion = await countingServer()
    const started = performance.now()
    const second = await orchestrator(['--once', '--var', dir], {
      NOTION_TOKEN: 'secret-token',
      NOTION_BASE_URL: notion.url,
      AGENT_TASKS_DB_ID: '0'.repeat(32),
      TRACKS_DB_ID: '1'.repeat(32),
    })
    const took = performance.now() - started
    expect(second.code).toBe(75)
    expect(second.stderr).toContain(`process ${holder.child.pid}`)
    expect(notion.asked()).toBe(0)
    expect(took).toBeLessThan(2000)
  })

  it('C8 ten start at once: one works, nine end with 75 and name it', async () => {
    const dir = newFolder()
    const instances = await Promise.all(Array.from({ length: 10 }, () => startInstance(dir, false)))
    for (const { go } of instances) go()
    await expectOneHolder(instances)
  })
})

type Instance = Awaited<ReturnType<typeof startInstance>>

/** @param goes whether it takes var/ by itself, or waits for `go` */
async function startInstance(dir: string, goes = true) {
  const child = spawn(process.execPath, [HOLDER, dir])
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = linesOf(child)
  const exited = once(child, 'close')
  let stderr = ''
  child.stderr.on('data', chunk => {
    stderr += String(chunk)
  })
  expect(await lines()).toBe('ready')
  const go = () => void child.stdin.write('go\n')
  if (goes) go()
  /** `held <version>`, or the exit code and what was said. */
  const ending = Promise.race([lines(), exited.then(([code]) => `${code}: ${stderr}`)])
  return { child, go, exited, ending }
}

async function expectOneHolder(instances: readonly Instance[]): Promise<Instance> {
  const endings = await Promise.all(instances.map(async instance => ({ instance, said: await instance.ending })))
  const holders = endings.filter(({ said }) => said.startsWith('held'))
  expect(endings.map(({ said }) => said.slice(0, 3)).sort()).toEqual([...instances.slice(1).map(() => '75:'), 'hel'])
  const holder = holders[0]?.instance ?? expect.fail('nobody holds var/')
  for (const { said } of endings) if (said.startsWith('75')) expect(said).toContain(`process ${holder.child.pid}`)
  return holder
}

/** One line after the other; never ends when there is none any more. */
function linesOf(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const waiting: ((line: string) => void)[] = []
  const lines: string[] = []
  let rest = ''
  child.stdout.on('data', chunk => {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      const next = waiting.shift()
      if (next) next(line)
      else lines.push(line)
    }
  })
  return () => {
    const line = lines.shift()
    return line === undefined ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve(line)
  }
}

/** A store as the first version left it, with two rows that still want work. */
function oldStore(dir: string): void {
  using database = new DatabaseSync(storeIn(dir))
  database.exec(`pragma journal_mode = wal; ${MIGRATIONS[0]} pragma user_version = 1`)
  const add = database.prepare("insert into attempt values (?, '[\"a link\"]', 1, 'retry', 'cut', 0, 0)")
  for (const row of ['row-1', 'row-2']) add.run(row)
}

async function countingServer(): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.writeHead(500).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${portOf(server)}`, asked: () => asked }
}
