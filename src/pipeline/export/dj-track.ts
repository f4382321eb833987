// A finished row as a track of a DJ program: what the row says first, then what was measured, then what its file says.

import { stat } from 'node:fs/promises'
import type { Analysis } from '../../audio/analysis/analysis.ts'
import { soundOf } from '../../audio/tags/sound-of.ts'
import { isFault } from '../../errors.ts'
import type { DjTrack } from '../../library/rekordbox-xml.ts'
import { type AudioFormat, formatOf } from '../../model/audio-format.ts'
import { camelot, keyShort, parseKey } from '../../model/musical-key.ts'
import { parseTitle } from '../../model/title/title.ts'
import type { Track } from '../../model/track.ts'
import { pathsOf } from '../../model/unmeasured.ts'
import type { Tools } from '../../tools.ts'
import { bestOf, wantedFormats } from '../best-file.ts'

export interface DjWish {
  /** Wanted before all others. */
  format?: AudioFormat
  /** How keys are written; absent: as `F#m`. */
  key?: 'classical' | 'camelot'
}

export interface DjFile {
  path: string
  format: AudioFormat
  /** Bytes. */
  size: number
}

/** The file that is wanted most of those that were made of the row or that it names; undefined: none of them is there. */
export async function djFileOf(row: Track, tools: Tools, wish: DjWish): Promise<DjFile | undefined> {
  const { journal, merges } = tools
  const made = journal.filesOf(merges.of(row.id)?.owner ?? row.id).map(({ path }) => path)
  const files = [...new Set([...pathsOf(row), ...made])].flatMap(path => {
    const format = formatOf(path)
    return format ? [{ path, format }] : []
  })
  for (const file of bestOf(files, wantedFormats(wish.format))) {
    const size = await sizeOf(file.path, tools)
    if (size !== undefined) return { ...file, size }
  }
  return undefined
}

/** Files elsewhere than in the library and FILE_ROOTS are not looked at. */
async function sizeOf(path: string, { ownFile }: Tools): Promise<number | undefined> {
  try {
    const found = await stat(await ownFile(path))
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if (!isFault(error)) throw error
    return undefined
  }
}

export async function djTrack(
  row: Track,
  file: DjFile,
  deps: { id: number; tools: Tools; wish: DjWish },
): Promise<DjTrack> {
  const measured = deps.tools.journal.measuredOf(row.id) as Analysis | undefined
  const { sampleRate, bitRate, comment } = await soundOf(file.path)
  const bpm = row.tempo ?? measured?.tempo?.bpm
  return {
    ...file,
    id: deps.id,
    title: row.title,
    artist: row.artist,
    album: row.album,
    composer: row.composer,
    genre: row.genre,
    label: row.label,
    remixer: row.remixer,
    mix: mixOf(row.title),
    year: yearOf(row.releaseDate),
    trackNumber: row.trackNumber,
    discNumber: row.discNumber,
    seconds: measured?.seconds ?? row.duration,
    bpm,
    key: keyOf(row, measured, deps.wish),
    rating: starsOf(row.rating),
    comment,
    addedOn: row.createdAt.slice(0, 10),
    bitRate,
    sampleRate,
    grid: gridOf(measured, bpm),
  }
}

/** "Extended Mix" of "Song (Extended Mix)", "Original Mix" too. */
function mixOf(title: string | undefined): string | undefined {
  const { qualifiers = [], neutral = [] } = parseTitle(title ?? '')[0] ?? {}
  const version = qualifiers.find(({ kind }) => kind !== 'unlisted' && kind !== 'part')
  return version?.text ?? neutral.find(text => /\bmix$/i.test(text))
}

/** Of another scale nothing is said. */
const starsOf = (rating: number | undefined) =>
  rating !== undefined && rating >= 0 && rating <= 5 ? rating : undefined

function yearOf(releaseDate: string | undefined): number | undefined {
  const year = /^\d{4}(?!\d)/.exec(releaseDate ?? '')?.[0]
  return year && Number(year) > 0 ? Number(year) : undefined
}

/** A key that cannot be read stays as a person wrote it. */
function keyOf(row: Track, measured: Analysis | undefined, { key: form }: DjWish): string | undefined {
  const key = row.key ? parseKey(row.key) : measured?.key?.key
  if (!key) return row.key
  return form === 'camelot' ? camelot(key) : keyShort(key)
}

/** Grids are of the tempo that was measured: beside another one that a person gave there is none. */
const SAME_TEMPO = 0.01
const BEATS_IN_BAR = 4

function gridOf(measured: Analysis | undefined, bpm: number | undefined): DjTrack['grid'] {
  const { tempo } = measured ?? {}
  if (!tempo?.grid || bpm === undefined || Math.abs(bpm - tempo.bpm) > SAME_TEMPO) return undefined
  const { firstBeat, firstDownbeat } = tempo.grid
  const beats = Math.round(((firstDownbeat - firstBeat) * tempo.bpm) / 60)
  const beatInBar = ((((BEATS_IN_BAR - beats) % BEATS_IN_BAR) + BEATS_IN_BAR) % BEATS_IN_BAR) + 1
  return { firstBeat, beatInBar, bpm: tempo.bpm }
}
