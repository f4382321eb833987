// The lines of tracks in memory: by id, in each order that can be asked for, and by the words in them.

import { setImmediate as turn } from 'node:timers/promises'
import { fold } from '../../../model/title/fold.ts'
import type { StateCounts, TrackLine, TrackPage, TrackQuestion, TrackSort, TrackState } from '../api.ts'
import { type Order, openOrder } from './order.ts'

export interface Lines {
  /** `line` undefined: there is no such track any more. */
  put(id: string, line: TrackLine | undefined): void
  get(id: string): TrackLine | undefined
  /** Some of what was put is sorted in, so that nobody who asks waits for all of it. */
  settle(): void
  /** In short pieces of work, of the lines as they stand at its begin. */
  page(question: TrackQuestion): Promise<Omit<TrackPage, 'listed'>>
  count(state: TrackState): number
  /** The last changed first. */
  all(): readonly TrackLine[]
  readonly size: number
  readonly version: number
}

interface Held {
  id: string
  line: TrackLine
  words: string
  byTitle: string
  byArtist: string
  /** On the Camelot wheel, 1A, 1B, 2A …; behind all others: it has no key. */
  place: number
}

type Column = TrackSort extends infer S ? (S extends `-${string}` ? never : S) : never

const COMPARE: Record<Column, (one: Held, other: Held) => number> = {
  changed: (one, other) => one.line.changedAt - other.line.changedAt,
  title: (one, other) => byWords(one.byTitle, other.byTitle),
  artist: (one, other) => byWords(one.byArtist, other.byArtist) || byWords(one.byTitle, other.byTitle),
  tempo: (one, other) => (one.line.tempo ?? UNKNOWN) - (other.line.tempo ?? UNKNOWN),
  key: (one, other) => one.place - other.place,
}
/** Behind all others, either way round. */
const UNKNOWN = 1e6
const IS_KNOWN: Record<Column, (held: Held) => boolean> = {
  changed: () => true,
  title: () => true,
  artist: ({ byArtist }) => byArtist !== '',
  tempo: ({ line }) => line.tempo !== undefined,
  key: ({ place }) => place !== UNKNOWN,
}
const PAGE_SIZE = 50
const MOST_CHANGES = 1000
const PIECE_MS = 3
const LOOK_EVERY = 512
const LONGEST_WORDS = 1000

export function openLines(): Lines {
  const held = new Map<string, Held>()
  const counts = new Map<TrackState, number>()
  const orders: Record<Column, Order<Held>> = {
    changed: openOrder(COMPARE.changed),
    title: openOrder(COMPARE.title),
    artist: openOrder(COMPARE.artist),
    tempo: openOrder(COMPARE.tempo),
    key: openOrder(COMPARE.key),
  }
  let version = 0
  let known: { version: number; lines: readonly TrackLine[] } = { version: -1, lines: [] }

  const add = (state: TrackState | undefined, count: number) =>
    state && counts.set(state, (counts.get(state) ?? 0) + count)

  return {
    put(id, line) {
      const before = held.get(id)
      if (!line && !before) return
      add(before?.line.state, -1)
      add(line?.state, 1)
      const next = line && heldOf(line)
      if (next) held.set(id, next)
      else held.delete(id)
      for (const order of Object.values(orders)) order.change(id, next)
      version += 1
    },
    get: id => held.get(id)?.line,
    settle() {
      const [most] = Object.values(orders).sort((one, other) => other.changes - one.changes)
      if (most && most.changes > MOST_CHANGES) most.sorted()
    },
    async page({ q = '', state = [], sort = '-changed', page = 1 }) {
      const isDown = sort.startsWith('-')
      const column = (isDown ? sort.slice(1) : sort) as Column
      const sorted = orders[column].sorted()
      const words = wordsOf(q)
      const states = new Set(state)
      const from = (page - 1) * PAGE_SIZE
      const found: StateCounts = {}
      const items: TrackLine[] = []
      let total = 0
      const known = isDown ? countKnown(sorted, column) : 0
      let until = performance.now() + PIECE_MS
      for (let at = 0; at < sorted.length; at += 1) {
        if (at % LOOK_EVERY === 0 && performance.now() > until) {
          await turn()
          until = performance.now() + PIECE_MS
        }
        const one = sorted[at < known ? known - 1 - at : at]
        if (!one || !words.every(word => one.words.includes(word))) continue
        found[one.line.state] = (found[one.line.state] ?? 0) + 1
        if (states.size > 0 && !states.has(one.line.state)) continue
        if (total >= from && items.length < PAGE_SIZE) items.push(one.line)
        total += 1
      }
      return { items, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), total, states: found }
    },
    count: state => counts.get(state) ?? 0,
    all() {
      if (known.version !== version)
        known = {
          version,
          lines: orders.changed
            .sorted()
            .map(({ line }) => line)
            .reverse(),
        }
      return known.lines
    },
    get size() {
      return held.size
    },
    get version() {
      return version
    },
  }
}

function heldOf(line: TrackLine): Held {
  const { id, title, artist = '', camelot } = line
  const [byTitle, byArtist] = [folded(title), folded(artist)]
  const place = camelot ? Number.parseInt(camelot, 10) * 2 + (camelot.endsWith('B') ? 1 : 0) : UNKNOWN
  return { id, line, words: `${byArtist} ${byTitle}`.slice(0, LONGEST_WORDS), byTitle, byArtist, place }
}

/** Those that are not known stand at the end. */
function countKnown(sorted: readonly Held[], column: Column): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = sorted[middle]
    if (one && IS_KNOWN[column](one)) low = middle + 1
    else high = middle
  }
  return low
}

/** What is all signs is looked for as it is written. */
const folded = (text: string): string => fold(text) || text.toLowerCase()

const wordsOf = (q: string): string[] => folded(q.slice(0, LONGEST_WORDS)).split(/\s+/).filter(Boolean)

/** Without a name behind all others. */
function byWords(one: string, other: string): number {
  if (one === other) return 0
  if (one === '' || other === '') return one === '' ? 1 : -1
  return one < other ? -1 : 1
}
