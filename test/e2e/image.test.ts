// No engine builds the image here: its files are held to the program instead, and the program runs from what they bring.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findProgram } from '../../src/audio/programs.ts'
import { SETTINGS } from '../../src/settings.ts'
import { copiedBy, newImage } from '../support/image.ts'
import { FFMPEG } from '../support/programs.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { wav } from '../support/wav.ts'

const ROOT = join(import.meta.dirname, '../..')
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8')
const [dockerfile, compose, ignored] = ['Dockerfile', 'compose.yaml', '.dockerignore'].map(textOf) as [
  string,
  string,
  string,
]

/** Its lines, without comments. */
const serviceIn = (name: string) => new RegExp(`^  ${name}:\\n((?:    .*\\n)+)`, 'm').exec(compose)?.[1] ?? ''

describe('the image', () => {
  it('is made of files that are there, and of nothing else', () => {
    const copied = copiedBy(dockerfile)
    expect(copied).toContain('src')
    expect(copied.filter(path => !existsSync(join(ROOT, path)))).toEqual([])
    const [everything, ...allowed] = ignored.split('\n').filter(line => line !== '' && !line.startsWith('#'))
    expect(everything).toBe('*')
    expect(allowed.map(line => line.slice(1)).sort()).toEqual(copied.sort())
  })

  it('has a Node that runs the program, and needs none from npm', () => {
    const major = /^FROM node:(\d+)-/m.exec(dockerfile)?.[1]
    expect(JSON.parse(textOf('package.json')).engines.node).toMatch(new RegExp(`^>=${major}\\.`))
    expect(dockerfile).toContain('npm ci --omit=dev --omit=optional')
  })

  it('knows every setting that it and compose.yaml name', () => {
    const environment = [...compose.matchAll(/\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/g)].map(([, name]) => name ?? '')
    const own = [...dockerfile.matchAll(/^ENV (\w+)=/gm)].map(([, name]) => name ?? '')
    const named = new Set([...environment, ...own])
    expect(named).toContain('REDIS_URL')
    expect([...named].filter(name => !(name in SETTINGS.shape))).toEqual([])
  })

  it('gets secrets as the coordinator alone, and time to end in an orderly way', () => {
    expect(serviceIn('coordinator')).toContain('env_file')
    expect(serviceIn('worker')).toContain('command: ["worker"]')
    expect(serviceIn('worker')).not.toContain('env_file')
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(20)
  })

  it.skipIf(!hasRedis)('brings all that the coordinator and a worker need at work', async () => {
    await using redis = await startRedis()
    const image = await newImage(dockerfile)
    const song = join(image.dir, 'song.wav')
    await mkdir(join(image.dir, 'library'))
    await writeFile(song, wav(4))
    const settings = {
      REDIS_URL: redis.url,
      LIBRARY_DIR: join(image.dir, 'library'),
      COORDINATOR_WORKS: 'false',
      AUDIO_FORMATS: 'wav',
      FFMPEG_BIN: FFMPEG,
      FFPROBE_BIN: findProgram('ffprobe', undefined),
    }
    const worker = image.start(['worker'], settings)
    const track = image.start(['track', song, '--json'], settings)
    onTestFinished(() => [worker, track].forEach(({ child }) => void child.kill('SIGKILL')))
    const made = await track.ended
    const looked = await image.start(wordsOfHealth(), settings).ended
    worker.child.kill('SIGTERM')
    const { stdout, stderr } = await worker.ended
    expect(made, made.stderr).toMatchObject({ code: 0 })
    expect(looked, looked.stdout).toMatchObject({ code: 0 })
    expect(stdout, stderr).toMatch(/[1-9]\d* pieces of work done/)
  })
})

/** What the health check of compose.yaml asks. */
function wordsOfHealth(): string[] {
  const [, words = ''] = /test: \["CMD", "orchestrator", (.*)\]/.exec(compose) ?? []
  return words.split(', ').map(word => JSON.parse(word))
}
