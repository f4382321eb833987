// The tables of the index, and nothing of what they mean.

import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { packPrint, unpackPrint } from '../../model/recording/pack.ts'
import type { Print } from '../../model/recording/print.ts'
import { KEY_KINDS, type KeyKind, type RecordingFile } from '../../model/recording/recording.ts'
import type { Kept } from './entry.ts'

const RecordingRow = z.object({ id: z.number(), title: z.string(), artist: z.string(), seconds: z.number() })
export type RecordingRow = z.infer<typeof RecordingRow>

const KeyRow = z.object({ kind: z.enum(KEY_KINDS), value: z.string() })
const FileRow = z
  .object({
    path: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    changed_at: z.number(),
    format: z.string(),
    link: z.string(),
  })
  .transform(
    ({ changed_at, link, ...rest }): RecordingFile => ({ ...rest, changedAt: changed_at, ...(link && { link }) }),
  )
const IdRow = z.object({ recording: z.number() })
const VersionRow = z.object({ recording: z.number(), agreement: z.number(), because: z.string() })

export type IndexRows = ReturnType<typeof openRows>

export function openRows(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text)
  const insert = sql('insert into recording (title, artist, song, seconds, at) values (?, ?, ?, ?, ?)')
  const insertAgain = sql('insert into recording (id, title, artist, song, seconds, at) values (?, ?, ?, ?, ?, ?)')
  const update = sql('update recording set title = ?, artist = ?, song = ?, seconds = ?, at = ? where id = ?')
  const byId = sql('select id, title, artist, seconds from recording where id = ?')
  const bySong = sql('select id, title, artist, seconds from recording where song = ? order by id')
  const putPrint = sql('insert or ignore into recording_print values (?, ?)')
  const printById = sql('select print from recording_print where recording = ?')
  const putTerm = sql('insert or ignore into recording_term values (?, ?)')
  const byTerm = sql('select recording from recording_term where term = ? limit ?')
  const dropTerm = sql('delete from recording_term where term = ? and recording = ?')
  const putKey = sql('insert or ignore into recording_key values (?, ?, ?)')
  const byKey = sql('select recording from recording_key where kind = ? and value = ? order by recording')
  const keys = sql('select kind, value from recording_key where recording = ? order by kind, value')
  const dropKey = sql('delete from recording_key where kind = ? and value = ? and recording = ?')
  const dropKeyElsewhere = sql('delete from recording_key where kind = ? and value = ? and recording <> ?')
  const putFile = sql('insert or replace into recording_file values (?, ?, ?, ?, ?, ?, ?)')
  const files = sql(
    'select path, sha256, bytes, changed_at, format, link from recording_file where recording = ? order by path',
  )
  const withFiles = sql('select distinct recording from recording_file where recording > ? order by recording limit ?')
  const byPath = sql('select recording from recording_file where path = ?')
  const moveFile = sql('update or replace recording_file set path = ? where path = ?')
  const count = sql('select count(*) as n from recording')
  const countFiles = sql('select count(*) as n from recording_file')
  const countPages = sql("select count(distinct value) as n from recording_key where kind = 'page'")
  const dropFile = sql('delete from recording_file where path = ?')
  const putVersion = sql('insert or replace into recording_version values (?, ?, ?, ?)')
  const versions = sql(
    `select other as recording, agreement, because from recording_version where one = ?1
     union all select one, agreement, because from recording_version where other = ?1 order by 1`,
  )
  const drops = [
    'recording_print where recording',
    'recording_key where recording',
    'recording_file where recording',
    'recording_version where one',
    'recording_version where other',
    'recording where id',
  ].map(where => sql(`delete from ${where} = ?`))

  const printOfId = (id: number): Print | undefined => {
    const row = printById.get(id)
    return row?.print instanceof Uint8Array ? unpackPrint(row.print) : undefined
  }
  return {
    add: (row: Omit<RecordingRow, 'id'>, song: string, at: number): number =>
      Number(insert.run(row.title, row.artist, song, row.seconds, at).lastInsertRowid),
    /** Under the number it had. */
    addAgain: ({ id, title, artist, seconds }: RecordingRow, song: string, at: number): void =>
      void insertAgain.run(id, title, artist, song, seconds, at),
    change: ({ id, title, artist, seconds }: RecordingRow, song: string, at: number): void =>
      void update.run(title, artist, song, seconds, at, id),
    recording: (id: number) => RecordingRow.optional().parse(byId.get(id)),
    ofSong: (song: string) => bySong.all(song).map(row => RecordingRow.parse(row)),
    /** @returns whether there was none */
    addPrint: (id: number, print: Print): boolean => putPrint.run(id, packPrint(print)).changes > 0,
    print: printOfId,
    kept(id: number): Kept | undefined {
      const print = printOfId(id)
      return print && { ...RecordingRow.parse(byId.get(id)), print }
    },
    addTerm: (term: number, id: number): void => void putTerm.run(term, id),
    dropTerm: (term: number, id: number): void => void dropTerm.run(term, id),
    /** No parsing: there are thousands. */
    ofTerm: (term: number, most: number) => byTerm.all(term, most) as { recording: number }[],
    /** @returns whether it had not got it */
    addKey: (kind: KeyKind, value: string, id: number): boolean => putKey.run(kind, value, id).changes > 0,
    dropKey: (kind: KeyKind, value: string, id: number): void => void dropKey.run(kind, value, id),
    takeKey: (kind: KeyKind, value: string, id: number): void => void dropKeyElsewhere.run(kind, value, id),
    ofKey: (kind: KeyKind, value: string) => byKey.all(kind, value).map(row => IdRow.parse(row).recording),
    keys: (id: number) => keys.all(id).map(row => KeyRow.parse(row)),
    putFile: (id: number, file: RecordingFile): void =>
      void putFile.run(file.path, id, file.sha256, file.bytes, file.changedAt, file.format, file.link ?? ''),
    files: (id: number) => files.all(id).map(row => FileRow.parse(row)),
    withFiles: (after: number, most: number) => withFiles.all(after, most).map(row => IdRow.parse(row).recording),
    ofPath: (path: string) => IdRow.optional().parse(byPath.get(path))?.recording,
    moveFile: (from: string, to: string): void => void moveFile.run(to, from),
    count: () => Number(count.get()?.n),
    countFiles: () => Number(countFiles.get()?.n),
    countPages: () => Number(countPages.get()?.n),
    dropFile: (path: string): void => void dropFile.run(path),
    putVersion: (one: number, other: number, agreement: number, because: string): void =>
      void putVersion.run(Math.min(one, other), Math.max(one, other), agreement, because),
    versions: (id: number) => versions.all(id).map(row => VersionRow.parse(row)),
    /** All but its terms. */
    drop(id: number): void {
      for (const statement of drops) statement.run(id)
    },
  }
}
