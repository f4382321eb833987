// Synthetic music of many kinds at awkward tempi, with and without drums at the beginning, some through a poor encoder.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Piece } from './piece.ts'
import { compose } from './synthetic-compose.ts'
import { soundFile } from './synthetic-files.ts'
import { random, seedOf } from './synthetic-sounds.ts'
import { STYLES, type Style } from './synthetic-styles.ts'

/** A style is a family: what is learnt on its other tempi is not known of it. */
export async function buildSynthetic(dir: string): Promise<{ pieces: Piece[]; skipped: string[] }> {
  await mkdir(dir, { recursive: true })
  const pieces: Piece[] = []
  for (const style of STYLES)
    for (const [number, bpm] of style.bpms.entries()) pieces.push(await synthetic(dir, { style, bpm, number }))
  return { pieces, skipped: [] }
}

async function synthetic(
  dir: string,
  { style, bpm, number }: { style: Style; bpm: number; number: number },
): Promise<Piece> {
  const name = `${style.name} ${bpm}`
  const seed = Math.abs(seedOf(name)) % 100_000
  const next = random(seed)
  const lead = number % 2 ? Math.round(next() * 1300) / 1000 : 0
  const degraded = number % 3 === 1
  const path = join(dir, `${name.replaceAll(/[^\w.]+/g, '-')}.${degraded ? 'mp3' : 'wav'}`)
  const score = { style, bpm, seed, seconds: 40 + Math.floor(next() * 20), lead, sparse: number % 4 === 2 }
  await soundFile(path, () => compose(score).samples)
  const { key } = compose({ ...score, seconds: 0 })
  const bar = (style.beats * 60) / bpm
  const downbeats = style.beats === 4 ? { firstDownbeat: lead % bar } : {}
  return { name, path, kind: 'synthetic', family: style.name, bpm, key, firstBeat: lead % (60 / bpm), ...downbeats }
}
