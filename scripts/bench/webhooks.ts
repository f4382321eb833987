// Webhooks: deliveries that are on the disk when they are answered, by a generator beside, alone and while audio is converted.

import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { z } from 'zod'
import { median, type Row } from './measure.ts'

const DELIVERIES = 10_000
/** Of a hundred so many were sent before. */
const AGAIN = 30
const AT_ONCE = 32
const CONVERTED_AT_ONCE = 2
const LIMITS = '≥ 1,000/s, p99 ≤ 100 ms'

export async function webhookRows(): Promise<Row[]> {
  return [
    await measured('events of Notion', notionRequest),
    await measured('links', linkRequest),
    await whileConverting(() => measured(`links, while ${CONVERTED_AT_ONCE} songs are converted`, linkRequest)),
  ]
}

interface Delivery {
  path: string
  body: string
  headers: Record<string, string>
}

async function measured(what: string, deliveryOf: (n: number) => Delivery): Promise<Row> {
  const receiver = await startReceiver()
  const unique = (DELIVERIES * (100 - AGAIN)) / 100
  const numbers = Array.from({ length: DELIVERIES }, (_, n) => (n < unique ? n : (n * 7) % unique))
  const deliveries = numbers.map(deliveryOf)
  const times: number[] = []
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, () => send(receiver.url, deliveries, times)))
  const seconds = (performance.now() - begun) / 1000
  const { jobs, events, peakKb } = await receiver.end()
  if (jobs + events !== unique) throw new Error(`${jobs + events} were kept of ${unique}`)
  return {
    what: `webhooks: ${what}, ${DELIVERIES.toLocaleString('en')} of which ${AGAIN} % twice, ${AT_ONCE} at once`,
    measured: `${(DELIVERIES / seconds).toFixed(0)}/s durable, median ${median(times).toFixed(1)} ms, p99 ${p99(times).toFixed(1)} ms`,
    baseline: `${(peakKb / 1024).toFixed(0)} MB at most`,
    ratio: '',
    limit: LIMITS,
  }
}

async function send(url: string, deliveries: Delivery[], times: number[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let delivery = deliveries.pop(); delivery; delivery = deliveries.pop()) {
    const begun = performance.now()
    const status = await post(url, delivery, agent)
    times.push(performance.now() - begun)
    if (status !== 202) throw new Error(`it answered ${status}`)
  }
  agent.destroy()
}

function post(url: string, { path, body, headers }: Delivery, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers }
    const sent = request(url + path, { method: 'POST', agent, headers: all }, response => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject).end(body)
  })
}

const linkRequest = (n: number): Delivery => ({
  path: '/webhook/music-workflow',
  body: JSON.stringify({ url: `https://example.org/music/${n}.mp3` }),
  headers: { authorization: 'Bearer bench-token' },
})

function notionRequest(n: number): Delivery {
  const body = JSON.stringify({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    timestamp: new Date().toISOString(),
    type: 'page.properties_updated',
    authors: [{ id: 'somebody', type: 'person' }],
    entity: { id: `page ${n}`, type: 'page' },
    data: { parent: { id: 'place', type: 'database' }, updated_properties: ['tC%3B%3D'] },
  })
  const signature = `sha256=${createHmac('sha256', 'bench-key').update(body).digest('hex')}`
  return { path: '/webhook/notion', body, headers: { 'x-notion-signature': signature } }
}

async function startReceiver() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'webhooks-alone.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const url = await lineOf(lines)
  return {
    url,
    async end() {
      child.stdin.end()
      return Kept.parse(JSON.parse(await lineOf(lines)))
    },
  }
}

const Kept = z.object({ jobs: z.number(), events: z.number(), peakKb: z.number() })

async function lineOf(lines: Interface): Promise<string> {
  const [line] = await once(lines, 'line')
  return String(line)
}

/** As two tracks would be: ffmpeg without an end, each on a thread of its own. */
async function whileConverting<T>(work: () => Promise<T>): Promise<T> {
  const source = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100', '-f', 'lavfi', '-i', 'anoisesrc=r=44100']
  const target = [
    '-filter_complex',
    'amix',
    '-threads',
    '1',
    '-c:a',
    'alac',
    '-f',
    'ipod',
    '-movflags',
    'empty_moov',
    '-y',
  ]
  const songs = Array.from({ length: CONVERTED_AT_ONCE }, () =>
    spawn('ffmpeg', ['-nostdin', '-loglevel', 'error', ...source, ...target, '/dev/null'], { stdio: 'ignore' }),
  )
  try {
    return await work()
  } finally {
    await Promise.all(songs.map(stop))
  }
}

async function stop(song: ChildProcess): Promise<void> {
  if (song.exitCode !== null) throw new Error('ffmpeg ended before the measurement did')
  song.kill('SIGKILL')
  await once(song, 'exit')
}

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN
}
