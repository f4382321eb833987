// The loop loses its seat and takes it again: each time what it shows is opened and closed.

import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/database.ts'
import { newVar } from '../support/cli.ts'

const OPEN_SEAT = '../../src/commands/open-seat.ts'
const PROGRESS = '../../src/commands/progress.ts'

const seats: AbortController[] = []
const shown: string[] = []

const openSeat = () => ({
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
})
const progress = () => ({
  openScreen: () => ({
    print: () => {},
    open() {
      shown.push('opened')
      queueMicrotask(() => seats.at(-1)?.abort(new Error('another node does')))
      return { expect() {}, progress() {}, ended() {}, print() {}, close: () => void shown.push('closed') }
    },
  }),
})

beforeAll(() => {
  vi.doMock(OPEN_SEAT, openSeat)
  vi.doMock(PROGRESS, progress)
  vi.resetModules() // other tests have loaded what is mocked here
})

afterAll(() => {
  vi.doUnmock(OPEN_SEAT)
  vi.doUnmock(PROGRESS)
  vi.resetModules()
})

it('is shown anew whenever it has the seat', { timeout: 30_000 }, async () => {
  const { start } = await import('../../src/commands/start.ts')
  const varDir = await newVar()
  const flags = { json: false, dryRun: false, var: varDir, logLevel: 'error', once: false, musicSync: false } as const
  await expect(start(flags)).rejects.toThrow('the test is over')
  expect(shown).toEqual(['opened', 'closed', 'opened', 'closed'])
  rmSync(varDir, { recursive: true })
})
