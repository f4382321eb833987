// Processor time per track against its bare parts: one ffmpeg with three encodes, fpcalc, the analysis alone.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addDemoRows } from '../../src/workspace/demo/demo-rows.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { writeLongWav } from './long-wav.ts'
import { LAUNCH, median, newFolder, processorSeconds, type Row } from './measure.ts'

const TRACKS = 8
const SECONDS = 240
const ROUNDS = 2

export async function processorRows(): Promise<Row[]> {
  const dir = await newFolder()
  const input = join(dir, 'four-minutes.wav')
  await writeLongWav(input, SECONDS, join(dir, 'demo'))
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await oursPerTrack(join(dir, `var${round}`), input))
    bare.push(await barePerTrack(dir, input))
  }
  const ratios = ours.map((value, i) => value / (bare[i] ?? Number.NaN))
  return [
    {
      what: `processor time per 4-minute track (batch of ${TRACKS}, ${ROUNDS} rounds)`,
      measured: `${median(ours).toFixed(2)} s`,
      baseline: `${median(bare).toFixed(2)} s ffmpeg + fpcalc + analysis`,
      ratio: median(ratios).toFixed(2),
      limit: '≤ 1.25',
    },
  ]
}

/** The whole program, start included, divided by its tracks. */
async function oursPerTrack(varDir: string, input: string): Promise<number> {
  await mkdir(varDir, { recursive: true })
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  const tracks = Array.from({ length: TRACKS }, (_, i) => ({
    title: `Bench ${i}`,
    artist: 'Bench',
    album: 'Bench',
    url: `${pathToFileURL(input).href}?${i}`,
  }))
  await addDemoRows(workspace, tracks)
  workspace.close()
  const seconds = await processorSeconds([process.execPath, LAUNCH, 'batch', '--var', varDir], {
    FILE_ROOTS: join(input, '..'),
    TRACK_CONCURRENCY: '1',
  })
  return seconds / TRACKS
}

async function barePerTrack(dir: string, input: string): Promise<number> {
  const out = (name: string) => join(dir, name)
  const pcm = out('stereo.f32')
  const encodes = [
    '-c:a',
    'alac',
    '-sample_fmt',
    's16p',
    '-f',
    'ipod',
    out('o.m4a'),
    '-c:a',
    'pcm_s16le',
    '-f',
    'wav',
    out('o.wav'),
    '-c:a',
    'pcm_s16be',
    '-f',
    'aiff',
    out('o.aiff'),
  ]
  const ffmpeg = await processorSeconds(['ffmpeg', '-nostdin', '-y', '-i', input, ...encodes])
  await processorSeconds(['ffmpeg', '-nostdin', '-y', '-i', input, '-ac', '2', '-f', 'f32le', pcm])
  const fpcalc = await processorSeconds(['fpcalc', '-raw', input])
  const analysis = await processorSeconds([process.execPath, join(import.meta.dirname, 'analyse-alone.ts'), pcm])
  return ffmpeg + fpcalc + analysis
}
