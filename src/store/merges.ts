// Rows that share another row's files, rows whose person wants files of their own, and who is about to file a recording.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface Merge {
  /** In the index. */
  recording: number
  /** Page of the row whose files they are. */
  owner: string
}

export interface Merges {
  of(page: string): Merge | undefined
  /** Rows that share this row's files. */
  withOwner(page: string): string[]
  /** Epoch ms of the first; undefined: there is none. */
  firstAt(): number | undefined
  /** Inside a commit, as below. */
  put(page: string, merge: Merge): void
  forget(page: string): void
  /** For ever: the row gets its own files. */
  refuse(page: string, merge: Merge): void
  isRefused(page: string, merge: Merge): boolean
  /** Who is about to file the recording. */
  reservedBy(recording: number): string | undefined
  /** A row is about to file one at most. */
  reserve(recording: number, page: string): void
  giveBack(page: string): void
}

const MergeRow = z.object({ recording: z.number(), owner: z.string() })

export function openMerges({ database }: Store, now: () => number): Merges {
  const sql = (text: string) => database.prepare(text)
  const find = sql('select recording, owner from merged where page = ?')
  const withOwner = sql('select page from merged where owner = ? order by page')
  const first = sql('select min(at) as at from merged')
  const put = sql('insert or replace into merged (page, recording, owner, at) values (?, ?, ?, ?)')
  const drop = sql('delete from merged where page = ?')
  const refuse = sql('insert or ignore into own_files_wanted (page, recording, owner, at) values (?, ?, ?, ?)')
  const refused = sql('select 1 from own_files_wanted where page = ? and (recording = ? or owner = ?) limit 1')
  const reserved = sql('select page from recording_reserved where recording = ?')
  const reserve = sql('insert or replace into recording_reserved (recording, page) values (?, ?)')
  const giveBack = sql('delete from recording_reserved where page = ?')
  return {
    of(page) {
      const row = find.get(page)
      return row && MergeRow.parse(row)
    },
    withOwner: page => withOwner.all(page).map(row => String(row.page)),
    firstAt() {
      const at = first.get()?.at
      return typeof at === 'number' ? at : undefined
    },
    put: (page, { recording, owner }) => void put.run(page, recording, owner, now()),
    forget: page => void drop.run(page),
    refuse: (page, { recording, owner }) => void refuse.run(page, recording, owner, now()),
    isRefused: (page, { recording, owner }) => refused.get(page, recording, owner) !== undefined,
    reservedBy(recording) {
      const row = reserved.get(recording)
      return row && String(row.page)
    },
    reserve(recording, page) {
      giveBack.run(page)
      reserve.run(recording, page)
    },
    giveBack: page => void giveBack.run(page),
  }
}
