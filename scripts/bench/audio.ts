// A whole track against its parts run bare in one pass; two at once against one; memory of two, and of a long set.

import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeLongWav } from './long-wav.ts'
import { median, newFolder, processorSeconds, type Row } from './measure.ts'
import { treePeakMb } from './tree-memory.ts'

const run = promisify(execFile)
const SECONDS = 240
const TRACKS = 6
const ROUNDS = 3
const HERE = import.meta.dirname

export async function audioRows(): Promise<Row[]> {
  const dir = await newFolder()
  const wav = join(dir, 'four-minutes.wav')
  const input = join(dir, 'four-minutes.mp3')
  await writeLongWav(wav, SECONDS, join(dir, 'demo'))
  await run('ffmpeg', ['-v', 'error', '-y', '-i', wav, '-c:a', 'libmp3lame', '-b:a', '320k', input])
  try {
    return [await costRow(dir, input), await twoAtOnceRow(dir, input), ...(await memoryRows(dir, input))]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const ours = (input: string, dir: string, count: number, atOnce: number) => [
  process.execPath,
  join(HERE, 'track-alone.ts'),
  input,
  dir,
  String(count),
  String(atOnce),
]

async function costRow(dir: string, input: string): Promise<Row> {
  const rounds: { whole: number; parts: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      whole: (await processorSeconds(ours(input, dir, TRACKS, 1))) / TRACKS,
      parts: await partsBare(dir, input),
    })
  return {
    what: `processor time of a whole 4-minute MP3: three formats, everything measured, looked at, tagged (${TRACKS} tracks, ${ROUNDS} rounds)`,
    measured: `${median(rounds.map(({ whole }) => whole)).toFixed(2)} s`,
    baseline: `${median(rounds.map(({ parts }) => parts)).toFixed(2)} s ffmpeg in one pass + ffprobe of four files + analysis + tags, each bare`,
    ratio: median(rounds.map(({ whole, parts }) => whole / parts)).toFixed(2),
    limit: '≤ 1.10',
  }
}

/** One ffmpeg that makes the files, the samples and the fingerprint; a look at each file; the analysis; the tags. Per track. */
async function partsBare(dir: string, input: string): Promise<number> {
  const out = (name: string) => join(dir, name)
  const encodes = [
    ...['-c:a', 'alac', '-sample_fmt', 's16p', '-f', 'ipod', out('o.m4a')],
    ...['-c:a', 'pcm_s16le', '-f', 'wav', out('o.wav'), '-c:a', 'pcm_s16be', '-f', 'aiff', out('o.aiff')],
    ...['-t', '120', '-c:a', 'pcm_s16le', '-f', 'chromaprint', '-fp_format', 'base64', out('o.fp')],
    ...['-c:a', 'pcm_f32le', '-ar', '44100', '-ac', '2', '-f', 'f32le', out('o.f32')],
  ]
  const ffmpeg = await processorSeconds(['ffmpeg', '-nostdin', '-y', '-i', input, ...encodes])
  const looks = [input, out('o.m4a'), out('o.wav'), out('o.aiff')]
  let ffprobe = 0
  for (const file of looks)
    ffprobe += await processorSeconds(['ffprobe', '-v', 'error', '-show_format', '-show_streams', '-of', 'json', file])
  const alone = (script: string, ...args: string[]) =>
    processorSeconds([process.execPath, join(HERE, script), ...args]).then(seconds => seconds / TRACKS)
  const analysis = await alone('analyse-alone.ts', out('o.f32'), String(TRACKS), '--no-fingerprint')
  const tags = await alone('tags-alone.ts', String(TRACKS), out('o.m4a'), out('o.wav'), out('o.aiff'))
  return ffmpeg + ffprobe + analysis + tags
}

async function twoAtOnceRow(dir: string, input: string): Promise<Row> {
  const wall = async (atOnce: number) => {
    const [program = '', ...args] = ours(input, dir, TRACKS, atOnce)
    const { stdout } = await run(program, args)
    return Number(/wall-ms ([\d.]+)/.exec(stdout)?.[1]) / 1000
  }
  const pairs: { one: number; two: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) pairs.push({ one: await wall(1), two: await wall(2) })
  return {
    what: `${TRACKS} tracks two at a time`,
    measured: `${median(pairs.map(({ two }) => two)).toFixed(1)} s`,
    baseline: `${median(pairs.map(({ one }) => one)).toFixed(1)} s one at a time`,
    ratio: `${median(pairs.map(({ one, two }) => one / two)).toFixed(2)} times as fast`,
    limit: '≥ 1.85 on two cores, if one at a time used one: ffmpeg and the analysis run side by side',
  }
}

async function memoryRows(dir: string, input: string): Promise<Row[]> {
  if (!(await isLinux())) return []
  const two = await treePeakMb(ours(input, dir, 4, 2))
  const set = join(dir, 'two-hours.wav')
  await writeLongWav(set, 7200, join(dir, 'demo'))
  const long = await treePeakMb(ours(set, dir, 1, 1))
  const row = (what: string, mb: number, limit: string): Row => ({
    what: `peak memory of ${what}, ffmpeg included`,
    measured: `${mb.toFixed(0)} MB`,
    baseline: '',
    ratio: '',
    limit,
  })
  return [row('two 4-minute tracks at once', two, '≤ 500 MB'), row('a two-hour set', long, '≤ 400 MB')]
}

/** Memory of other processes is read from /proc. */
const isLinux = () =>
  readFile('/proc/self/status').then(
    () => true,
    () => false,
  )
