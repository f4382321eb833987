// Music under all transformations, looked up in one index: how many copies are found, and how far true copies and different
// music lie apart. docs/library.md says what the thresholds were set on.

import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openIndex, type RecordingIndex } from '../../src/library/index/open-index.ts'
import { listenTo } from '../../src/model/recording/likeness.ts'
import { printOf } from '../../src/model/recording/print.ts'
import { openStore } from '../../src/store/database.ts'
import { type HeardFile, hearFile, TRANSFORMATIONS } from '../../test/support/fingerprints.ts'
import { MUSIC_PACKAGES, packagedMusic } from '../truth/packaged-music.ts'
import { newFolder, type Row } from './measure.ts'

const run = promisify(execFile)
const FFMPEG = 'ffmpeg'
/** Pieces, and how many of them are transformed. */
const MOST = 100
const TRANSFORMED = 16
const SECONDS = 140

interface Piece extends HeardFile {
  path: string
  copies: HeardFile[]
}

export async function musicRows(): Promise<Row[]> {
  const paths = packagedMusic(MOST)
  if (paths.length === 0) {
    console.error(`skipped: copies of music (needs one of ${MUSIC_PACKAGES.join(', ')})`)
    return []
  }
  const dir = await newFolder()
  try {
    const pieces: Piece[] = []
    for (const [number, path] of paths.entries()) pieces.push(await pieceOf(dir, path, number < TRANSFORMED))
    using store = openStore(join(dir, 'var'), false)
    const index = openIndex(store, Date.now)
    store.commitNow(() => index.putAll(pieces))
    return [groupRow(index, pieces), ...distanceRows(pieces)]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function pieceOf(dir: string, path: string, isTransformed: boolean): Promise<Piece> {
  const original = join(dir, 'original.wav')
  const quiet = ['-nostdin', '-v', 'error', '-y', '-i']
  await run(FFMPEG, [...quiet, path, '-map', '0:a:0', '-t', String(SECONDS), '-ac', '2', '-ar', '44100', original])
  const copies: HeardFile[] = []
  for (const [, options, name] of isTransformed ? TRANSFORMATIONS : []) {
    await run(FFMPEG, [...quiet, original, ...options, join(dir, name)])
    copies.push(await hearFile(FFMPEG, join(dir, name)))
  }
  return { path, copies, ...(await hearFile(FFMPEG, original)) }
}

function groupRow(index: RecordingIndex, pieces: readonly Piece[]): Row {
  const counts = { right: 0, missed: 0, wrong: 0 }
  for (const [number, { path, copies }] of pieces.entries()) {
    for (const [turn, copy] of copies.entries()) {
      const same = index.find(copy).filter(({ kind }) => kind === 'same')
      const isFound = same.some(({ recording }) => recording.id === number + 1)
      const wrong = same.filter(({ recording }) => recording.id !== number + 1)
      counts[isFound ? 'right' : 'missed'] += 1
      counts.wrong += wrong.length
      if (!isFound) console.error(`missed: ${path}, ${TRANSFORMATIONS[turn]?.[0]}`)
      for (const { recording } of wrong) console.error(`wrong: ${path} is ${pieces[recording.id - 1]?.path}`)
    }
  }
  const { right, missed, wrong } = counts
  return {
    what: 'copies of music: F1, false groups',
    measured: `${((2 * right) / (2 * right + missed + wrong)).toFixed(3)}, ${wrong}`,
    baseline: `${right + missed} copies beside ${pieces.length} pieces`,
    ratio: '',
    limit: '≥ 0.98, 0',
  }
}

function distanceRows(pieces: readonly Piece[]): Row[] {
  const same: { errors: number; worst: number }[] = []
  const different: { errors: number; worst: number }[] = []
  for (const [number, piece] of pieces.entries()) {
    const listener = listenTo(printOf(piece.words))
    for (const copy of piece.copies) same.push(listener.compare(printOf(copy.words)) ?? { errors: 1, worst: 1 })
    for (const other of pieces.slice(number + 1))
      different.push(listener.compare(printOf(other.words)) ?? { errors: 1, worst: 1 })
  }
  return (['errors', 'worst'] as const).map(name => ({
    what: name === 'errors' ? 'bits that differ' : 'in the second that differs most',
    measured: `${quantile(same, name, 0.5)} median, ${quantile(same, name, 1)} most of ${same.length} copies`,
    baseline: `${quantile(different, name, 0)} least, ${quantile(different, name, 0.01)} p1 of ${different.length} different pairs`,
    ratio: '',
    limit: name === 'errors' ? '≤ 0.10 same' : '≤ 0.25 same',
  }))
}

function quantile(all: readonly { errors: number; worst: number }[], name: 'errors' | 'worst', share: number): string {
  const sorted = all.map(one => one[name]).sort((a, b) => a - b)
  return (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(3)
}
