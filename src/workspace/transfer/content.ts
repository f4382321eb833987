// What a workspace holds, area by area, in the order it can be written in: a thing comes after what it belongs to.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import {
  BlockRecord,
  CommentRecord,
  DatabaseRecord,
  DataSourceRecord,
  PageRecord,
  UploadRecord,
} from '../store/records.ts'

export const AREAS = ['databases', 'dataSources', 'pages', 'blocks', 'comments', 'uploads'] as const
export type Area = (typeof AREAS)[number]

/** With the last number its rows were given. */
const KeptDataSource = DataSourceRecord.extend({ lastNumber: z.int().nonnegative() })
/** With the bytes in base64, once there are any. */
const KeptUpload = UploadRecord.extend({ content: z.base64().nullable() })

interface Items {
  databases: DatabaseRecord
  dataSources: z.infer<typeof KeptDataSource>
  pages: PageRecord
  blocks: BlockRecord
  comments: CommentRecord
  uploads: z.infer<typeof KeptUpload>
}
export type Item<A extends Area> = Items[A]

export const SHAPES: { readonly [A in Area]: z.ZodType<Item<A>> } = {
  databases: DatabaseRecord,
  dataSources: KeptDataSource,
  pages: PageRecord,
  blocks: BlockRecord,
  comments: CommentRecord,
  uploads: KeptUpload,
}

/** Each area can be gone through more than once, and is read as it is gone through; blocks of one parent are in their order. */
export type Content = { readonly [A in Area]: Iterable<Item<A>> } & { readonly settings: Settings }
export type Settings = Readonly<Partial<Record<string, string>>>
export type Counts = Record<Area, number>

/** The settings that belong to what is kept; others belong to the machine that serves it. */
export const KEPT_SETTINGS: readonly string[] = ['agentTasks', 'tracks', 'playlists', 'artists', 'issues']

/** The record, and what is kept beside it; all but blocks in the order they were made in. */
const READS = {
  databases: 'SELECT record FROM database ORDER BY rowid',
  dataSources: 'SELECT record, last_number AS lastNumber FROM data_source ORDER BY rowid',
  pages: 'SELECT record FROM page ORDER BY seq',
  blocks: 'SELECT record FROM block ORDER BY parent_id, place, rowid',
  comments: 'SELECT record FROM comment ORDER BY rowid',
}
const TABLES = {
  databases: 'database',
  dataSources: 'data_source',
  pages: 'page',
  blocks: 'block',
  comments: 'comment',
  uploads: 'upload',
}

export function contentOf(database: DatabaseSync): Content {
  return {
    databases: recordsOf(database, 'databases'),
    dataSources: recordsOf(database, 'dataSources'),
    pages: recordsOf(database, 'pages'),
    blocks: recordsOf(database, 'blocks'),
    comments: recordsOf(database, 'comments'),
    uploads: { [Symbol.iterator]: () => uploadsOf(database) },
    settings: settingsOf(database),
  }
}

export function countsOf(database: DatabaseSync): Counts {
  const count = (area: Area) => Number(database.prepare(`SELECT count(*) AS n FROM ${TABLES[area]}`).get()?.n ?? 0)
  return countEach(count)
}

export const countEach = (count: (area: Area) => number): Counts => ({
  databases: count('databases'),
  dataSources: count('dataSources'),
  pages: count('pages'),
  blocks: count('blocks'),
  comments: count('comments'),
  uploads: count('uploads'),
})

/** There is something in it that a person would miss. */
export const hasRows = ({ pages, blocks, comments, uploads }: Counts): boolean =>
  pages + blocks + comments + uploads > 0

/** Told how many records of an area went by. */
export type Tell = (area: Area, count: number) => void

/** The same content; `tell` is told of every record that is taken from it. */
export function watched(content: Content, tell: Tell): Content {
  const { databases, dataSources, pages, blocks, comments, uploads, settings } = content
  return {
    databases: watchedArea(databases, 'databases', tell),
    dataSources: watchedArea(dataSources, 'dataSources', tell),
    pages: watchedArea(pages, 'pages', tell),
    blocks: watchedArea(blocks, 'blocks', tell),
    comments: watchedArea(comments, 'comments', tell),
    uploads: watchedArea(uploads, 'uploads', tell),
    settings,
  }
}

function watchedArea<T>(items: Iterable<T>, area: Area, tell: Tell): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      let count = 0
      for (const item of items) {
        yield item
        count += 1
        tell(area, count)
      }
    },
  }
}

function recordsOf<A extends keyof typeof READS>(database: DatabaseSync, area: A): Iterable<Item<A>> {
  return {
    *[Symbol.iterator]() {
      for (const { record, ...beside } of database.prepare(READS[area]).iterate())
        yield SHAPES[area].parse({ ...JSON.parse(String(record)), ...beside })
    },
  }
}

function* uploadsOf(database: DatabaseSync): Iterator<Item<'uploads'>> {
  for (const { record, content } of database.prepare('SELECT record, content FROM upload ORDER BY rowid').iterate()) {
    const bytes = content instanceof Uint8Array ? Buffer.from(content).toString('base64') : null
    yield SHAPES.uploads.parse({ ...JSON.parse(String(record)), content: bytes })
  }
}

function settingsOf(database: DatabaseSync): Settings {
  const rows = database.prepare('SELECT name, value FROM setting ORDER BY name').all()
  return Object.fromEntries(
    rows
      .filter(({ name }) => KEPT_SETTINGS.includes(String(name)))
      .map(({ name, value }) => [String(name), String(value)]),
  )
}
