// A program with rows of the same song in it, made without its pipeline, and plans written by hand.

import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type App, createApp } from '../../src/app.ts'
import { applyDedupe, undoDedupe } from '../../src/commands/dedupe-apply.ts'
import { loadConfig } from '../../src/config.ts'
import { sumOf } from '../../src/durable-file.ts'
import { armFailpoints } from '../../src/failpoint.ts'
import { actionsOf } from '../../src/model/dedupe/actions.ts'
import { type DedupeCopy, type DedupeGroup, DedupePlan } from '../../src/model/dedupe/plan.ts'
import { MERGED_TAG } from '../../src/model/merged.ts'
import type { FieldWrites } from '../../src/model/write.ts'
import { sumsIn } from '../../src/pipeline/dedupe/guard.ts'
import { indexed } from '../../src/pipeline/recognise/entry.ts'
import { wordsIn } from '../../src/pipeline/words-in.ts'
import type { Tools } from '../../src/tools.ts'
import { newVar } from './cli.ts'
import { melody } from './melody.ts'
import { trackRows, withWorkspace } from './rows.ts'

export const SONG_SECONDS = 12
const signal = new AbortController().signal

export interface SongRow {
  page: string
  path: string
  recording: number
}

interface NewSong {
  title: string
  seed: number
  louder?: number
  /** A WAV; default: a short melody of the seed. */
  sound?: Buffer
  cells?: FieldWrites
}

export type DedupePlace = Awaited<ReturnType<typeof openDedupePlace>>

