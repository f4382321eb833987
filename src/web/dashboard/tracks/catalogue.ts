// All tracks that are known here, held in memory so that a list of tens of thousands is searched and sorted at once. It is
// filled and kept up to date in short pieces of work, and only while somebody looks.

import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { toPageId } from '../../../model/page-id.ts'
import type { Touched } from '../../../store/touched-jobs.ts'
import { type StateCounts, TRACK_STATES, type TrackLine, type TrackPage, type TrackQuestion } from '../api.ts'
import { everyPage } from './every-page.ts'
import { cut, namesOfLabel, openLineReader } from './line.ts'
import { openLines } from './lines.ts'

export interface CatalogueDeps {
  database: DatabaseSync
  touched: Touched
  /** Rows that want something first, of the last cycle. */
  waiting: () => readonly { id: string; label: string; because: string }[]
  /** Epoch ms of when they were told; another one: they are others. */
  waitingAt: () => number | undefined
}

export interface Catalogue extends Disposable {
  page(question: TrackQuestion): Promise<TrackPage>
  /** As it stands now. */
  line(id: string): TrackLine | undefined
  counts(): StateCounts
  /** Of all tracks; the same object while nothing has changed. */
  lines(): readonly TrackLine[]
  /** How much of it is there, 0 to 1. */
  readonly listed: number
  /** Grows when a track changes. */
  readonly version: number
  /** All that is known is in it, or it takes longer than anybody likes to wait. */
  ready(): Promise<void>
}

/** One piece of work, and the rest after it: the program's own work goes on. */
const PIECE_MS = 4
const REST_MS = 4
const MOST_TOUCHED = 500
const TRACK = 'track:'
const PATIENCE_MS = 250
const ALMOST = 0.99

export function openCatalogue({ database, touched, waiting, waitingAt }: CatalogueDeps): Catalogue {
  const read = openLineReader(database)
  const lines = openLines()
  const todo = new Set<string>()
  const waits = new Map<string, TrackLine>()
  let seenAt: number | undefined
  let pages: Generator<string[]> | undefined
  let working: Promise<void> | undefined
  let isClosed = false
  let isFilled = false
  /** More was touched than was taken. */
  let isBehind = false

  /** Once begun, it goes on by itself until all is there. */
  function begin(): void {
    pages ??= everyPage(database)
    noticeWaiting()
    takeTouched()
    piece()
    if (hasMore())
      working ??= goOn()
        .catch(() => {}) // the state cannot be read: whoever asks next is told so
        .finally(() => {
          working = undefined
        })
  }

  const hasMore = () => !isClosed && (todo.size > 0 || isBehind || !isFilled)

  function takeTouched(): void {
    const keys = touched.take(MOST_TOUCHED)
    isBehind = keys.length === MOST_TOUCHED
    for (const key of keys) if (key.startsWith(TRACK)) todo.add(key.slice(TRACK.length))
  }

  async function goOn(): Promise<void> {
    while (hasMore()) {
      await sleep(REST_MS, undefined, { ref: false })
      if (!isClosed) piece()
    }
  }

  function piece(): void {
    const until = performance.now() + PIECE_MS
    while (performance.now() < until) {
      for (const id of todo) {
        todo.delete(id)
        lines.put(id, read(id) ?? waits.get(id))
        if (performance.now() >= until) break
      }
      if (todo.size === 0 && isBehind) takeTouched()
      if (todo.size > 0 || isFilled) break
      const next = pages?.next()
      if (!next || next.done) isFilled = true
      else for (const id of next.value) if (!lines.get(id)) todo.add(id)
    }
    lines.settle()
  }

  /** Rows of the last cycle that no job is about. */
  function noticeWaiting(): void {
    if (waitingAt() === seenAt) return
    seenAt = waitingAt()
    for (const id of waits.keys()) todo.add(id)
    waits.clear()
    for (const { id: given, label, because } of waiting()) {
      const id = toPageId(given)
      if (!id) continue
      const { title, artist } = namesOfLabel(label)
      waits.set(id, {
        id,
        title: cut(title),
        ...(artist && { artist: cut(artist) }),
        state: 'waiting',
        because: cut(because),
        changedAt: seenAt ?? 0,
        formats: [],
      })
      todo.add(id)
    }
  }

  function listed(): number {
    if (isFilled && !isBehind && todo.size === 0) return 1
    return Math.min(ALMOST, lines.size / (lines.size + todo.size + 1))
  }

  return {
    async page(question) {
      begin()
      const listedThen = listed()
      return { ...(await lines.page(question)), listed: listedThen }
    },
    line(id) {
      begin()
      return read(id) ?? waits.get(id)
    },
    counts() {
      begin()
      return Object.fromEntries(
        TRACK_STATES.flatMap(state => (lines.count(state) > 0 ? [[state, lines.count(state)]] : [])),
      )
    },
    lines: lines.all,
    get listed() {
      return listed()
    },
    get version() {
      return lines.version
    },
    async ready() {
      begin()
      const late = new AbortController()
      await Promise.race([working, sleep(PATIENCE_MS, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
    },
    [Symbol.dispose]() {
      isClosed = true
    },
  }
}
