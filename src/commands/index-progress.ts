// One line on a terminal while volumes are walked and read; nothing elsewhere.

import { createLogUpdate } from 'log-update'
import { cutTo } from '../model/text-width.ts'
import type { IndexView } from '../pipeline/volumes/index-volumes.ts'
import { clock } from './progress.ts'

export interface IndexProgress extends IndexView {
  /** A line that stays, above it. */
  print(line: string): void
  close(): void
}

const REDRAW_MS = 100

export function openIndexProgress({ json }: { json: boolean }): IndexProgress {
  const write = (line: string) => void process.stderr.write(`${line}\n`)
  if (!process.stderr.isTTY || json) return { walked() {}, reading() {}, print: write, close() {} }
  const update = createLogUpdate(process.stderr)
  let line = ''
  let since: number | undefined
  const draw = () => update(cutTo(line, (process.stderr.columns ?? 80) - 1))
  const timer = setInterval(draw, REDRAW_MS)
  timer.unref()
  return {
    walked(files) {
      line = ` looking: ${files.toLocaleString('en')} files seen`
    },
    reading(done, total) {
      since ??= Date.now()
      line = readingLine(done, total, (Date.now() - since) / 1000)
    },
    print(text) {
      update.clear()
      write(text)
      draw()
    },
    close() {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}

/** ` reading: 12 of 340 files · 0:10 gone · about 4:31 left` */
export function readingLine(done: number, total: number, seconds: number): string {
  const left = done > 1 ? ` · about ${clock((seconds / (done - 1)) * (total - done))} left` : ''
  return ` reading: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} files · ${clock(seconds)} gone${left}`
}
