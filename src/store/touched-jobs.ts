// What changed in the store since it was asked last, for who shows it: by triggers of this connection alone, so that
// nothing that writes needs to think of it.

import type { DatabaseSync } from 'node:sqlite'

export interface Touched extends Disposable {
  /** Keys of jobs, `track:<page id>` for whatever is about a track; each once. */
  take(most: number): string[]
  /** Grows with each change. */
  readonly version: number
}

/** What a change touches, by the table and the word for its row. */
const WATCHED: readonly [table: string, key: string][] = [
  ['job', '$.key'],
  ['run', '$.subject'],
  ['file', `'track:' || $.page`],
  ['measured', `'track:' || $.page`],
  ['merged', `'track:' || $.page`],
  ['search', `'track:' || $.page`],
  ['undone', `'track:' || $.page`],
  ['ignored', `'track:' || $.page`],
]
const CHANGES = [
  ['insert', 'new'],
  ['update', 'new'],
  ['delete', 'old'],
] as const

const TRIGGERS = WATCHED.flatMap(([table, key]) =>
  CHANGES.map(([change, row]) => ({ name: `touched_${table}_${change}`, table, change, key: key.replace('$', row) })),
)

/** There is one for each connection at most. */
export function watchTouched(database: DatabaseSync): Touched {
  database.exec(`create temp table touched (key text primary key) strict, without rowid;
    create temp table touches (count integer not null) strict;
    insert into touches values (0);
    ${TRIGGERS.map(triggerOf).join('\n')}`)
  const first = database.prepare('select key from temp.touched limit ?')
  const drop = database.prepare('delete from temp.touched where key in (select value from json_each(?))')
  const count = database.prepare('select count from temp.touches')
  return {
    take(most) {
      const keys = first.all(most).map(({ key }) => String(key))
      if (keys.length > 0) drop.run(JSON.stringify(keys))
      return keys
    },
    get version() {
      return Number(count.get()?.count)
    },
    [Symbol.dispose]() {
      if (!database.isOpen) return
      database.exec(TRIGGERS.map(({ name }) => `drop trigger temp.${name};`).join(' '))
      database.exec('drop table temp.touched; drop table temp.touches')
    },
  }
}

const triggerOf = ({ name, table, change, key }: (typeof TRIGGERS)[number]) =>
  `create temp trigger ${name} after ${change} on main.${table} begin
     insert or replace into touched (key) values (${key});
     update touches set count = count + 1;
   end;`
