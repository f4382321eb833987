// One recording into the tables. What is known stays; what is new comes to it.

import { songKey } from '../../model/recording/names.ts'
import { printOf, termsOf } from '../../model/recording/print.ts'
import { type KeyKind, keyText, type RecordingKeys } from '../../model/recording/recording.ts'
import type { NewRecording } from './entry.ts'
import { TERMS } from './find.ts'
import type { IndexRows, RecordingRow } from './rows.ts'

export interface Term {
  term: number
  id: number
}

/** @param terms to be added by the caller: what its sound is looked up by */
export function putRecording(rows: IndexRows, entry: NewRecording, now: number, terms: Term[]): number {
  const keys = keysOf(entry)
  const id = describe(rows, entry, recordingOf(rows, entry, keys), now)
  for (const { kind, value } of keys) {
    if (kind === 'page') rows.takeKey(kind, value, id) // a row has one recording
    rows.addKey(kind, value, id)
  }
  for (const file of entry.files ?? []) rows.putFile(id, file)
  if (entry.words?.length) {
    const print = printOf(entry.words)
    if (rows.addPrint(id, print)) for (const term of termsOf(print, TERMS)) terms.push({ term, id })
  }
  return id
}

interface Key {
  kind: KeyKind
  value: string
}

const FIELDS = { links: 'link', isrcs: 'isrc', spotifyIds: 'spotifyId', sha256s: 'sha256', pages: 'page' } as const

function keysOf({ keys = {}, files = [] }: NewRecording): Key[] {
  const all: Partial<RecordingKeys> = {
    ...keys,
    links: [...(keys.links ?? []), ...files.flatMap(({ link }) => link ?? [])],
    sha256s: [...(keys.sha256s ?? []), ...files.map(({ sha256 }) => sha256)],
  }
  return Object.entries(FIELDS).flatMap(([field, kind]) =>
    (all[field as keyof typeof FIELDS] ?? []).flatMap(text => {
      const value = keyText(kind, text)
      return value === undefined ? [] : [{ kind, value }]
    }),
  )
}

/** Equal bytes are one recording; of all other keys none is proof. */
function recordingOf(rows: IndexRows, { recording }: NewRecording, keys: readonly Key[]): RecordingRow | undefined {
  const named = recording === undefined ? undefined : rows.recording(recording)
  if (named) return named
  const [id] = keys.filter(({ kind }) => kind === 'sha256').flatMap(({ kind, value }) => rows.ofKey(kind, value))
  return id === undefined ? undefined : rows.recording(id)
}

function describe(rows: IndexRows, entry: NewRecording, known: RecordingRow | undefined, now: number): number {
  const row = {
    title: entry.title ?? known?.title ?? '',
    artist: entry.artist ?? known?.artist ?? '',
    seconds: entry.seconds ?? known?.seconds ?? 0,
  }
  if (!known) return rows.add(row, songKey(row), now)
  const isNew = row.title !== known.title || row.artist !== known.artist || row.seconds !== known.seconds
  if (isNew) rows.change({ ...row, id: known.id }, songKey(row), now)
  return known.id
}
