// A track's work as the index of recordings takes it.

import { statSync } from 'node:fs'
import type { NewRecording } from '../../library/index/entry.ts'
import { spotifyIdOf } from '../../model/enrichment.ts'
import { toPageId } from '../../model/page-id.ts'
import type { RecordingFile } from '../../model/recording/recording.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Tools } from '../../tools.ts'
import { namesOf } from '../names-of.ts'
import { entriesOf, type TrackWork } from '../stage.ts'
import { wordsIn } from '../words-in.ts'
import type { Heard } from './decide.ts'

/** Undefined: it was not measured. */
export function heardIn(work: TrackWork): Heard | undefined {
  const { measured } = work
  return measured && { words: wordsIn(measured.fingerprint), seconds: measured.seconds, ...wordsOf(work) }
}

/** What it is called: by its row, by what it was found for, by its source. */
export function wordsOf(work: TrackWork): { title?: string; artist?: string } {
  const { row, search } = work
  const { title, artist } = namesOf(work)
  return {
    title: row.title || (search?.wish.title ?? title),
    artist: row.artist || [search?.wish.artist ?? []].flat().join(', ') || artist,
  }
}

/** A recording that other rows have too keeps its name. */
export function entryOf(work: TrackWork, { recordings }: Pick<Tools, 'recordings'>, recording?: number): NewRecording {
  const { row, link, source, found, search } = work
  const { words, ...heard } = heardIn(work) ?? { words: undefined }
  const known =
    recording === undefined ? recordings.findBy({ sha256: source?.sha256 ?? '' })[0] : recordings.get(recording)
  const isOthers = known?.keys.pages.some(page => toPageId(page) !== row.id)
  const isrcs = [row.isrc, found?.isrc, search?.wish.isrc]
  const spotifyIds = [spotifyIdOf(row), found?.spotifyId]
  return {
    recording,
    ...(isOthers ? {} : heard),
    words: words?.length ? words : undefined,
    keys: {
      links: link ? [link] : [], // a row's other links were not fetched: nobody knows what lies there
      isrcs: isrcs.filter(isrc => isrc !== undefined),
      spotifyIds: spotifyIds.filter(id => id !== undefined),
      sha256s: source ? [source.sha256] : [],
      pages: [row.id],
    },
  }
}

/** Inside the commit of its files. */
export function putFiled(work: TrackWork, { recordings, merges }: Pick<Tools, 'recordings' | 'merges'>): void {
  const { row, files, sums, link = '' } = work
  const [own] = recordings.findBy({ page: row.id })
  const filed = entriesOf(files).flatMap(
    ([format, path]) => indexed({ path, format, sha256: sums[format] ?? '', link }) ?? [],
  )
  recordings.put({ ...entryOf(work, { recordings }, own?.id), files: filed })
  merges.giveBack(row.id)
  merges.forget(row.id)
}

/** Undefined: it is not there. */
export function indexed(file: Omit<FileRecord, 'page'>): RecordingFile | undefined {
  const stat = statSync(file.path, { throwIfNoEntry: false })
  return stat && { ...file, bytes: stat.size, changedAt: Math.floor(stat.mtimeMs) }
}
