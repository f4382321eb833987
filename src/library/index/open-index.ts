// The index of recordings: "do we have this?", by sound and by name. Reads at any time, changes inside a commit of the store.

import type { Folded } from '../../model/dedupe/record.ts'
import { songKey } from '../../model/recording/names.ts'
import { type Print, printOf } from '../../model/recording/print.ts'
import {
  KEY_KINDS,
  type KeyKind,
  keyText,
  type RecordingKey,
  type RecordingKeys,
  type RecordingVersion,
} from '../../model/recording/recording.ts'
import type { Store } from '../../store/database.ts'
import type { Heard, Match, NewRecording, Recording } from './entry.ts'
import { type Found, findSound } from './find.ts'
import { drop, type Fold, foldInto, unfold } from './fold.ts'
import { putRecording, type Term } from './put.ts'
import { openRows } from './rows.ts'

export interface RecordingIndex {
  /** Recordings that are the same as what was heard, then those near it; the most alike first. */
  find(heard: Heard): Match[]
  /** The same for a recording of the index; nothing when its sound is not known. */
  findLike(recording: number): Match[]
  /** Several recordings may bear one ISRC. */
  findBy(key: RecordingKey): Recording[]
  /** Whose file lies there. */
  findAt(path: string): Recording | undefined
  get(recording: number): Recording | undefined
  /** Numbers of those that have files, in their order. */
  withFiles(after: number, most: number): number[]
  /** What is kept of its sound. */
  print(recording: number): Print | undefined
  /** Other versions of it, by title and by what was linked. */
  versionsOf(recording: number): RecordingVersion[]
  /** Inside a commit. Adds to what is known; the same entry again changes nothing. @returns its recording */
  put(entry: NewRecording): number
  /** Inside a commit. As many `put`, in the order that costs least. */
  putAll(entries: Iterable<NewRecording>): number[]
  /** Inside a commit. */
  linkVersions(recording: number, match: Pick<Match, 'agreement' | 'because'> & { recording: { id: number } }): void
  /** Inside a commit. It lies elsewhere now. */
  moveFile(from: string, to: string): void
  /** Recordings that are known. */
  count(): number
  /** Files, and rows of Notion, that are known. */
  sizes(): { files: number; rows: number }
  /** Inside a commit. The file only; its recording stays known. */
  forgetFile(path: string): void
  /** Inside a commit. What was found to be one becomes one. @returns what it takes to part them again */
  fold(fold: Fold): Folded
  /** Inside a commit. */
  unfold(folded: Folded): void
  /** Inside a commit. The recording, its files and all it is known by. */
  forget(recording: number): void
}

export function openIndex({ database }: Pick<Store, 'database'>, now: () => number): RecordingIndex {
  const rows = openRows(database)

  function get(id: number): Recording | undefined {
    const row = rows.recording(id)
    return row && { ...row, files: rows.files(id), keys: keysOf(id) }
  }
  function keysOf(id: number): RecordingKeys {
    const all = rows.keys(id)
    const of = (kind: KeyKind) => all.filter(key => key.kind === kind).map(({ value }) => value)
    return {
      links: of('link'),
      isrcs: of('isrc'),
      spotifyIds: of('spotifyId'),
      sha256s: of('sha256'),
      pages: of('page'),
    }
  }
  const known = (ids: readonly number[]) => ids.flatMap(id => get(id) ?? [])
  const matches = (found: readonly Found[]): Match[] =>
    found.flatMap(({ id, ...verdict }) => known([id]).map(recording => ({ ...verdict, recording })))
  const addTerms = (terms: Term[]) => {
    for (const { term, id } of terms) rows.addTerm(term, id)
  }

  return {
    find: heard => matches(findSound(rows, printOf(heard.words), heard)),
    findLike(id) {
      const kept = rows.kept(id)
      return kept ? matches(findSound(rows, kept.print, kept, id)) : []
    },
    findBy(key) {
      const kind = KEY_KINDS.find(name => name in key)
      const value = kind && keyText(kind, Object.values(key).join())
      return kind && value ? known(rows.ofKey(kind, value)) : []
    },
    findAt(path) {
      const id = rows.ofPath(path)
      return id === undefined ? undefined : get(id)
    },
    get,
    withFiles: rows.withFiles,
    print: rows.print,
    versionsOf(id) {
      const row = rows.recording(id)
      if (!row) return []
      const linked = rows.versions(id)
      const song = songKey(row)
      const named = (song ? rows.ofSong(song) : [])
        .filter(other => other.id !== id && !linked.some(({ recording }) => recording === other.id))
        .map(other => ({ recording: other.id, because: 'their titles name one song' }))
      return [...linked, ...named]
    },
    put(entry) {
      const terms: Term[] = []
      const id = putRecording(rows, entry, now(), terms)
      addTerms(terms)
      return id
    },
    putAll(entries) {
      const terms: Term[] = []
      const ids = Array.from(entries, entry => putRecording(rows, entry, now(), terms))
      addTerms(terms.sort((a, b) => a.term - b.term || a.id - b.id)) // neighbours in the index are written together
      return ids
    },
    linkVersions: (id, { recording, agreement, because }) => rows.putVersion(id, recording.id, agreement, because),
    moveFile: rows.moveFile,
    count: rows.count,
    sizes: () => ({ files: rows.countFiles(), rows: rows.countPages() }),
    forgetFile: rows.dropFile,
    fold: fold => foldInto(rows, fold),
    unfold: folded => unfold(rows, folded, now()),
    forget: id => drop(rows, id),
  }
}
