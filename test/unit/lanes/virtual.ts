// Lanes in virtual time: the clock stands still until a test lets it pass.

import { afterEach, beforeEach, vi } from 'vitest'
import { Limited } from '../../../src/errors.ts'
import type { LaneState } from '../../../src/lanes/lane-state.ts'
import { type Lanes, type LanesDeps, openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const START = new Date(2026, 10, 21, 12, 0, 0).getTime()
/** Two services. */
export const A = 'soundcloud'
export const B = 'web:example.org'

const opened: Lanes[] = []

/** To be called once in a test file. */
export function useVirtualTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await Promise.all(opened.splice(0).map(lanes => lanes.close()))
  })
}

export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Closed when the test is over. */
export function open(deps: Partial<LanesDeps> = {}): Lanes {
  const lanes = openLanes({ store: memoryStore(), log: silentLog, random: () => 0, ...deps })
  opened.push(lanes)
  return lanes
}

export function memoryStore() {
  const states = new Map<string, string>()
  return {
    load: (): LaneState[] => [...states.values()].map(text => JSON.parse(text)),
    save: (state: LaneState) => void states.set(state.name, JSON.stringify(state)),
  }
}

export function logLines() {
  const lines: string[] = []
  const note = (level: string) => (_fields: unknown, text: string) => void lines.push(`${level} ${text}`)
  return { lines, log: { ...silentLog, info: note('info'), warn: note('warn'), error: note('error') } }
}

/** How a call ends, in virtual time. */
export async function ends(call: Promise<unknown>, withinMs = SECOND): Promise<unknown> {
  let ended: unknown = 'it still waits'
  const note = (value: unknown) => {
    ended = value
  }
  void call.then(note, note)
  await pass(withinMs)
  return ended
}

export const fine = async () => 'sent'
export const limit = (ms: number) => async () => {
  throw new Limited('too many requests (429)', Date.now() + ms)
}

/** Takes its time before it ends as `work` does. */
export const slowly =
  <T>(work: () => Promise<T>, ms = 100) =>
  async () => {
    await wait(ms)
    return await work()
  }

/** The most of a dozen calls that were on their way at the same time. */
export async function mostAtOnce(lanes: Lanes): Promise<number> {
  let [now, top] = [0, 0]
  const work = async () => {
    top = Math.max(top, ++now)
    await wait(100)
    now -= 1
  }
  const calls = Array.from({ length: 12 }, () => lanes.run(B, work))
  await pass(2 * SECOND)
  await Promise.all(calls)
  return top
}
