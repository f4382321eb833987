// Recordings that were found to be one become one in the index, and what they were before is kept to be brought back.

import type { Folded, SetAside } from '../../model/dedupe/record.ts'
import { songKey } from '../../model/recording/names.ts'
import { packPrint, unpackPrint } from '../../model/recording/pack.ts'
import { termsOf } from '../../model/recording/print.ts'
import { TERMS } from './find.ts'
import type { IndexRows } from './rows.ts'

export interface Fold {
  into: number
  /** All they are known by comes to the other, and they are gone. */
  whole: readonly number[]
  /** Links, ISRCs and Spotify ids only: they have files or rows of their own still. */
  partly: readonly number[]
}

const OF_PART = new Set(['link', 'isrc', 'spotifyId'])

export function foldInto(rows: IndexRows, { into, whole, partly }: Fold): Folded {
  const aside = whole.flatMap(id => asideOf(rows, id) ?? [])
  for (const { id } of aside) drop(rows, id)
  const named = partly.flatMap(id => rows.keys(id).filter(({ kind }) => OF_PART.has(kind)))
  const added = [...aside.flatMap(({ keys }) => keys), ...named].filter(({ kind, value }) =>
    rows.addKey(kind, value, into),
  )
  return { into, added, aside }
}

/** What the one that stayed has got by itself meanwhile stays with it. */
export function unfold(rows: IndexRows, { into, added, aside }: Folded, now: number): void {
  for (const { kind, value } of added) rows.dropKey(kind, value, into)
  for (const one of aside) bringBack(rows, one, now)
}

function asideOf(rows: IndexRows, id: number): SetAside | undefined {
  const row = rows.recording(id)
  if (!row) return undefined
  const print = rows.print(id)
  return {
    ...row,
    ...(print && { print: Buffer.from(packPrint(print)).toString('base64') }),
    keys: rows.keys(id),
    files: rows.files(id),
    versions: rows.versions(id),
  }
}

/** All of it. */
export function drop(rows: IndexRows, id: number): void {
  const print = rows.print(id)
  for (const term of print ? termsOf(print, TERMS) : []) rows.dropTerm(term, id)
  rows.drop(id)
}

function bringBack(rows: IndexRows, { id, print, keys, files, versions, ...row }: SetAside, now: number): void {
  rows.addAgain({ ...row, id }, songKey(row), now)
  if (print !== undefined) {
    const unpacked = unpackPrint(Buffer.from(print, 'base64'))
    rows.addPrint(id, unpacked)
    for (const term of termsOf(unpacked, TERMS)) rows.addTerm(term, id)
  }
  for (const { kind, value } of keys) rows.addKey(kind, value, id)
  for (const file of files) rows.putFile(id, file)
  for (const { recording, agreement, because } of versions) rows.putVersion(id, recording, agreement, because)
}
