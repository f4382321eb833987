// What is found in a folder, held against what is known of it: one pass over two sorted lists, and neither is held whole.

import type { WalkedFile } from '../../store/walked-files.ts'

export interface Found {
  name: string
  bytes: number
  changedAt: number
}

export interface Known extends Found {
  isMissing: boolean
}

/** Whether it is there could not be found out: what is known of it stays. */
export interface Unknown {
  name: string
  unread: string
}

export type Difference = WalkedFile | { kind: 'gone'; name: string }

/** @param found and `known` in the order of `byBytes`, each name once */
export function* differences(found: Iterable<Found | Unknown>, known: Iterable<Known>): Generator<Difference> {
  const rest = known[Symbol.iterator]()
  let next = rest.next()
  for (const file of found) {
    for (; !next.done && byBytes(next.value.name, file.name) < 0; next = rest.next()) yield* goneOf(next.value)
    const isKnown = !next.done && next.value.name === file.name
    if (!('unread' in file)) yield* changeOf(file, isKnown ? next.value : undefined)
    if (isKnown) next = rest.next()
  }
  for (; !next.done; next = rest.next()) yield* goneOf(next.value)
}

function* goneOf({ name, isMissing }: Known): Generator<Difference> {
  if (!isMissing) yield { kind: 'gone', name }
}

function* changeOf({ name, bytes, changedAt }: Found, known: Known | undefined): Generator<Difference> {
  const file = { name, bytes, changedAt }
  if (!known) yield { kind: 'new', ...file }
  else if (known.bytes !== bytes || known.changedAt !== changedAt) yield { kind: 'changed', ...file }
  else if (known.isMissing) yield { kind: 'back', ...file }
}

/** The order in which SQLite has texts: that of their bytes in UTF-8, where an emoji stands behind every letter. */
export function byBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let i = 0; i < length; i += 1) {
    const [a, b] = [one.charCodeAt(i), other.charCodeAt(i)]
    if (a !== b) return rank(a) - rank(b)
  }
  return one.length - other.length
}

/** The halves of what lies beyond U+FFFF come before U+E000 as numbers, and behind U+FFFF as bytes. */
const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10_000 : unit)
