// How far a store is in the log of a cluster: a row of its own, written with each commit there.

import type { DatabaseSync } from 'node:sqlite'

/** Which commit: by which coordinator, and the how manieth of the cluster. */
export interface Position {
  fence: number
  seq: number
}

const NAME = 'position in the log'

/** A store that was never a cluster's stands before everything. */
export function positionOf(database: DatabaseSync): Position {
  const value = database.prepare('select value from fact where name = ?').get(NAME)?.value
  const [fence = 0, seq = 0] = String(value ?? '')
    .split(':')
    .map(Number)
  return { fence, seq }
}

export function positionPut(database: DatabaseSync): (position: Position) => void {
  const put = database.prepare('insert or replace into fact (name, value) values (?, ?)')
  return ({ fence, seq }) => void put.run(NAME, `${fence}:${seq}`)
}

/** Work without the cluster begins: what is written from now on is in no log. */
export function leaveLog(database: DatabaseSync): void {
  database.prepare('delete from fact where name = ?').run(NAME)
}
