// Processor time per track against its bare parts: one ffmpeg with three encodes, fpcalc, the analysis alone.

import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addDemoRows } from '../../src/workspace/demo/demo-rows.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { writeLongWav } from './long-wav.ts'
import { LAUNCH, median, newFolder, processorSeconds, type Row } from './measure.ts'

const TRACKS = 8
const SECONDS = 240
const RATE = 44_100
const ROUNDS = 2

export async function processorRows(): Promise<Row[]> {
  const dir = await newFolder()
  const songs = await songsIn(dir)
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await oursPerTrack(join(dir, `var${round}`), songs))
    bare.push(await barePerTrack(dir, songs[0] ?? ''))
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

/** Each at a speed of its own, so that none is the recording of another: rows of one recording share its files. */
async function songsIn(dir: string): Promise<string[]> {
  const long = join(dir, 'long.wav')
  await writeLongWav(long, SECONDS * 2, join(dir, 'demo'))
  const songs = Array.from({ length: TRACKS }, (_, i) => join(dir, `song-${i}.wav`))
  for (const [i, song] of songs.entries()) {
    const speed = `asetrate=${Math.round(RATE * (1 + i / 20))},aresample=${RATE}`
    await processorSeconds(['ffmpeg', '-nostdin', '-y', '-i', long, '-af', speed, '-t', `${SECONDS}`, song])
  }
  return songs
}

/** The whole program, start included, divided by its tracks; the demo's row that fails is behind them. */
async function oursPerTrack(varDir: string, songs: readonly string[]): Promise<number> {
  await mkdir(varDir, { recursive: true })
  const workspace = openWorkspace({ file: join(varDir, 'workspace.db') })
  const tracks = songs.map((song, i) => ({
    title: `Bench ${i}`,
    artist: 'Bench',
    album: 'Bench',
    url: pathToFileURL(song).href,
  }))
  await addDemoRows(workspace, tracks)
  workspace.close()
  const words = ['batch', '--limit', `${TRACKS}`, '--var', varDir]
  const seconds = await processorSeconds([process.execPath, LAUNCH, ...words], {
    FILE_ROOTS: dirname(songs[0] ?? ''),
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
