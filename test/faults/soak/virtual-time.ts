// Time of this process's own: it stands still while anything is being done, and goes on to the next timer when nothing is.
// To be loaded before the program, whose parts and packages take clocks and timers from here.

import { syncBuiltinESMExports } from 'node:module'
import { watchSystemWork } from './system-work.ts'
import { openTimers, VirtualTimer } from './timers.ts'

export interface VirtualTime {
  /** Epoch ms. */
  now(): number
  sleep(ms: number): Promise<void>
  /** Lets time pass until the promise settles. @throws when nothing is left that could settle it */
  until<T>(promise: Promise<T>): Promise<T>
  /** While time is let pass: waits until nothing is being done, and all that is left waits for a time or for ever. */
  quiet(): Promise<void>
  /** What waited for a time waits for ever. */
  dropTimers(): void
  /** Called when somebody sleeps for longer than any run lasts: a failpoint that stands still. */
  onEndlessSleep(listener: () => void): void
}

const realImmediate = setImmediate
const ENDLESS_MS = 2 ** 30

export async function installVirtualTime(startsAt: number): Promise<VirtualTime> {
  const isBusy = await watchSystemWork()
  let at = startsAt
  let endless = () => {}
  const timers = openTimers(() => at)

  const now = () => at
  const sleep = (ms: number) => new Promise<void>(resolve => void timers.add(resolve, ms))
  installDate(now)
  installTimers(timers)
  installSleep(timers, () => endless())
  Object.assign(performance, { now: () => at - startsAt })
  Object.assign(process.getBuiltinModule('node:os'), { uptime: () => (at - startsAt) / 1000 + 3600 })
  installTimeouts(timers)
  syncBuiltinESMExports()

  const waiting: (() => void)[] = []

  /** Twice in a row: an answer of the system may start something new. */
  async function settled(): Promise<void> {
    for (let times = 0; times < 2; ) {
      await new Promise<void>(resolve => void realImmediate(resolve))
      times = isBusy() ? 0 : times + 1
    }
  }

  return {
    now,
    sleep,
    quiet: () => new Promise(resolve => void waiting.push(resolve)),
    async until(promise) {
      let isSettled = false
      const settle = () => {
        isSettled = true
      }
      promise.then(settle, settle)
      for (;;) {
        await settled()
        if (isSettled) return promise
        if (waiting.length > 0) {
          for (const go of waiting.splice(0)) go()
          continue
        }
        const next = timers.next()
        if (next === undefined) throw new Error('nothing goes on: something waits for what never comes')
        at = Math.max(at, next)
        timers.fire()
      }
    },
    dropTimers: timers.clear,
    onEndlessSleep(listener) {
      endless = listener
    },
  }
}

type Timers = ReturnType<typeof openTimers>

function installDate(now: () => number): void {
  const date = new Proxy(Date, {
    construct: (real, given, as) => Reflect.construct(real, given.length === 0 ? [now()] : given, as),
    get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
  })
  Object.assign(globalThis, { Date: date })
}

function installTimers(timers: Timers): void {
  type Work = (...given: unknown[]) => void
  const clear = (timer: unknown) => void (timer instanceof VirtualTimer && timer.close())
  Object.assign(globalThis, {
    setTimeout: (work: Work, ms = 0, ...given: unknown[]) => timers.add(() => work(...given), ms),
    setInterval: (work: Work, ms = 0, ...given: unknown[]) => timers.add(() => work(...given), ms, Math.max(1, ms)),
    clearTimeout: clear,
    clearInterval: clear,
  })
}

/** `setTimeout` of node:timers/promises. */
function installSleep(timers: Timers, onEndless: () => void): void {
  const sleep = (ms = 0, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted(signal))
      if (ms >= ENDLESS_MS) onEndless()
      const timer = timers.add(() => {
        signal?.removeEventListener('abort', stop)
        resolve(value)
      }, ms)
      function stop() {
        timer.close()
        if (signal) reject(aborted(signal))
      }
      signal?.addEventListener('abort', stop, { once: true })
    })
  Object.assign(process.getBuiltinModule('node:timers/promises'), { setTimeout: sleep })
}

const aborted = (signal: AbortSignal) =>
  Object.assign(new Error('The operation was aborted', { cause: signal.reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  })

function installTimeouts(timers: Timers): void {
  Object.assign(AbortSignal, {
    timeout(ms: number) {
      const end = new AbortController()
      const late = () => end.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
      timers.add(late, ms)
      return end.signal
    },
  })
}
