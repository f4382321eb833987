// A program of a test's own beside the fake Eagle: rows with files, in a local workspace.

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { findProgram } from '../../../src/audio/programs.ts'
import { newVar, orchestrator, startOrchestrator } from '../cli.ts'
import { openEagleServer } from '../eagle.ts'
import { addTracks, trackRows, withWorkspace } from '../rows.ts'
import { wav } from '../wav.ts'

const Report = z.object({
  exitCode: z.number(),
  done: z.number(),
  failed: z.number(),
  entries: z.array(
    z.object({
      kind: z.string(),
      outcome: z.object({
        kind: z.string(),
        text: z.string(),
        tag: z.string().optional(),
        notes: z.array(z.string()).optional(),
      }),
    }),
  ),
  waiting: z.array(z.object({ label: z.string(), because: z.string() })),
})

const Status = z.object({
  eagle: z.object({ count: z.number(), because: z.string() }),
  tracksFailed: z.array(z.object({ id: z.string(), because: z.string().optional() })),
})

export type EaglePlace = Awaited<ReturnType<typeof openEaglePlace>>

export async function openEaglePlace() {
  const varDir = await newVar()
  const server = await openEagleServer(varDir)
  Object.assign(server.state, { hidden: 0, sizeless: 0 })
  const environment = {
    EAGLE_ENABLED: 'true',
    EAGLE_URL: server.url,
    AUDIO_FORMATS: 'wav',
    FILE_ROOTS: join(varDir, 'in'),
    MUSIC_SYNC_ENABLED: 'false',
  }
  mkdirSync(join(varDir, 'in'))

  return {
    varDir,
    server,
    /** @returns the pages; each file is another recording */
    addRows: (titles: readonly string[]) =>
      addTracks(
        varDir,
        titles.map((title, at) => {
          const path = join(varDir, 'in', `${title}.wav`)
          writeFileSync(path, wav(1.5 + at / 4))
          return { title, artist: 'Ada', url: pathToFileURL(path).href }
        }),
      ),
    /** A row of a playlist, whose file has a genre and a cover in it. */
    async addTagged(title: string, playlist: string) {
      const [plain, cover, tagged] = ['plain.wav', 'cover.png', `${title}.flac`].map(name => join(varDir, 'in', name))
      writeFileSync(plain ?? '', wav(1.5))
      const ffmpeg = (...args: readonly (string | undefined)[]) =>
        execFileSync(findProgram('ffmpeg', undefined), ['-v', 'error', ...args.map(String)])
      ffmpeg('-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1', cover)
      const maps = ['-map', '0', '-map', '1', '-disposition:v', 'attached_pic', '-metadata', 'genre=House, Deep House']
      ffmpeg('-i', plain, '-i', cover, ...maps, tagged)
      const pages = await addTracks(varDir, [{ title, artist: 'Ada', url: pathToFileURL(tagged ?? '').href }])
      await addToPlaylist(varDir, pages[0] ?? '', playlist)
      return pages
    },
    run: (args: readonly string[], more: Record<string, string> = {}) =>
      orchestrator([...args, '--var', varDir], { ...environment, ...more }),
    start: (args: readonly string[], more: Record<string, string> = {}) =>
      startOrchestrator([...args, '--var', varDir], { ...environment, ...more }),
    async once(more: Record<string, string> = {}, args: readonly string[] = ['--once']) {
      const { stdout, stderr } = await this.run([...args, '--json'], more)
      if (stdout === '') throw new Error(stderr)
      return Report.parse(JSON.parse(stdout))
    },
    async status(more: Record<string, string> = {}) {
      return Status.parse(JSON.parse((await this.run(['status', '--json'], more)).stdout))
    },
    rows: () => trackRows(varDir),
    /** A person writes into a cell. */
    setCell: (page: string, column: string, content: string) =>
      withWorkspace(varDir, call =>
        call('PATCH', `pages/${page}`, { properties: { [column]: { rich_text: [{ text: { content } }] } } }),
      ),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      rmSync(varDir, { recursive: true, force: true })
    },
  }
}

const Ids = z.object({ id: z.string() })
const Sources = z.object({ data_sources: z.array(Ids).min(1) })

const addToPlaylist = (varDir: string, page: string, title: string) =>
  withWorkspace(varDir, async (call, { playlists = '' }) => {
    const source = Sources.parse(await call('GET', `databases/${playlists}`)).data_sources[0]?.id
    const parent = { type: 'data_source_id', data_source_id: source }
    const properties = { Title: { title: [{ text: { content: title } }] } }
    const { id } = Ids.parse(await call('POST', 'pages', { parent, properties }))
    await call('PATCH', `pages/${page}`, { properties: { Playlists: { relation: [{ id }] } } })
  })

/** What came of the imports of a cycle. */
export const importsIn = ({ entries }: z.infer<typeof Report>) =>
  entries.filter(({ kind }) => kind === 'eagle').map(({ outcome }) => outcome)