export async function openDedupePlace(environment: Record<string, string> = {}) {
  const varDir = await newVar()
  await withWorkspace(varDir, async () => {}) // without demo rows
  const open = (dryRun = false) =>
    createApp(loadConfig({ varDir, environment: { EAGLE_ENABLED: 'false', ...environment } }), {
      logLevel: 'error',
      dryRun,
      signal,
      print: () => {},
    })
  let app: App = await open()

  /** What a command printed, with its exit code. */
  async function printed(run: () => Promise<number>): Promise<{ code: number; data: Printed }> {
    const write = process.stdout.write
    let text = ''
    process.stdout.write = (chunk: string | Uint8Array) => {
      text += String(chunk)
      return true
    }
    try {
      const code = await run()
      return { code, data: JSON.parse(text) as Printed }
    } finally {
      process.stdout.write = write
    }
  }
  const flags = { json: true, dryRun: false, logLevel: 'error' as const }
  const planFile = join(varDir, 'plan.json')
  const applyFile = (more: { dryRun?: boolean; yesRemove?: number } = {}) =>
    printed(async () => applyDedupe({ ...flags, ...(await asConfirmed()), ...more }, planFile, { app, signal }))
  /** Of so small a library a plan removes much: unless a test says otherwise, a person has confirmed it. */
  async function asConfirmed(): Promise<{ yesRemove?: number }> {
    const text = await readFile(planFile, 'utf8').catch(() => '')
    const { data } = DedupePlan.safeParse(text.startsWith('{') ? JSON.parse(text) : undefined)
    return data ? { yesRemove: sumsIn(data).all } : {}
  }

  return {
    varDir,
    planFile,
    get tools(): Tools {
      return app.tools
    },
    /** A finished row with a file of its own and a recording of its own in the index. */
    async song({ title, seed, louder = 1, sound, cells = {} }: NewSong): Promise<SongRow> {
      const { tools } = app
      const link = `https://example.org/${title.replaceAll(' ', '-')}-${louder}.wav`
      const { id } = await (await tools.tracks()).create({ title, artist: 'Ada Low', link })
      await mkdir(tools.stagingDir, { recursive: true })
      const source = join(tools.stagingDir, `${id}.wav`)
      await writeFile(source, sound ?? melody(SONG_SECONDS, seed, { louder }))
      const path = await tools.library.add({ pageId: id, artist: 'Ada Low', title }, source, 'wav')
      const file = { path, format: 'wav', sha256: await sumOf(path), link }
      const facts = await tools.audio.probe(path, signal)
      const words = wordsIn(await tools.audio.fingerprint(path, facts, signal, varDir))
      const recording = await tools.store.commit(() => {
        tools.journal.recordFile({ ...file, page: id })
        const fields = { downloaded: { how: 'fill', value: true }, wavPath: { how: 'fill', value: path }, ...cells }
        tools.outbox.add({ target: 'tracks', page: id, fields: fields as FieldWrites })
        const entry = {
          title,
          artist: 'Ada Low',
          seconds: SONG_SECONDS,
          words,
          files: [indexed(file)].flatMap(f => f ?? []),
        }
        return tools.recordings.put({ ...entry, keys: { pages: [id], links: [link] } })
      })
      await tools.outbox.deliver(id)
      return { page: id, path, recording }
    },
    /** A row that shares the files of another. */
    async sharing(owner: SongRow): Promise<SongRow> {
      const { tools } = app
      const { id } = await (await tools.tracks()).create({ title: 'Sharing', link: 'https://example.org/sharing.wav' })
      await tools.store.commit(() => {
        tools.recordings.put({ recording: owner.recording, keys: { pages: [id] } })
        tools.merges.put(id, { recording: owner.recording, owner: owner.page })
        const tags = { how: 'options', add: [MERGED_TAG], remove: [] } as const
        const paths = { downloaded: { how: 'fill', value: true }, wavPath: { how: 'fill', value: owner.path } } as const
        tools.outbox.add({ target: 'tracks', page: id, fields: { ...paths, tags } })
      })
      await tools.outbox.deliver(id)
      return { ...owner, page: id }
    },
    /** As the row stands now. */
    async copy({ page, path }: SongRow, more: Partial<DedupeCopy> = {}): Promise<DedupeCopy> {
      const { track } = await (await app.tools.tracks()).finishedRows.see(page)
      const { size, mtimeMs } = await stat(path)
      const file = { path, format: 'wav', bytes: size, changedAt: Math.floor(mtimeMs), sha256: await sumOf(path) }
      return {
        ...{ id: `row:${page}`, label: `Ada Low – ${track.title}`, page, editedAt: track.editedAt },
        ...{ files: [file], quality: { isLossless: true }, seconds: SONG_SECONDS, tags: 1, isPicked: false },
        ...more,
      }
    },
    /** Its first copy is kept. */
    plan(groups: readonly (readonly DedupeCopy[])[], looked: Partial<DedupePlan['looked']> = {}): DedupePlan {
      return {
        ...{ kind: 'dedupe plan', version: 1, id: 'by hand', madeAt: new Date().toISOString() },
        library: app.tools.library.dir,
        looked: { rows: 1000, recordings: 1000, files: 1000, items: 0, ...looked },
        groups: groups.map(copies => groupOf(copies, app.tools)),
        near: [],
      }
    },
    async apply(plan: unknown, more: { dryRun?: boolean; yesRemove?: number } = {}) {
      await writeFile(planFile, JSON.stringify(plan))
      return applyFile(more)
    },
    applyFile,
    undo: (id?: string) => printed(() => undoDedupe(flags, id, { app, signal })),
    /** As a person does it. */
    edit: (page: string, change: object) => person(app, page, { properties: change }),
    setTrash: (page: string, inTrash: boolean) => person(app, page, { in_trash: inTrash }),
    /** Nobody holds `var/` while it runs. */
    async closed<T>(work: () => Promise<T>): Promise<T> {
      await app[Symbol.asyncDispose]()
      try {
        return await work()
      } finally {
        app = await open()
      }
    },
    async restart(dryRun = false) {
      await app[Symbol.asyncDispose]()
      app = await open(dryRun)
    },
    /** Everything that a person or the program could ask of it. */
    async state(songs: readonly SongRow[]) {
      const { tools } = app
      return {
        files: await filesOf(tools.library.dir),
        rows: await trackRows(varDir),
        index: songs.map(({ page, path, recording }) => [
          tools.recordings.findBy({ page }),
          tools.recordings.findAt(path),
          tools.recordings.findLike(recording).map(({ recording: other, kind }) => [other.id, kind]),
          tools.recordings
            .get(recording)
            ?.keys.links.map(link => tools.recordings.findBy({ link }).map(({ id }) => id)),
        ]),
        journal: songs.map(({ page }) => tools.journal.filesOf(page)),
        merges: songs.map(({ page }) => tools.merges.of(page)),
        places: songs.map(({ page }) => tools.knownPlaylists.placesOf(page)),
      }
    },
    async [Symbol.asyncDispose]() {
      armFailpoints('none=throw')
      await app[Symbol.asyncDispose]()
      await rm(varDir, { recursive: true, force: true })
    },
  }
}

export interface Printed {
  exitCode: number
  id?: string
  question?: string
  text?: string
  stopped?: string
  refused?: { because: string[] }[]
  groups?: { state: string; notes: string[]; record?: { files: { path: string; kept: string }[] } }[]
  left?: string[]
  plans?: { id: string; state: string }[]
}

function groupOf(copies: readonly DedupeCopy[], { recordings }: Tools): DedupeGroup {
  const [keeper] = copies
  if (!keeper) throw new Error('a group has copies')
  return {
    ...{ id: copies.map(({ id }) => id).join(' '), label: keeper.label, copies: [...copies], keeper: keeper.id },
    recordings: copies.flatMap(({ files }) => files.flatMap(({ path }) => recordings.findAt(path)?.id ?? [])),
    ...{ why: 'by hand', evidence: [] },
    ...actionsOf({ copies: [...copies], keeper: keeper.id }),
  }
}

async function person({ workspace }: App, page: string, body: object): Promise<void> {
  const answer = await workspace?.fetch(`http://workspace/v1/pages/${page}`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer local', 'notion-version': '2025-09-03', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer?.ok) throw new Error(await answer?.text())
}

/** Those in the trash by what they hold: its place has a time in it. */
async function filesOf(dir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = join(entry.parentPath, entry.name)
    const place = relative(dir, path)
    found[place.startsWith('.trash/') ? `trash ${entry.name}` : place] = await sumOf(path)
  }
  return found
}
