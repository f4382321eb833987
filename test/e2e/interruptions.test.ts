import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { addTracks, changeTrack, trackRows } from '../support/rows.ts'
import { wav } from '../support/wav.ts'

const AUDIO = wav(8)
let server: Server
let base: string
let host: string
/** Answers that wait for the test to let them go on. */
const held: ServerResponse[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': AUDIO.length })
    if (!request.url?.startsWith('/slow')) return response.end(AUDIO)
    response.write(AUDIO.subarray(0, 200_000))
    held.push(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  base = `http://${host}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const settings = () => ({ ALLOW_PRIVATE_HOSTS: host, AUDIO_FORMATS: 'wav', MUSIC_SYNC_ENABLED: 'false' })

function launch(args: readonly string[], environment: Record<string, string>): ChildProcess {
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...environment }
  return spawn(process.execPath, [join(import.meta.dirname, '../../src/launch.js'), ...args], { env, stdio: 'ignore' })
}
const ended = (child: ChildProcess) => new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))

/** The next answer that is held, once the program asks for it. */
async function nextHeld(): Promise<ServerResponse> {
  for (let i = 0; i < 400; i += 1) {
    const response = held.shift()
    if (response) return response
    await sleep(25)
  }
  throw new Error('the program asked for nothing')
}

describe('in the middle of a track', () => {
  it.each([
    ['SIGTERM', 1],
    ['SIGKILL', null],
  ] as const)('%s loses nothing and leaves nothing', async (signal, code) => {
    const varDir = await newVar()
    await addTracks(varDir, [{ title: 'slow', url: `${base}/slow-${signal}.wav` }])
    const child = launch(['--once', '--var', varDir], settings())
    await nextHeld()
    const started = Date.now()
    child.kill(signal)
    expect(await ended(child)).toBe(code)
    expect(Date.now() - started).toBeLessThan(20_000)
    expect((await trackRows(varDir))[0]).not.toHaveProperty('Audio Processing')
    const next = orchestrator(['--once', '--json', '--var', varDir], settings())
    ;(await nextHeld()).end(AUDIO.subarray(200_000))
    expect(JSON.parse((await next).stdout)).toMatchObject({ done: 1 })
    expect(await readdir(join(varDir, 'staging'))).toEqual([])
    expect(await readdir(join(varDir, 'library/Unassigned'))).toHaveLength(1)
  })

  it('a second instance on the same var/ exits 75 at once and names the first', async () => {
    const varDir = await newVar()
    await addTracks(varDir, [{ title: 'slow', url: `${base}/slow-two.wav` }])
    const child = launch(['--once', '--var', varDir], settings())
    const response = await nextHeld()
    const started = Date.now()
    const second = await orchestrator(['--once', '--var', varDir], settings())
    expect(second.code).toBe(75)
    expect(second.stderr).toContain(`process ${child.pid}`)
    expect(Date.now() - started).toBeLessThan(2000)
    const status = await orchestrator(['status', '--json', '--var', varDir], settings())
    expect(status.code).toBe(0)
    response.end(AUDIO.subarray(200_000))
    expect(await ended(child)).toBe(0)
  })

  it('an edit by a person wins: the old result is not written', async () => {
    const varDir = await newVar()
    const [id = ''] = await addTracks(varDir, [{ title: 'edited', url: `${base}/slow-edit.wav` }])
    const running = orchestrator(['--once', '--json', '--var', varDir], settings())
    const response = await nextHeld()
    await changeTrack(varDir, id, { url: `${base}/other.wav` })
    response.end(AUDIO.subarray(200_000))
    expect(JSON.parse((await running).stdout)).toMatchObject({ done: 0, retry: 1 })
    expect((await trackRows(varDir))[0]).not.toHaveProperty('Downloaded')
    expect(await readdir(join(varDir, 'library')).catch(() => [])).toEqual([])
    const next = await orchestrator(['--once', '--json', '--var', varDir], settings())
    expect(JSON.parse(next.stdout)).toMatchObject({ done: 1 })
  })
})

describe('a full disk', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0
  it.skipIf(!canMount)('(needs root on Linux) leaves nothing half-written and blames no row', async () => {
    const [varDir, volume] = [await newVar(), await newVar()]
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', volume])
    try {
      await addTracks(varDir, [{ title: 'big', url: `${base}/big.wav` }])
      const run = await orchestrator(['--once', '--var', varDir], { ...settings(), LIBRARY_DIR: join(volume, 'Music') })
      expect(run.code).toBe(1)
      expect(run.stdout).toMatch(/disk is full/)
      expect((await trackRows(varDir))[0]).not.toHaveProperty('Audio Processing')
      expect((await readdir(join(volume, 'Music'), { recursive: true })).sort()).toEqual(['.library-id', 'Unassigned'])
    } finally {
      execFileSync('umount', [volume])
    }
  })
})

describe('a Notion of another kind', () => {
  /** A stand-in for Notion's far end: a fixed answer to every request. */
  async function notion(answer: (path: string) => [number, object]) {
    const requests: string[] = []
    const far = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`)
      const [status, body] = answer(request.url ?? '')
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    await new Promise<void>(resolve => far.listen(0, '127.0.0.1', resolve))
    const { port } = far.address() as AddressInfo
    const environment = {
      NOTION_TOKEN: 'ntn_verysecretvalue123',
      NOTION_BASE_URL: `http://127.0.0.1:${port}`,
      AGENT_TASKS_DB_ID: '1'.repeat(32),
      TRACKS_DB_ID: '2'.repeat(32),
    }
    return { environment, requests, close: () => far.close() }
  }
  const fault = (status: number, code: string): [number, object] => [
    status,
    { object: 'error', status, code, message: 'no', request_id: 'r' },
  ]
  const property = (name: string, type: string) => ({ id: name, name, type, [type]: {} })

  it('a wrong token is said, and stands in no log', async () => {
    const far = await notion(() => fault(401, 'unauthorized'))
    const varDir = await newVar()
    const run = await orchestrator(['--once', '--var', varDir], far.environment)
    far.close()
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/NOTION_TOKEN is wrong or has expired/)
    const log = await readFile(join(varDir, 'logs/orchestrator.log'), 'utf8').catch(() => '')
    expect(run.stdout + run.stderr + log).not.toContain('ntn_verysecretvalue123')
  })

  it('a missing column and a wrong type stop that database with what is expected and what is there; nothing is written', async () => {
    const far = await notion(path => {
      if (path.includes('/databases/'))
        return [200, { object: 'database', id: 'd', data_sources: [{ id: path.slice(-8), name: 'x' }] }]
      const properties = path.includes('22222222')
        ? [property('Title', 'title'), property('Downloaded', 'rich_text')]
        : [property('Task Name', 'title')]
      return [
        200,
        {
          object: 'data_source',
          id: 's',
          title: [{ plain_text: 'Mine' }],
          properties: Object.fromEntries(properties.map(entry => [entry.name, entry])),
        },
      ]
    })
    const run = await orchestrator(['--once', '--var', await newVar()], far.environment)
    far.close()
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/"Downloaded" should be checkbox, it is rich_text/)
    expect(run.stdout).toMatch(/a column "Status" \(status or select\) is missing/)
    expect(far.requests.filter(line => !line.startsWith('GET'))).toEqual([])
  })
})

