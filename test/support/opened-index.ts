// An index of its own for a test, in a folder of its own.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { madeWords } from '../../scripts/bench/index-prints.ts'
import type { NewRecording } from '../../src/library/index/entry.ts'
import { openIndex, type RecordingIndex } from '../../src/library/index/open-index.ts'
import type { RecordingFile } from '../../src/model/recording/recording.ts'
import { openStore, type Store } from '../../src/store/database.ts'

interface Opened extends Disposable {
  store: Store
  index: RecordingIndex
  put(entry: NewRecording): Promise<number>
  /** Every row of every table of the index. */
  tables(): Record<string, unknown[]>
}

const TABLES = ['', '_print', '_term', '_key', '_file', '_version'].map(end => `recording${end}`)

export async function openNew(): Promise<Opened> {
  const store = openStore(await mkdtemp(join(tmpdir(), 'index-')), false)
  const index = openIndex(store, () => 1000)
  return {
    store,
    index,
    put: entry => store.commit(() => index.put(entry)),
    tables: () => Object.fromEntries(TABLES.map(name => [name, store.database.prepare(`select * from ${name}`).all()])),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
}

export const sha = (digit: string) => digit.repeat(64)
export const fileOf = (name: string, digit: string, more: Partial<RecordingFile> = {}): RecordingFile => ({
  path: `/library/${name}`,
  sha256: sha(digit),
  bytes: 1000,
  changedAt: 5,
  format: 'm4a',
  ...more,
})
export const PAGE = '0123456789abcdef0123456789abcdef'
export const entryOf = (seed: number): NewRecording => ({
  title: `Song ${seed}`,
  artist: 'Somebody',
  seconds: 240,
  words: madeWords(seed),
  files: [fileOf(`${seed}.m4a`, String(seed % 10), { link: `https://youtu.be/abcdefghij${seed % 10}?si=x` })],
})
