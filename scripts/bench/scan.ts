// `orchestrator index` over volumes of three sizes in which nothing changed, and over one that is new; beside a bare walk.

import { execFile } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LAUNCH, median, newFolder, peakMemoryMb, ROOT, type Row, wallMs } from './measure.ts'

const run = promisify(execFile)
const SIZES = [10_000, 100_000, 1_000_000]
const RUNS = 3
const ALONE = join(import.meta.dirname, 'scan-alone.ts')

export async function scanRows(): Promise<Row[]> {
  const dir = await newFolder()
  try {
    const rows: Row[] = []
    for (const [step, size] of SIZES.entries()) rows.push(...(await rowsAt(dir, SIZES[step - 1] ?? 0, size)))
    return rows
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** There are `from` files already. */
async function rowsAt(dir: string, from: number, size: number): Promise<Row[]> {
  const music = join(dir, 'music')
  const varDir = join(dir, `var-${size}`)
  mkdirSync(music, { recursive: true })
  await wallMs([process.execPath, ALONE, 'make', music, String(from), String(size)])
  const index = [LAUNCH, 'index', '--json', '--var', varDir]
  await wallMs([process.execPath, ...index]) // makes the place
  const alone = await peakMemoryMb(index, { INDEX_DIRS: '' })
  const filled = performance.now()
  await run(process.execPath, [ALONE, 'fill', varDir, music])
  const fill = performance.now() - filled
  const times = { bare: [] as number[], walk: [] as number[], whole: [] as number[] }
  for (let i = 0; i < RUNS; i += 1) {
    times.bare.push(await bareMs(music, size))
    const started = performance.now()
    times.walk.push(await walkMs(index, music, size))
    times.whole.push(performance.now() - started)
  }
  const memory = await peakMemoryMb(index, { INDEX_DIRS: music })
  const at = size.toLocaleString('en')
  const bare = median(times.bare)
  const timeRow = (what: string, ms: number, limit: string): Row => ({
    what: `${what}, ${at} files`,
    measured: seconds(ms),
    baseline: `${seconds(bare)} a bare walk that looks at each`,
    ratio: (ms / bare).toFixed(2),
    limit,
  })
  return [
    timeRow('index, nothing changed', median(times.walk), '≤ 20 s at 1,000,000'),
    timeRow('… with start and check of the store', median(times.whole), ''),
    timeRow('first walk, without reading', fill, ''),
    {
      what: `peak memory of index, ${at} files`,
      measured: `${memory.toFixed(0)} MB`,
      baseline: `${alone.toFixed(0)} MB with none`,
      ratio: (memory / alone).toFixed(2),
      limit: '≤ 300 MB',
    },
  ]
}

async function bareMs(music: string, size: number): Promise<number> {
  const { stdout } = await run(process.execPath, [ALONE, 'bare', music])
  const { files, ms } = JSON.parse(stdout)
  if (files !== size) throw new Error(`the bare walk saw ${files} files of ${size}`)
  return ms
}

/** As it says itself. */
async function walkMs(index: readonly string[], music: string, size: number): Promise<number> {
  const env = { ...process.env, INDEX_DIRS: music }
  const { stdout } = await run(process.execPath, index, { cwd: ROOT, env, maxBuffer: 64 << 20 })
  const report = JSON.parse(stdout)
  const { seen, new: isNew, changed, gone, known } = report
  if (seen !== size || known.there !== size || isNew + changed + gone > 0)
    throw new Error(`the walk saw ${seen} files of ${size}, ${isNew + changed + gone} of them otherwise than before`)
  return report.ms
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
