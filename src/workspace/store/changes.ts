// Changes that webhooks have yet to tell, in the order they were made; kept only while someone listens.

import { z } from 'zod'
import { ChangeRecord } from './records.ts'
import type { Statements } from './statements.ts'

export interface Change extends ChangeRecord {
  seq: number
  /** Epoch milliseconds. */
  at: number
}

export interface ChangeStore {
  /** Kept with the transaction that made the change; nothing when nobody listens. */
  add(change: ChangeRecord, at: number): void
  /** Oldest first. */
  waiting(): Change[]
  remove(seqs: readonly number[]): void
  listen(isListening: boolean): void
}

const LISTENING = 'listening'
const Row = z.object({ seq: z.number(), at: z.number(), record: z.string() })

export function openChanges({ run, column, rows }: Statements): ChangeStore {
  return {
    add(change, at) {
      if (column('SELECT 1 FROM setting WHERE name = ?', LISTENING) === undefined) return
      run('INSERT INTO change (at, record) VALUES (?, ?)', at, JSON.stringify(change))
    },
    waiting: () =>
      rows({ text: 'SELECT seq, at, record FROM change ORDER BY seq', values: [] }).map(row => {
        const { seq, at, record } = Row.parse(row)
        return { ...ChangeRecord.parse(JSON.parse(record)), seq, at }
      }),
    remove(seqs) {
      for (const seq of seqs) run('DELETE FROM change WHERE seq = ?', seq)
    },
    listen(isListening) {
      if (isListening) run('INSERT OR REPLACE INTO setting VALUES (?, ?)', LISTENING, '1')
      else run('DELETE FROM setting WHERE name = ?', LISTENING)
    },
  }
}