describe('by itself', () => {
  it('the loop keeps quiet while nothing changes, and gives a task one trigger', async () => {
    const varDir = await newVar()
    await orchestrator(['--once', '--var', varDir])
    const child = launch(['--interval', '1', '--var', varDir], {})
    await sleep(5000)
    child.kill('SIGTERM')
    expect(await ended(child)).toBe(0)
    const lines = (await readFile(join(varDir, 'logs/orchestrator.log'), 'utf8')).trim().split('\n')
    const loop = lines.slice(lines.findIndex(line => line.includes('the loop has started')))
    expect(loop.filter(line => line.includes('Buy new headphones'))).toHaveLength(1)
    expect(loop.length).toBeLessThanOrEqual(3)
    expect(await readdir(join(varDir, 'agents/Claude-MM1-Agent/01_inbox'))).toHaveLength(1)
  })

  it('a dry run of any command writes nothing outside logs/ and one JSON document', async () => {
    const varDir = await newVar()
    await addTracks(varDir, [{ title: 'one', url: `${base}/one.wav` }])
    const before = await fingerprintOf(varDir)
    const commands = [
      ['--once'],
      ['plan'],
      ['status'],
      ['handlers'],
      ['batch'],
      ['sync'],
      ['track', `${base}/new.wav`],
      ['workspace', 'show'],
      ['workspace', 'add', 'A - B'],
      ['workspace', 'reset'],
      ['workspace', 'serve'],
    ]
    for (const command of commands) {
      const run = await orchestrator([...command, '--dry-run', '--json', '--var', varDir], settings())
      expect(run.code, `${command} ${run.stderr}`).toBe(0)
      expect(() => JSON.parse(run.stdout), command.join(' ')).not.toThrow()
    }
    expect(await fingerprintOf(varDir)).toEqual(before)
  })
})

/** Every file below a folder but logs/, with its content's hash. */
async function fingerprintOf(dir: string): Promise<Record<string, string>> {
  await mkdir(dir, { recursive: true })
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const hashes = files
    .filter(file => !file.startsWith(join(dir, 'logs')))
    .map(async file => [
      file,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ])
  return Object.fromEntries(await Promise.all(hashes))
}
