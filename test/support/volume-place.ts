// A program in this process with a folder of music beside its library, to be indexed.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { type IndexWish, indexVolumes } from '../../src/pipeline/volumes/index-volumes.ts'
import { newVar } from './cli.ts'
import { melody } from './melody.ts'
import { withWorkspace } from './rows.ts'

const WISH: IndexWish = { rebuild: false, forgetMissing: false, believeGone: false }
export type VolumePlace = Awaited<ReturnType<typeof openVolumePlace>>

export async function openVolumePlace(roots: readonly string[] = ['music']) {
  const dir = await newVar()
  const varDir = join(dir, 'var')
  const at = (path: string) => join(dir, path)
  await mkdir(varDir)
  for (const root of roots) await mkdir(at(root), { recursive: true })
  await withWorkspace(varDir, async () => {}) // without demo rows
  const environment = { INDEX_DIRS: roots.map(at).join(), TRACK_CONCURRENCY: '2', AUDIO_FORMATS: 'wav' }
  const config = loadConfig({ varDir, environment })
  const app = await createApp(config, { logLevel: 'error', dryRun: false, signal: new AbortController().signal })
  /** Files that were listened to. */
  const heard: string[] = []
  /** What happens meanwhile. */
  const hooks: { walked?: () => void; heard?: (path: string) => void } = {}
  const { audio, ...others } = app.tools
  const tools = {
    ...others,
    audio: {
      ...audio,
      hear: async (path: string, options: { dir: string; signal: AbortSignal }) => {
        heard.push(path)
        const said = await audio.hear(path, options)
        hooks.heard?.(path)
        return said
      },
    },
  }
  return {
    at,
    varDir,
    environment,
    config,
    tools,
    hooks,
    async index(wish: Partial<IndexWish> = {}, signal = new AbortController().signal) {
      heard.length = 0
      const context = {
        tools,
        log: silentLog,
        signal,
        view: { walked: () => hooks.walked?.(), reading() {} },
        varDir,
        readOnly: false,
        dirs: config.indexDirs,
        concurrency: 2,
      }
      const report = await indexVolumes(context, { ...WISH, ...wish })
      return { ...report, heard: [...heard].sort() }
    },
    /** Of so few seconds none is the same as another. */
    async song(path: string, seed: number, seconds = 4): Promise<string> {
      await mkdir(dirname(at(path)), { recursive: true })
      await writeFile(at(path), melody(seconds, seed))
      return at(path)
    },
    async put(path: string, content: string | Buffer): Promise<string> {
      await mkdir(dirname(at(path)), { recursive: true })
      await writeFile(at(path), content)
      return at(path)
    },
    names: async (path: string) => (await readdir(at(path), { recursive: true })).sort(),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
