// Says how far long work on many records is: redrawn on a terminal, now and then a line elsewhere.

import { createLogUpdate } from 'log-update'
import { clock } from '../progress.ts'
import type { GlobalFlags } from '../with-app.ts'

export interface Counter {
  /** `total`: undefined when it is not known yet. */
  tell(what: string, done: number, total?: number): void
  close(): void
}

const REDRAW_MS = 100
const LINE_MS = 10_000

/** @param doing `import`, `export` …: each line begins with it */
export function openCounter(flags: Pick<GlobalFlags, 'json'>, doing: string): Counter {
  const isLive = process.stderr.isTTY && !flags.json
  const update = isLive ? createLogUpdate(process.stderr) : undefined
  const write = update ?? ((line: string) => void process.stderr.write(`${line}\n`))
  const every = isLive ? REDRAW_MS : LINE_MS
  let told = { what: '', since: 0, at: Date.now() }
  return {
    tell(what, done, total) {
      const now = Date.now()
      if (told.what !== what) told = { ...told, what, since: now }
      if (now - told.at < every) return
      told.at = now
      write(`${doing}: ${lineOf(what, { done, total, seconds: (now - told.since) / 1000 })}`)
    },
    close() {
      update?.clear()
      update?.done()
    },
  }
}

/** `40,000 of 100,000 pages · about 0:12 left` */
function lineOf(what: string, { done, total, seconds }: { done: number; total?: number; seconds: number }): string {
  if (total === undefined) return `${figure(done)} ${what}`
  const left = done > 0 && done < total ? ` · about ${clock((seconds / done) * (total - done))} left` : ''
  return `${figure(done)} of ${figure(total)} ${what}${left}`
}

/** `100,000` */
export const figure = (number: number): string => number.toLocaleString('en-US')
