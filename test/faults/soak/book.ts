// What a person wished and wrote, in a file beside: it is to be found again when all is over.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const Row = z.object({
  page: z.string(),
  kind: z.enum(['track', 'handed', 'linked', 'sync', 'nobody']),
  link: z.string(),
  wishes: z.number(),
  touched: z.number(),
  trashed: z.number(),
})
export type BookRow = z.infer<typeof Row>
export type RowKind = BookRow['kind']

const Edit = z.object({ page: z.string(), field: z.string(), value: z.string() })

export type Book = ReturnType<typeof openBook>

export function openBook(dir: string) {
  const database = new DatabaseSync(join(dir, 'book.db'))
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = off;
    create table if not exists row (number integer primary key, page text unique, kind text, link text, wishes integer, touched integer, trashed integer);
    create table if not exists edit (page text, field text, value text, primary key (page, field));
  `)
  const add = database.prepare('insert into row (page, kind, link, wishes, touched, trashed) values (?, ?, ?, 1, 0, 0)')
  const wish = database.prepare(
    'update row set wishes = wishes + 1, touched = 1, link = coalesce(?, link) where page = ?',
  )
  const touch = database.prepare('update row set touched = 1, trashed = coalesce(?, trashed) where page = ?')
  const write = database.prepare('insert or replace into edit (page, field, value) values (?, ?, ?)')
  const from = database.prepare('select * from row where number >= ? and kind = ? order by number limit 1')
  const find = database.prepare('select * from row where page = ?')
  let [wishes, rows] = [0, 0]
  const edits = database.prepare('select * from edit where page = ?')
  const parse = (row: unknown) => (row === undefined ? undefined : Row.parse(row))
  return {
    add(page: string, kind: RowKind, link = ''): void {
      add.run(page, kind, link)
      wishes += 1
      rows += 1
    },
    /** The row wants something again. */
    wish(page: string, link?: string): void {
      wish.run(link ?? null, page)
      wishes += 1
    },
    touch: (page: string, { trashed }: { trashed?: boolean } = {}) =>
      void touch.run(trashed === undefined ? null : Number(trashed), page),
    /** What a person wrote to a cell last. */
    wrote: (page: string, field: string, value: string | number) => void write.run(page, field, String(value)),
    edits: (page: string) => edits.all(page).map(row => Edit.parse(row)),
    /** Some row of this kind. */
    some: (kind: RowKind, part: number) => parse(from.get(Math.ceil(part * rows), kind)),
    find: (page: string) => parse(find.get(page)),
    *all(): Generator<BookRow> {
      for (const row of database.prepare('select * from row order by number').iterate()) yield Row.parse(row)
    },
    wishes: () => wishes,
    close: () => database.close(),
  }
}
