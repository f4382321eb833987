// An outbox of a test's own over scripted rows.

import { silentLog } from '../../../src/log.ts'
import type { FieldWrites } from '../../../src/model/write.ts'
import { type Outbox, openOutbox } from '../../../src/outbox/outbox.ts'
import { MINUTE, memoryStore, NOON } from '../queue/open.ts'

import { scriptedRows } from './scripted-rows.ts'

export type TestOutbox = ReturnType<typeof testOutbox>

export function testOutbox(store = memoryStore()) {
  const rows = scriptedRows()
  const said: { page: string; text: string }[] = []
  let time = NOON
  const open = (): Outbox =>
    openOutbox({
      store,
      ports: async () => rows.port,
      say: async (page, text) => void said.push({ page, text }),
      now: () => time,
      log: silentLog,
      settleMs: MINUTE,
    })
  const opened = {
    rows,
    said,
    store,
    outbox: open(),
    pass(ms: number) {
      time += ms
    },
    /** The program dies and starts again: what was on its way never comes back. */
    restart() {
      opened.outbox = open()
    },
    add: (fields: FieldWrites, page = 'page') =>
      store.commit(() => opened.outbox.add({ target: 'tracks', page, fields })),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  }
  return opened
}

export const fill = (value: string | number, wasSet = false) =>
  ({ how: 'fill', value, ...(wasSet ? { wasSet } : {}) }) as const
export const move = (from: string, value: string) => ({ how: 'move', from, value }) as const
export const options = (add: readonly string[], remove: readonly string[] = []) =>
  ({ how: 'options', add, remove }) as const
