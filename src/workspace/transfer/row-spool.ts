// Rows kept in a file until all are there: they come over the network, and are written in one go.

import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { PageRecord } from '../store/records.ts'
import { listAt } from './json-file.ts'

export interface RowSpool {
  add(pages: readonly PageRecord[]): void
  /** After this, no more are added. */
  pages(): Iterable<PageRecord>
  has(id: string): boolean
  readonly count: number
  /** Takes the file away. */
  close(): void
}

export function openSpool(path: string): RowSpool {
  const descriptor = openSync(path, 'w', 0o600)
  const ids = new Set<string>()
  let isOpen = true
  writeSync(descriptor, '[')

  function end(last: string): void {
    if (!isOpen) return
    isOpen = false
    writeSync(descriptor, last)
    closeSync(descriptor)
  }

  return {
    add(pages) {
      for (const page of pages) {
        writeSync(descriptor, `${ids.size === 0 ? '\n' : ',\n'}${JSON.stringify(page)}`)
        ids.add(page.id)
      }
    },
    *pages() {
      end('\n]')
      for (const { value } of listAt(path, { byte: 0, line: 1 })) yield PageRecord.parse(value)
    },
    has: id => ids.has(id),
    get count() {
      return ids.size
    },
    close() {
      end('')
      rmSync(path, { force: true })
    },
  }
}
