// The planner of `dedupe`: how fast it is over 10,000 recordings, and what it finds of music under all transformations.

import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { alikeRecordings } from '../../src/pipeline/dedupe/plan/alike-recordings.ts'
import { makeDedupePlan } from '../../src/pipeline/dedupe/plan/make-plan.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { hearFile, TRANSFORMATIONS } from '../../test/support/fingerprints.ts'
import { melody } from '../../test/support/melody.ts'
import { MUSIC_PACKAGES, packagedMusic } from '../truth/packaged-music.ts'
import { copyOf, madeWords } from './index-prints.ts'
import { newFolder, type Row } from './measure.ts'

const run = promisify(execFile)
const FFMPEG = ['ffmpeg', '-nostdin', '-v', 'error', '-y']
const SIZES = [2000, 10_000]
/** Of each size, so many are there a second time. */
const TWICE = 50
const PIECES = { transformed: 6, beside: 30 }
const SECONDS = 40
const signal = new AbortController().signal

export async function dedupeRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) rows.push(said(await inPlace((app, dir) => speedRow(app, dir, size))))
  const paths = packagedMusic(PIECES.transformed + PIECES.beside)
  if (paths.length === 0) console.error(`skipped: copies of music (needs one of ${MUSIC_PACKAGES.join(', ')})`)
  else rows.push(said(await inPlace((app, dir) => musicRow(app, dir, paths))))
  return rows
}

/** It takes a while until all are there. */
function said(row: Row): Row {
  process.stderr.write(`  ${row.what}: ${row.measured}; ${row.baseline}\n`)
  return row
}

async function inPlace<T>(work: (app: App, dir: string) => Promise<T>): Promise<T> {
  const dir = await newFolder()
  openWorkspace({ file: join(dir, 'workspace.db') }).close() // without demo rows
  try {
    await using app = await createApp(loadConfig({ varDir: dir, environment: {} }), {
      logLevel: 'error',
      dryRun: false,
      signal,
    })
    await app.tools.library.check()
    return await work(app, app.tools.library.dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const planOf = async ({ tools }: App) =>
  (await makeDedupePlan({ tools, signal, say: () => {}, pickedAt: () => undefined })).plan

async function speedRow(app: App, dir: string, size: number): Promise<Row> {
  const bytes = await smallMp3(dir)
  const entry = (number: number, name: string, words: Uint32Array) => ({
    title: `Song ${number}`,
    seconds: 200,
    words,
    files: [{ path: join(dir, `${name}.mp3`), sha256: '', bytes: bytes.length, changedAt: 0, format: 'mp3' }],
  })
  const { recordings, store } = app.tools
  const all = Array.from({ length: size - TWICE }, (_, number) => entry(number, `${number}`, madeWords(number)))
  const twice = Array.from({ length: TWICE }, (_, n) => entry(n, `${n} again`, copyOf(madeWords(n), n)))
  for (const { files } of [...all.slice(0, TWICE), ...twice]) for (const file of files) placed(file, bytes)
  store.commitNow(() => recordings.putAll([...all, ...twice]))
  const [began, before] = [performance.now(), process.cpuUsage()]
  await alikeRecordings(app.tools, { signal, onProgress: () => {} })
  const lookups = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  const started = performance.now()
  const plan = await planOf(app)
  const seconds = (performance.now() - started) / 1000
  return {
    what: `plan of ${size.toLocaleString('en')} recordings, ${TWICE} of them twice`,
    measured: `${seconds.toFixed(1)} s, ${plan.groups.length} groups, ${(TWICE / Math.max(0.001, seconds - lookups)).toFixed(0)} groups/s after the lookups`,
    baseline: `lookups alone ${lookups.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor), ${(size / lookups).toFixed(0)}/s`,
    ratio: (seconds / lookups).toFixed(1),
    limit: 'seconds',
  }
}

/** As the index is to know it. */
function placed(file: { path: string; bytes: number; changedAt: number }, bytes: Buffer): void {
  writeFileSync(file.path, bytes)
  file.changedAt = Math.floor(statSync(file.path).mtimeMs)
}

async function smallMp3(dir: string): Promise<Buffer> {
  writeFileSync(join(dir, 'a.wav'), melody(10, 1))
  await run(FFMPEG[0] ?? '', [...FFMPEG.slice(1), '-i', join(dir, 'a.wav'), '-b:a', '128k', join(dir, 'a.mp3')])
  return readFileSync(join(dir, 'a.mp3'))
}

/** Every form of a piece lies beside all others: each pair of forms of one piece is to be found in one group. */
async function musicRow(app: App, dir: string, paths: readonly string[]): Promise<Row> {
  const pieceOf = new Map<string, number>()
  for (const [piece, path] of paths.entries()) {
    const original = join(dir, `${piece}.wav`)
    const cut = ['-map', '0:a:0', '-t', String(SECONDS), '-ac', '2', '-ar', '44100']
    const make = (args: readonly string[]) => run(FFMPEG[0] ?? '', [...FFMPEG.slice(1), ...args])
    await make(['-i', path, ...cut, original])
    await add(app, original)
    pieceOf.set(original, piece)
    for (const [turn, [, options, name]] of piece < PIECES.transformed ? TRANSFORMATIONS.entries() : []) {
      const copy = join(dir, `${piece}-${turn}-${name}`)
      await make(['-i', original, ...options, copy])
      await add(app, copy)
      pieceOf.set(copy, piece)
    }
  }
  const plan = await planOf(app)
  const groups = plan.groups.map(({ copies }) => copies.map(({ files }) => pieceOf.get(files[0]?.path ?? '')))
  const pairs = (pieces: readonly unknown[], isRight: boolean) =>
    pieces.flatMap((one, at) => pieces.slice(at + 1).filter(other => (one === other) === isRight)).length
  const sum = (isRight: boolean) => groups.reduce((total, pieces) => total + pairs(pieces, isRight), 0)
  const [right, wrong] = [sum(true), sum(false)]
  const forms = TRANSFORMATIONS.length + 1
  const missed = (Math.min(PIECES.transformed, paths.length) * forms * (forms - 1)) / 2 - right
  for (const { copies } of plan.groups)
    if (new Set(copies.map(({ files }) => pieceOf.get(files[0]?.path ?? ''))).size > 1)
      console.error(`of several pieces: ${copies.map(({ files }) => paths[pieceOf.get(files[0]?.path ?? '') ?? 0])}`)
  return {
    what: 'groups of music: F1 of pairs, groups of several pieces',
    measured: `${((2 * right) / (2 * right + missed + wrong)).toFixed(3)}, ${groups.filter(pieces => new Set(pieces).size > 1).length}`,
    baseline: `${right} of ${right + missed} pairs in ${plan.groups.length} groups of ${pieceOf.size} files`,
    ratio: '',
    limit: '≥ 0.98, 0',
  }
}

async function add({ tools }: App, path: string): Promise<void> {
  const { words, seconds } = await hearFile(FFMPEG[0] ?? '', path)
  const { size, mtimeMs } = statSync(path)
  const file = { path, sha256: '', bytes: size, changedAt: Math.floor(mtimeMs), format: path.replace(/.*\./, '') }
  await tools.store.commit(() => tools.recordings.put({ words, seconds, files: [file] }))
}
