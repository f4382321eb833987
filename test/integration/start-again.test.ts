// The loop loses its seat and takes it again: each time what it shows is opened and closed.

import { rmSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { start } from '../../src/commands/start.ts'
import { openStore } from '../../src/store/database.ts'
import { newVar } from '../support/cli.ts'

const { seats, shown } = vi.hoisted(() => ({ seats: [] as AbortController[], shown: [] as string[] }))

vi.mock('../../src/commands/open-seat.ts', () => ({
  async openSeat({ varDir }: { varDir: string }) {
    if (seats.length === 2) throw new Error('the test is over')
    const over = new AbortController()
    seats.push(over)
    return {
      signal: over.signal,
      check: () => over.signal.throwIfAborted(),
      hasState: true,
      async openState() {
        const store = openStore(varDir, false)
        return { ...store, [Symbol.asyncDispose]: async () => store[Symbol.dispose]() }
      },
      tools: () => ({}),
      async [Symbol.asyncDispose]() {},
    }
  },
}))
vi.mock('../../src/commands/progress.ts', () => ({
  openScreen: () => ({
    print: () => {},
    open() {
      shown.push('opened')
      queueMicrotask(() => seats.at(-1)?.abort(new Error('another node does')))
      return { expect() {}, progress() {}, ended() {}, print() {}, close: () => void shown.push('closed') }
    },
  }),
}))

it('is shown anew whenever it has the seat', { timeout: 30_000 }, async () => {
  const varDir = await newVar()
  const flags = { json: false, dryRun: false, var: varDir, logLevel: 'error', once: false, musicSync: false } as const
  await expect(start(flags)).rejects.toThrow('the test is over')
  expect(shown).toEqual(['opened', 'closed', 'opened', 'closed'])
  rmSync(varDir, { recursive: true })
})
