// Pages of all tracks that anything is kept of, in portions: no read takes long.

import type { DatabaseSync } from 'node:sqlite'
import { toPageId } from '../../../model/page-id.ts'

const PORTION = 500
const KEY = 'track:'
/** The first text behind all that begin with the key. */
const BEHIND = 'track;'

/** Where pages stand: each asks for those behind the last one. */
const PLACES: readonly { sql: string; from: string; pageOf: (value: string) => string | undefined }[] = [
  {
    sql: `select distinct subject as value from run where subject > ? and subject < '${BEHIND}' order by subject limit ${PORTION}`,
    from: KEY,
    pageOf: key => key.slice(KEY.length),
  },
  {
    sql: `select key as value from job where key > ? and key < '${BEHIND}' and state <> 'running' order by key limit ${PORTION}`,
    from: KEY,
    pageOf: key => key.slice(KEY.length),
  },
  {
    sql: `select key as value from job where key > ? and key < '${BEHIND}' and state = 'running' order by key limit ${PORTION}`,
    from: KEY,
    pageOf: key => key.slice(KEY.length),
  },
  {
    sql: `select page as value from measured where page > ? order by page limit ${PORTION}`,
    from: '',
    pageOf: page => page,
  },
  {
    sql: `select distinct page as value from file where page > ? order by page limit ${PORTION}`,
    from: '',
    pageOf: page => page,
  },
  {
    sql: `select page as value from merged where page > ? order by page limit ${PORTION}`,
    from: '',
    pageOf: page => page,
  },
  {
    sql: `select distinct value from recording_key where kind = 'page' and value > ? order by value limit ${PORTION}`,
    from: '',
    pageOf: toPageId,
  },
]

/** The same page may come several times. */
export function* everyPage(database: DatabaseSync): Generator<string[]> {
  for (const { sql, from, pageOf } of PLACES) {
    const next = database.prepare(sql)
    for (let last = from; ; ) {
      const values = next.all(last).map(({ value }) => String(value))
      yield values.flatMap(value => pageOf(value) ?? [])
      if (values.length < PORTION) break
      last = values.at(-1) ?? last
    }
  }
}
