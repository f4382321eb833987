import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** Imports go down this list only; folders on one line do not know each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['src/cli.ts'],
  ['src/cli'],
  ['src/commands'],
  ['src/doctor', 'src/setup'],
  ['src/app.ts'],
  ['src/open-tools.ts', 'src/upkeep.ts'],
  ['handlers'],
  ['src/orchestrator', 'src/web'],
  ['src/pipeline'],
  ['src/handler.ts'],
  ['src/tools.ts'],
  ['src/cluster'],
  [
    'src/notion',
    'src/workspace',
    'src/sources',
    'src/audio',
    'src/library',
    'src/eagle',
    'src/agents',
    'src/rules',
    'src/claims',
    'src/outbox',
    'src/queue',
    'src/schedule',
    'src/notify',
  ],
  ['src/store'],
  ['src/lanes'],
  ['src/log.ts', 'src/config.ts', 'src/run-program.ts', 'src/durable-file.ts'],
  ['src/find-program.ts'],
  ['src/settings.ts'],
  ['src/model'],
  ['src/errors.ts', 'src/failpoint.ts', 'src/once-open.ts'],
]

/** Outside packages and the only place that may know each. */
const FENCES: Record<string, string> = {
  '@notionhq/client': 'src/notion/',
  bottleneck: 'src/lanes/',
  execa: 'src/run-program.ts',
  'fluent-ffmpeg': 'src/audio/ffmpeg.ts',
  winston: 'src/log.ts',
  yargs: 'src/cli',
  undici: 'src/sources/',
  nodemailer: 'src/notify/',
  fastify: 'src/web/',
  'prom-client': 'src/web/',
  '@unimusic/chromaprint': 'src/audio/analysis/',
  bullmq: 'src/queue/redis',
  ioredis: 'src/cluster/connect.ts',
}

const files = ['src', 'handlers'].flatMap(dir =>
  readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `${dir}/${name}`),
)
const importsOf = (file: string) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(match => match[1] ?? '')
const layerOf = (file: string) =>
  LAYERS.findIndex(layer => layer.some(place => file === place || file.startsWith(`${place}/`)))
const placeOf = (file: string) => LAYERS.flat().find(place => file === place || file.startsWith(`${place}/`))

describe('imports', () => {
  it('every file has a layer', () => {
    expect(files.filter(file => layerOf(file) === -1)).toEqual([])
  })

  it('go down only', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(name => name.startsWith('.'))
        .map(name => relative(ROOT, resolve(ROOT, dirname(file), name)))
        .filter(target => placeOf(target) !== placeOf(file) && layerOf(target) <= layerOf(file))
        .map(target => `${file} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('outside packages stay behind their fences', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(name =>
          Object.entries(FENCES).some(
            ([pack, place]) => (name === pack || name.startsWith(`${pack}/`)) && !file.startsWith(place),
          ),
        )
        .map(name => `${file} → ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('no file has more than 240 lines', () => {
    const long = files.filter(file => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 240)
    expect(long).toEqual([])
  })

  it('only config.ts and find-program.ts read the environment', () => {
    const readers = files.filter(file => /process\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(readers.sort()).toEqual(['src/config.ts', 'src/find-program.ts'])
  })
})
