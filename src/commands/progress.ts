// Shows a running cycle: bars on a terminal, a line per finished row elsewhere.

import { styleText } from 'node:util'
import { MultiBar, type SingleBar } from 'cli-progress'
import type { Entry } from '../orchestrator/report.ts'
import type { View } from '../orchestrator/view.ts'

export interface Display extends View {
  /** Where log lines go while the bars own the terminal. */
  print(line: string): void
}

export function openDisplay(options: { json: boolean }): Display {
  return process.stderr.isTTY && !options.json ? terminalDisplay() : lineDisplay()
}

function lineDisplay(): Display {
  const print = (line: string) => void process.stderr.write(`${line}\n`)
  return {
    expect() {},
    progress() {},
    ended: entry => void (isNews(entry) && print(endLine(entry))),
    close() {},
    print,
  }
}

function terminalDisplay(): Display {
  const bars = new MultiBar({
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    format: ' {bar} {percentage}% {stage} · {subject}',
    barsize: 20,
  })
  const running = new Map<string, SingleBar>()
  let overall: SingleBar | undefined
  let ended = 0
  const print = (line: string) => {
    if (running.size > 0 || overall) bars.log(`${line}\n`)
    else process.stderr.write(`${line}\n`)
  }
  return {
    expect(tracks) {
      if (tracks > 0)
        overall = bars.create(
          tracks,
          0,
          {},
          {
            format: ' {bar} {value} of {total} tracks · {duration_formatted} gone · {eta_formatted} left',
            barsize: 20,
          },
        )
      ended = 0
    },
    progress(subject, stage, fraction = 0) {
      const bar = running.get(subject) ?? bars.create(100, 0, { stage, subject })
      running.set(subject, bar)
      bar.update(Math.round(fraction * 100), { stage: stage.padEnd(19), subject: subject.slice(0, 50) })
    },
    ended(entry) {
      const bar = running.get(entry.label)
      if (bar) bars.remove(bar)
      running.delete(entry.label)
      if (entry.kind === 'track' && overall) overall.update(Math.min(++ended, overall.getTotal()))
      if (isNews(entry)) print(endLine(entry))
    },
    close: () => bars.stop(),
    print,
  }
}

/** A sync that worked has its tracks' lines already. */
const isNews = ({ kind, outcome }: Entry) => kind !== 'sync' || outcome.kind !== 'done'

const MARKS = {
  done: ['green', '✓'],
  skipped: ['gray', '–'],
  retry: ['yellow', '↻'],
  blocked: ['yellow', '…'],
  failed: ['red', '✗'],
} as const

/** `✓ Artist – Title: 124.00 BPM, … (3.2 s)` */
export function endLine({ label, outcome, ms }: Entry): string {
  const [colour, mark] = MARKS[outcome.kind]
  return `${styleText(colour, mark, { stream: process.stderr })} ${label}: ${outcome.text} (${(ms / 1000).toFixed(1)} s)`
}
