// A place for playlists: an empty workspace, songs on the disk, and a yt-dlp that knows one list.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { filesIn, tinyWav, treeOf } from './bench.ts'
import { type CliResult, orchestrator } from './cli.ts'
import { type Liked, putProgram, putYtdlp } from './listening.ts'

const Row = z.object({ id: z.string(), properties: z.record(z.string(), z.object({ type: z.string() }).loose()) })
const Rows = z.object({ results: z.array(Row), next_cursor: z.string().nullable() })
const Source = z.object({ data_sources: z.array(z.object({ id: z.string() })).min(1) })
const Report = z.object({
  exitCode: z.number(),
  requests: z.number(),
  entries: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      outcome: z.looseObject({ kind: z.string(), text: z.string(), notes: z.array(z.string()).optional() }),
    }),
  ),
  problems: z.array(z.unknown()),
})

export interface ListedEntry extends Omit<Liked, 'title'> {
  title?: string
}

/** The paths in an M3U8 file. */
export const tracksIn = (m3u8: string): string[] => m3u8.split('\n').filter(line => line.startsWith('../'))

export type ListPlace = Awaited<ReturnType<typeof openListPlace>>

export async function openListPlace(environment: Record<string, string> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'list-place-'))
  const varDir = join(dir, 'var')
  await mkdir(varDir)
  openWorkspace({ file: join(varDir, 'workspace.db') }).close()
  const env: Record<string, string> = { AUDIO_FORMATS: 'wav', TRACK_CONCURRENCY: '1', FILE_ROOTS: dir, ...environment }
  const run = (args: readonly string[], more: Record<string, string> = {}): Promise<CliResult> =>
    orchestrator([...args, '--var', varDir], { ...env, ...more })

  async function tablesOf(which: 'tracks' | 'playlists') {
    const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
    const call = async (method: string, path: string, body?: object): Promise<unknown> => {
      const answer = await workspace.fetch(`http://place/v1/${path}`, {
        method,
        headers: { authorization: 'Bearer t', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      })
      return answer.json()
    }
    try {
      const source = Source.parse(await call('GET', `databases/${workspace.ids[which]}`)).data_sources[0]?.id
      const rows: z.infer<typeof Row>[] = []
      for (let cursor: string | undefined, more = true; more; ) {
        const body = { page_size: 100, ...(cursor && { start_cursor: cursor }) }
        const page = Rows.parse(await call('POST', `data_sources/${source}/query`, body))
        rows.push(...page.results)
        cursor = page.next_cursor ?? undefined
        more = cursor !== undefined
      }
      return rows.map(({ id, properties }) => ({ id, cell: (name: string) => plain(properties[name]) }))
    } finally {
      workspace.close()
    }
  }

  return {
    dir,
    varDir,
    env,
    run,
    /** @returns the report of a playlist's run, and what was said of the playlist itself */
    async report(args: readonly string[], more: Record<string, string> = {}) {
      const { stdout, stderr } = await run([...args, '--json'], more)
      if (!stdout) throw new Error(stderr)
      const report = Report.parse(JSON.parse(stdout))
      const {
        kind,
        text,
        notes = [],
      } = report.entries.find(entry => entry.kind === 'playlist')?.outcome ?? {
        kind: 'none',
        text: '',
      }
      const tracks = report.entries.filter(entry => entry.kind === 'track')
      return { ...report, kind, text, notes, tracks, stderr }
    },
    rows: () => tablesOf('tracks'),
    playlists: () => tablesOf('playlists'),
    library: () => filesIn(join(varDir, 'library')),
    libraryDir: join(varDir, 'library'),
    tree: () => treeOf(varDir),
    m3u8: (name: string) => readFile(join(varDir, 'library', 'Playlists', `${name}.m3u8`), 'utf8'),
    /** @returns its address */
    async song(name: string, pitch: number, seconds = 1): Promise<string> {
      await writeFile(join(dir, name), tinyWav(seconds, pitch))
      return pathToFileURL(join(dir, name)).href
    },
    async put(name: string, text: string): Promise<string> {
      await writeFile(join(dir, name), text)
      return join(dir, name)
    },
    /** A yt-dlp to which any list has these entries; without a title one is only known by its link. */
    async listAt(title: string, entries: readonly (ListedEntry | null)[], total = entries.length): Promise<void> {
      const there = entries.filter(entry => entry !== null)
      env.YTDLP_BIN = await putYtdlp(
        dir,
        there.map(entry => ({ ...entry, title: entry.title ?? `Song ${entry.name}` })),
      )
      const told = entries.map(
        entry =>
          entry && {
            id: entry.name,
            url: `https://soundcloud.com/dj/${entry.name}`,
            ...(entry.title && { title: entry.title, uploader: 'DJ', duration: 3 }),
          },
      )
      const list = { _type: 'playlist', title, playlist_count: total, entries: told }
      await writeFile(join(dir, 'likes.json'), JSON.stringify(list))
    },
    /** And to which a person has these sets, by their names. */
    async setsAt(sets: readonly { name: string; title: string }[]): Promise<void> {
      const entries = sets.map(({ name, title }) => ({
        id: name,
        url: `https://soundcloud.com/dj/sets/${name}`,
        title,
      }))
      await writeFile(join(dir, 'sets.json'), JSON.stringify({ _type: 'playlist', title: 'Sets', entries }))
      env.YTDLP_BIN = await putProgram(
        join(dir, 'yt-dlp-with-sets'),
        'for link; do :; done',
        `case "$link" in */sets) cat "${dir}/sets.json"; exit 0;; esac`,
        `exec "${env.YTDLP_BIN}" "$@"`,
      )
    },
    /** How often each recording was downloaded. */
    async downloads(): Promise<Record<string, number>> {
      const calls = (await readFile(join(dir, 'calls'), 'utf8').catch(() => '')).split('\n')
      const names = calls.flatMap(line => (line.startsWith('--newline') ? [line.slice(line.lastIndexOf('/') + 1)] : []))
      return Object.fromEntries([...Map.groupBy(names, name => name)].map(([name, same]) => [name, same.length]))
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
}

function plain(cell: ({ type: string } & Record<string, unknown>) | undefined): unknown {
  const value = cell?.[cell.type]
  if (!Array.isArray(value)) return value
  if (cell?.type === 'relation') return value.map(({ id }) => id)
  return cell?.type === 'multi_select' ? value.map(({ name }) => name) : value.map(part => part.plain_text).join('')
}
