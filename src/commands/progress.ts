// Shows a running cycle: bars on a terminal, a line per finished row elsewhere.

import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import { counted } from '../model/counted.ts'
import { isToldByTask } from '../model/job.ts'
import { cutTo } from '../model/text-width.ts'
import { type Entry, isOfOthers, waitsForEagle } from '../orchestrator/report.ts'
import type { View } from '../orchestrator/view.ts'

export interface Screen {
  /** Where log lines go, so that they stand above the bars. */
  print(line: string): void
  /** There are bars until it is closed. */
  open(): Display
}

type Terminal = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

interface ScreenOptions {
  json: boolean
  stream?: Terminal
}

export type Display = View & Pick<Screen, 'print'>

export const openDisplay = (options: ScreenOptions): Display => openScreen(options).open()

/** One for a whole command: what loses its seat and takes it again opens a new display each time. */
export function openScreen({ json, stream = process.stderr }: ScreenOptions): Screen {
  return stream.isTTY && !json ? terminalScreen(stream) : lineScreen(stream)
}

function lineScreen(stream: Terminal): Screen {
  const print = (line: string) => void stream.write(`${line}\n`)
  return {
    print,
    open: () => ({
      expect() {},
      progress() {},
      ended: entry => void (isNews(entry) && print(endLine(entry))),
      close() {},
      print,
    }),
  }
}

interface Running {
  stage: string
  fraction: number
}

const REDRAW_MS = 100

function terminalScreen(stream: Terminal): Screen {
  let bars: Bars | undefined
  const print = (line: string) => {
    bars?.clear()
    stream.write(`${line}\n`)
    bars?.draw()
  }
  return {
    print,
    open() {
      const opened = openBars(stream, print)
      bars = opened
      return {
        ...opened,
        print,
        close() {
          bars = undefined
          opened.close()
        },
      }
    },
  }
}

interface Bars extends View {
  clear(): void
  draw(): void
}

function openBars(stream: Terminal, print: Screen['print']): Bars {
  const update = createLogUpdate(stream)
  const running = new Map<string, Running>()
  let overall = { total: 0, ended: 0, since: Date.now() }
  const draw = () => {
    const width = (stream.columns ?? 80) - 1
    const lines = [...[...running].map(one => barLine(one, width)), ...overallLines(overall, width)]
    update(lines.map(line => cutTo(line, width)).join('\n'))
  }
  const timer = setInterval(draw, REDRAW_MS)
  timer.unref()
  return {
    expect(total) {
      overall = { total, ended: 0, since: Date.now() }
    },
    progress: (subject, stage, fraction = 0) => void running.set(subject, { stage, fraction }),
    ended(entry) {
      running.delete(entry.label)
      if (entry.kind === 'track') overall.ended += 1
      if (isNews(entry)) print(endLine(entry))
    },
    clear: update.clear,
    draw,
    close() {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}

const STAGE_WIDTH = 19

const barLine = ([subject, { stage, fraction }]: [string, Running], width: number) =>
  ` ${bar(fraction, width)} ${String(Math.round(fraction * 100)).padStart(3)} %  ${stage.padEnd(STAGE_WIDTH)}  ${subject.slice(0, 60)}`

/** ` ████────  3 of 12 tracks · 0:10 gone · about 0:31 left` */
function overallLines(
  { total, ended, since }: { total: number; ended: number; since: number },
  width: number,
): string[] {
  if (total === 0 || ended > total) return []
  const gone = (Date.now() - since) / 1000
  const left = ended > 0 ? ` · about ${clock((gone / ended) * (total - ended))} left` : ''
  return [` ${bar(ended / total, width)} ${ended} of ${counted(total, 'track')} · ${clock(gone)} gone${left}`]
}

/** Shorter in a narrow terminal, of which it leaves the names their part. */
function bar(fraction: number, width: number): string {
  const length = width < 90 ? 8 : 20
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * length)
  return '█'.repeat(full) + '─'.repeat(length - full)
}

/** `3:07` */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`

/** A sync or a playlist that worked has its tracks' lines already, and one that a task asked for has the task's. */
const isNews = (entry: Entry) =>
  entry.kind === 'eagle'
    ? !waitsForEagle(entry)
    : !isOfOthers(entry) || (entry.outcome.kind !== 'done' && !isToldByTask(entry))

const MARKS = {
  done: ['green', '✓'],
  skipped: ['gray', '–'],
  retry: ['yellow', '↻'],
  blocked: ['yellow', '…'],
  failed: ['red', '✗'],
} as const

/** `✓ Artist – Title: 124.00 BPM, … (3.2 s)` */
function endLine({ label, outcome, ms }: Entry): string {
  const [colour, mark] = MARKS[outcome.kind]
  return `${styleText(colour, mark, { stream: process.stderr })} ${label}: ${outcome.text} (${(ms / 1000).toFixed(1)} s)`
}
