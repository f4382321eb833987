// Looks a sound up: few terms lead to the recordings that share some of them, and those are listened to.

import { type Listener, listenTo } from '../../model/recording/likeness.ts'
import { type Print, termsOf } from '../../model/recording/print.ts'
import { type Described, judge, type SoundVerdict } from '../../model/recording/verdict.ts'
import type { IndexRows } from './rows.ts'

/** Terms kept of each recording. */
export const TERMS = 32
/** More are looked up than are kept: the lowest of a copy that lacks its beginning are others. */
const ASKED = 64
/** A term of more recordings says nothing. */
const COMMON = 256
/** Terms in common; a single one is chance. */
const LEAST_COMMON = 2
/** Listened to. */
const CANDIDATES = 24

export interface Found extends SoundVerdict {
  id: number
}

/** Same and near ones, the most alike first. */
export function findSound(rows: IndexRows, print: Print, wanted: Described, except?: number): Found[] {
  const listener = listenTo(print)
  return candidatesFor(rows, print)
    .filter(id => id !== except)
    .slice(0, CANDIDATES)
    .flatMap(id => listen(rows, listener, wanted, id))
    .sort((a, b) => Number(b.kind === 'same') - Number(a.kind === 'same') || b.agreement - a.agreement || a.id - b.id)
}

/** By what few have; when that leads nowhere, by what many have. */
function candidatesFor(rows: IndexRows, print: Print): number[] {
  const all = termsOf(print, ASKED).map(term => rows.ofTerm(term, COMMON))
  const byRare = mostInCommon(all.filter(({ length }) => length < COMMON))
  return byRare.length > 0 ? byRare : mostInCommon(all)
}

function mostInCommon(all: readonly (readonly { recording: number }[])[]): number[] {
  const counts = new Map<number, number>()
  for (const found of all) for (const { recording } of found) counts.set(recording, (counts.get(recording) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= LEAST_COMMON)
    .sort(([id, count], [other, beside]) => beside - count || id - other)
    .map(([id]) => id)
}

function listen(rows: IndexRows, listener: Listener, wanted: Described, id: number): Found[] {
  const kept = rows.kept(id)
  if (!kept) return []
  const verdict = judge(listener.compare(kept.print), wanted, kept)
  return verdict.kind === 'other' ? [] : [{ ...verdict, id }]
}
