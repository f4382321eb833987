// The columns of a real workspace made again here, with the same ids and names, and its rows where they are wanted.

import { InputFault } from '../../errors.ts'
import type { DatabaseRecord, DataSourceRecord, PageRecord } from '../store/records.ts'
import type { Content, Settings } from './content.ts'
import { type Answers, mirroredObjects } from './mirror-objects.ts'
import { readProperties } from './mirror-property.ts'
import { type Left, mirroredRow, withoutLostRelations } from './mirror-rows.ts'
import { type MirroredTable, strangersOf, stubsOf, titleOfTable } from './mirror-stub.ts'
import type { RowSpool } from './row-spool.ts'

export interface Mirror {
  databases: readonly DatabaseRecord[]
  tables: readonly MirroredTable[]
  /** What could not be taken over as it is, a sentence each. */
  notes: readonly string[]
  /** Databases that columns point at and that were not read yet; a stub stands for each. */
  strangers: readonly string[]
}

/** @throws InputFault when an answer has another form than the API's */
export function mirrorTables(answers: readonly Answers[]): Mirror {
  const mirrored = answers.map(mirroredObjects)
  for (const { database, sources } of mirrored)
    if (sources.length === 0) throw new InputFault(`the database ${database.id} has no data source`, 'Unknown_Error')
  const notes: string[] = []
  const tables = mirrored.flatMap(({ sources }) =>
    sources.map(({ kept, properties }) => {
      const read = readProperties(properties, titleOfTable(kept))
      notes.push(...read.notes)
      return { source: { ...kept, schema: read.schema }, foreign: read.foreign }
    }),
  )
  return { databases: mirrored.map(({ database }) => database), tables, notes, strangers: strangersOf(tables) }
}

export interface MirroredRows {
  spool: RowSpool
  left: Left
  /** By table: the highest number of its rows. */
  lastNumbers: ReadonlyMap<string, number>
  /** Takes rows as the API answers them. */
  add(source: DataSourceRecord, answers: readonly unknown[]): void
}

export function openMirroredRows(spool: RowSpool): MirroredRows {
  const left: Left = { files: 0, relations: 0 }
  const lastNumbers = new Map<string, number>()
  return {
    spool,
    left,
    lastNumbers,
    add(source, answers) {
      const last = lastNumbers.get(source.id) ?? 0
      const pages = answers.map((answer, index) => mirroredRow(answer, source, { number: last + index + 1, left }))
      spool.add(pages)
      lastNumbers.set(source.id, Math.max(last, ...pages.map(({ number }) => number)))
    },
  }
}

export interface Wanted {
  mirror: Mirror
  /** The strangers that could be read, by their ids. */
  shared: ReadonlyMap<string, Answers>
  /** Undefined: the columns alone. */
  rows: MirroredRows | undefined
  settings: Settings
  /** Epoch milliseconds. */
  now: number
}

/** The mirror as the content of a workspace; its rows are to be gone through once. */
export function mirrorContent({ mirror, shared, rows, settings, now }: Wanted): Content {
  const stubs = stubsOf(mirror.tables, shared, now)
  const sources = [...mirror.tables.map(({ source }) => source), ...stubs.dataSources]
  return {
    databases: [...mirror.databases, ...stubs.databases],
    dataSources: sources.map(source => ({ ...source, lastNumber: rows?.lastNumbers.get(source.id) ?? 0 })),
    pages: rows ? completePages(rows, sources) : [],
    blocks: [],
    comments: [],
    uploads: [],
    settings,
  }
}

function* completePages({ spool, left }: MirroredRows, sources: readonly DataSourceRecord[]): Iterable<PageRecord> {
  const byId = new Map(sources.map(source => [source.id, source]))
  for (const page of spool.pages()) {
    const source = byId.get(page.dataSourceId ?? '')
    if (source) yield withoutLostRelations(page, source, { isThere: spool.has, left })
  }
}
