// A folder of music on another disk, to be indexed: five songs, and a state of its own.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newVar, orchestrator } from './cli.ts'
import { melody } from './melody.ts'
import { withWorkspace } from './rows.ts'

export const SONGS = 5

export async function openMusicFolder() {
  const varDir = await newVar()
  const music = join(varDir, 'a disk', 'music')
  await withWorkspace(varDir, async () => {}) // without demo rows
  await mkdir(music, { recursive: true })
  for (let seed = 0; seed < SONGS; seed += 1) await writeFile(join(music, `Ada - Song ${seed}.wav`), melody(4, seed))
  const settings = (more: Record<string, string> = {}) => ({ INDEX_DIRS: music, TRACK_CONCURRENCY: '1', ...more })
  const index = (args: readonly string[] = [], more: Record<string, string> = {}) =>
    orchestrator(['index', '--var', varDir, ...args], settings(more))
  return {
    varDir,
    music,
    settings,
    index,
    async report(args: readonly string[] = [], more: Record<string, string> = {}) {
      const { stdout } = await index(['--json', ...args], more)
      return JSON.parse(stdout)
    },
    /** How many files are read, as the program's state has it. */
    readFiles(): number {
      try {
        using database = new DatabaseSync(join(varDir, 'orchestrator.db'), { readOnly: true })
        return Number(database.prepare("select count(*) as n from seen_file where state = 'read'").get()?.n)
      } catch {
        return 0 // it is not made yet
      }
    },
    remove: () => rm(varDir, { recursive: true, force: true }),
  }
}

export type MusicFolder = Awaited<ReturnType<typeof openMusicFolder>>
