// What a run has begun and what it has proved, stage by stage: a restart goes on from here.

import { z } from 'zod'
import type { Store } from './database.ts'

/** The run's key says what is worked on: another input is another run. */
export interface StageKey {
  run: string
  stage: string
}

export type Entry = { state: 'begun' | 'proved'; data: unknown; at: number }

export interface FileRecord {
  path: string
  page: string
  format: string
  sha256: string
  /** The link it was made of, in its canonical form. */
  link: string
}

/** A file, and when it was kept. */
export interface FiledAt {
  path: string
  page: string
  /** Epoch ms. */
  at: number
}

export interface Journal {
  entry(key: StageKey): Entry | undefined
  /** What a stage of the page's latest finished run left. */
  lastProved(page: string, stage: string): unknown
  /** What runs meant to do in this stage that have no receipt of it. */
  begunIn(stage: string): { run: string; intent: unknown }[]
  /** On the disk before the effect's first byte: `intent` is all that a probe needs to find the effect. */
  begin(key: StageKey, intent: unknown): Promise<void>
  /** The receipt, and in the same commit what else follows from the effect. */
  prove(key: StageKey, receipt: unknown, also?: () => void): Promise<void>
  /** Forgets a run; inside a commit, as below. */
  forget(run: string): void
  /** Forgets all runs whose key begins so, but for these stages. */
  forgetAll(prefix: string, but: readonly string[]): void
  /** A file of the library that is a page's; inside a commit. */
  recordFile(file: FileRecord): void
  /** It is none any more, and in the index of recordings neither; inside a commit. */
  forgetFile(path: string): void
  filesOf(page: string): FileRecord[]
  /** What was measured of a page's recording, for exports; inside a commit. */
  recordMeasured(page: string, analysis: unknown): void
  measuredOf(page: string): unknown
  /** Pages of which something was measured, in their order. */
  measuredAfter(page: string, limit: number): string[]
  fileAt(path: string): FileRecord | undefined
  /** Files that were kept after this one, the oldest first. */
  filedAfter(last: Pick<FiledAt, 'at' | 'path'>, limit: number): FiledAt[]
}

const EntryRow = z.object({ state: z.enum(['begun', 'proved']), data: z.string(), at: z.number() })
const FileRow = z.object({
  path: z.string(),
  page: z.string(),
  format: z.string(),
  sha256: z.string(),
  link: z.string(),
})
const FiledRow = z.object({ path: z.string(), page: z.string(), at: z.number() })

export function openJournal(store: Store, now: () => number): Journal {
  const { database } = store
  const find = database.prepare('select state, data, at from effect where run = ? and stage = ?')
  const put = database.prepare('insert or replace into effect (run, stage, state, data, at) values (?, ?, ?, ?, ?)')
  const dropRun = database.prepare('delete from effect where run = ?')
  const dropBut = database.prepare(
    'delete from effect where run >= ? and run < ? and stage not in (select value from json_each(?))',
  )
  const putFile = database.prepare(
    'insert or replace into file (path, page, format, sha256, link, at) values (?, ?, ?, ?, ?, ?)',
  )
  const dropFile = database.prepare('delete from file where path = ?')
  const dropIndexed = database.prepare('delete from recording_file where path = ?')
  const files = database.prepare('select path, page, format, sha256, link from file where page = ? order by format')
  const file = database.prepare('select path, page, format, sha256, link from file where path = ?')
  const filedAfter = database.prepare(
    'select path, page, at from file where (at, path) > (?, ?) order by at, path limit ?',
  )
  const putMeasured = database.prepare('insert or replace into measured (page, analysis, at) values (?, ?, ?)')
  const measuredAfter = database.prepare('select page from measured where page > ? order by page limit ?')
  const measured = database.prepare('select analysis from measured where page = ?')
  const lastProved = database.prepare(
    `select data from effect where run >= ? and run < ? and stage = ? and state = 'proved' order by at desc limit 1`,
  )
  const begun = database.prepare("select run, data from effect where stage = ? and state = 'begun'")
  return {
    lastProved(page, stage) {
      const row = lastProved.get(`${page} `, `${page} \u{10ffff}`, stage)
      return row && JSON.parse(String(row.data))
    },
    begunIn: stage =>
      begun.all(stage).map(row => {
        const intent: unknown = JSON.parse(String(row.data))
        return { run: String(row.run), intent }
      }),
    entry({ run, stage }) {
      const row = find.get(run, stage)
      if (!row) return undefined
      const { state, data, at } = EntryRow.parse(row)
      const parsed: unknown = JSON.parse(data)
      return { state, data: parsed, at }
    },
    begin: ({ run, stage }, intent) =>
      store.commit(() => void put.run(run, stage, 'begun', JSON.stringify(intent ?? null), now())),
    prove: ({ run, stage }, receipt, also) =>
      store.commit(() => {
        put.run(run, stage, 'proved', JSON.stringify(receipt ?? null), now())
        also?.()
      }),
    forget: run => void dropRun.run(run),
    forgetAll: (prefix, but) => void dropBut.run(prefix, `${prefix}\u{10ffff}`, JSON.stringify(but)),
    recordFile: f => void putFile.run(f.path, f.page, f.format, f.sha256, f.link, now()),
    forgetFile(path) {
      dropFile.run(path)
      dropIndexed.run(path)
    },
    recordMeasured: (page, analysis) => void putMeasured.run(page, JSON.stringify(analysis), now()),
    measuredOf(page) {
      const row = measured.get(page)
      return row && JSON.parse(String(row.analysis))
    },
    measuredAfter: (page, limit) => measuredAfter.all(page, limit).map(row => String(row.page)),
    filedAfter: ({ at, path }, limit) => filedAfter.all(at, path, limit).map(row => FiledRow.parse(row)),
    filesOf: page => files.all(page).map(row => FileRow.parse(row)),
    fileAt(path) {
      const row = file.get(path)
      return row && FileRow.parse(row)
    },
  }
}
