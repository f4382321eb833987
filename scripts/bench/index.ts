// The index of recordings at three sizes: what it takes to fill, to look up by sound and by name, in time, memory and disk.

import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkStore } from '../../src/store/check-store.ts'
import { storeFile } from '../../src/store/database.ts'
import type { Asked } from './index-alone.ts'
import { median, newFolder, peakMemoryMb, type Row } from './measure.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const ALONE = join(import.meta.dirname, 'index-alone.ts')

export async function indexRows(): Promise<Row[]> {
  const dir = await newFolder()
  try {
    const rows: Row[] = []
    for (const [step, size] of SIZES.entries()) rows.push(...(await rowsAt(dir, SIZES[step - 1] ?? 0, size)))
    return rows
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The store holds `from` recordings already. */
async function rowsAt(dir: string, from: number, size: number): Promise<Row[]> {
  const started = performance.now()
  const filling = await peakMemoryMb([ALONE, 'fill', dir, String(from), String(size)])
  const seconds = (performance.now() - started) / 1000
  const out = join(dir, 'asked.json')
  const opening = await peakMemoryMb([ALONE, 'open', dir])
  const asking = await peakMemoryMb([ALONE, 'ask', dir, String(size), out])
  const asked: Asked = JSON.parse(readFileSync(out, 'utf8'))
  const bytes = statSync(storeFile(dir)).size
  const checking = performance.now()
  checkStore(storeFile(dir))
  const checked = (performance.now() - checking) / 1000
  process.stderr.write(
    `  ${size} recordings: found ${asked.found} of ${asked.copies.length} copies, ${asked.wrong} wrong\n`,
  )
  const at = size.toLocaleString('en')
  const timeRow = (what: string, times: readonly number[], bare: readonly number[], limit: string): Row => ({
    what: `${what}, ${at} recordings: median, p99`,
    measured: `${ms(median(times))}, ${ms(p99(times))}`,
    baseline: `${ms(median(bare))}, ${ms(p99(bare))} ${bare === asked.bare ? 'one bare row' : 'one bare row in a commit'}`,
    ratio: (median(times) / median(bare)).toFixed(1),
    limit,
  })
  return [
    {
      what: `copies found and wrong ones, ${at} recordings`,
      measured: `${asked.found} and ${asked.wrong}`,
      baseline: `${asked.copies.length} copies, ${asked.strangers.length} strangers`,
      ratio: (asked.found / asked.copies.length).toFixed(3),
      limit: '≥ 0.98, 0',
    },
    timeRow('copy, by sound', asked.copies, asked.bare, '≤ 20 ms'),
    timeRow('stranger, by sound', asked.strangers, asked.bare, '≤ 20 ms'),
    timeRow('by link', asked.link, asked.bare, '≤ 1 ms'),
    timeRow('by ISRC', asked.isrc, asked.bare, '≤ 1 ms'),
    timeRow('by Spotify id', asked.spotifyId, asked.bare, '≤ 1 ms'),
    timeRow('by SHA-256', asked.sha256, asked.bare, '≤ 1 ms'),
    timeRow('one more recording, own commit', asked.puts, asked.barePuts, ''),
    plain(
      `first fill up to ${at}`,
      `${((size - from) / seconds).toFixed(0)}/s`,
      `${seconds.toFixed(0)} s, ${filling.toFixed(0)} MB`,
    ),
    plain(`file, ${at} recordings`, `${(bytes / 1e6).toFixed(0)} MB`, `${(bytes / size).toFixed(0)} bytes each`),
    plain(`check at start, ${at} recordings`, `${checked.toFixed(1)} s`, ''),
    {
      what: `peak memory of a process that looks things up, ${at} recordings`,
      measured: `${asking.toFixed(0)} MB`,
      baseline: `${opening.toFixed(0)} MB one that only opens the store`,
      ratio: (asking / opening).toFixed(2),
      limit: '≤ 150 MB',
    },
  ]
}

const plain = (what: string, measured: string, baseline: string): Row => ({
  what,
  measured,
  baseline,
  ratio: '',
  limit: '',
})

const ms = (value: number) => `${value.toFixed(value < 0.1 ? 3 : 2)} ms`

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN
}
