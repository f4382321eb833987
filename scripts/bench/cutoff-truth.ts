// Lossless pieces must not be taken for lossy ones, and encoded ones should be known: with real encoders.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createCutoffMeter } from '../../src/audio/analysis/cutoff.ts'
import { lossyOrigin } from '../../src/model/lossy-origin.ts'
import type { Piece } from '../truth/piece.ts'
import { readSound } from '../truth/synthetic-files.ts'
import { cpuSince, mean } from './key-score.ts'
import { median, type Row } from './measure.ts'

const run = promisify(execFile)
const ENCODERS: Record<string, readonly string[]> = {
  'MP3 128': ['-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'],
  'MP3 192': ['-c:a', 'libmp3lame', '-b:a', '192k', '-f', 'mp3'],
  'MP3 320': ['-c:a', 'libmp3lame', '-b:a', '320k', '-f', 'mp3'],
  'AAC 128': ['-c:a', 'aac', '-b:a', '128k', '-f', 'adts'],
  'AAC 256': ['-c:a', 'aac', '-b:a', '256k', '-f', 'adts'],
}
/** Of the pieces whose treble reaches far enough to be cut. */
const ENCODED = 12
const SECONDS = 30

export async function cutoffRows(pieces: readonly Piece[]): Promise<Row[]> {
  const lossless = pieces.filter(({ path }) => path.endsWith('.wav'))
  const costs: number[] = []
  const full: Piece[] = []
  const alarms: string[] = []
  for (const piece of lossless) {
    const samples = await readSound(piece.path)
    const started = process.cpuUsage()
    const cutoff = cutoffOf(samples)
    costs.push((240 * cpuSince(started)) / (samples.length / 44_100))
    if (isDoubted(cutoff)) alarms.push(`${piece.name} ${cutoff}`)
    if (cutoff) full.push(piece)
  }
  const names = alarms.length > 0 ? `: ${alarms.join(', ')}` : ''
  const rows = [
    row('lossless pieces taken for lossy ones', `${alarms.length} of ${lossless.length}${names}`, '≤ 1 %'),
    row('cutoff, processor seconds for 4 minutes', mean(costs).toFixed(2), '≤ 0.1'),
  ]
  const step = Math.max(1, Math.floor(full.length / ENCODED))
  const chosen = full.filter((_, i) => i % step === 0).slice(0, ENCODED)
  for (const [name, encoder] of Object.entries(ENCODERS)) rows.push(await encoderRow(name, encoder, chosen))
  return rows
}

async function encoderRow(name: string, encoder: readonly string[], pieces: readonly Piece[]): Promise<Row> {
  const cutoffs: (number | undefined)[] = []
  for (const { path } of pieces) cutoffs.push(cutoffOf(await readSound(await encoded(path, name, encoder), SECONDS)))
  const told = cutoffs.filter(cutoff => cutoff !== undefined)
  const known = cutoffs.filter(isDoubted).length
  return row(`cutoff of ${name}, median Hz`, `${median(told)}, told to be lossy: ${known} of ${cutoffs.length}`)
}

/** In stereo, as music is: an encoder has more to spare for one channel. */
async function encoded(path: string, name: string, encoder: readonly string[]): Promise<string> {
  const coded = `${path}.${name.replace(' ', '-').toLowerCase()}.coded`
  const stereo = ['-af', 'volume=-3dB,aformat=channel_layouts=stereo,adelay=0|9']
  await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-y',
    '-t',
    String(SECONDS),
    '-i',
    path,
    ...stereo,
    ...encoder,
    coded,
  ])
  return coded
}

function cutoffOf(samples: Float32Array): number | undefined {
  const meter = createCutoffMeter()
  meter.push(samples)
  return meter.finish()
}

const isDoubted = (cutoff: number | undefined) =>
  lossyOrigin({ lossless: true, cutoff, sampleRate: 44_100 }) !== undefined
const row = (what: string, measured: string, limit = ''): Row => ({ what, measured, baseline: '', ratio: '', limit })
