// The program as its image has it: the files that the Dockerfile copies, and only the packages that it installs.

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { CliResult, RunningCli } from './cli.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Image {
  dir: string
  /** `orchestrator …` in it. */
  start(args: readonly string[], settings?: Record<string, string>): RunningCli
}

/** What the lines `COPY a b place` bring. */
export const copiedBy = (dockerfile: string): string[] =>
  [...dockerfile.matchAll(/^COPY (.+)$/gm)].flatMap(([, words = '']) => words.split(' ').slice(0, -1))

export async function newImage(dockerfile: string): Promise<Image> {
  const dir = await mkdtemp(join(tmpdir(), 'image-'))
  for (const path of copiedBy(dockerfile)) await cp(join(ROOT, path), join(dir, path), { recursive: true })
  for (const name of await installed()) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await symlink(join(ROOT, name), join(dir, name))
  }
  return {
    dir,
    start(args, settings = {}) {
      const env = { PATH: process.env.PATH ?? '', HOME: dir, TRACK_CONCURRENCY: '1', ...settings }
      const { promise: ended, resolve } = Promise.withResolvers<CliResult>()
      const words = [join(dir, 'src/launch.js'), ...args]
      const child = execFile(process.execPath, words, { env, cwd: dir }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      )
      return { child, ended }
    },
  }
}

const Flags = { dev: z.boolean().optional(), optional: z.boolean().optional(), devOptional: z.boolean().optional() }
const Lock = z.object({ packages: z.record(z.string(), z.object(Flags)) })

/** The packages at the top of node_modules that `npm ci --omit=dev --omit=optional` leaves there. */
async function installed(): Promise<string[]> {
  const { packages } = Lock.parse(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')))
  return Object.entries(packages)
    .filter(
      ([name, { dev, optional, devOptional }]) =>
        /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name) && !dev && !optional && !devOptional,
    )
    .map(([name]) => name)
}
