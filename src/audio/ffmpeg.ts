// One ffmpeg run decodes once for everything: the files, the loudness and the samples for the analysis.
// fluent-ffmpeg is no longer maintained, so nothing outside this file knows it.

import { open } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg'
import type { AudioFormat } from '../config.ts'
import { Environment, InputFault, Transient } from '../errors.ts'
import { type AudioFacts, MUSIC_FORMATS } from './probe.ts'

export interface DecodeJob {
  ffmpeg: string
  input: string
  facts: AudioFacts
  /** Output paths by format; they lie in the staging folder. */
  outputs: Partial<Record<AudioFormat, string>>
  m4aCodec: 'alac' | 'aac'
  signal: AbortSignal
  timeoutMs: number
  /** Mono float samples at 44.1 kHz, in order. */
  onSamples: (samples: Float32Array) => Promise<void>
  /** Seconds decoded so far. */
  onProgress?: (seconds: number) => void
}

export interface Loudness {
  /** Integrated loudness (EBU R128), LUFS; undefined for silence. */
  integrated?: number
  /** True peak, dBTP. */
  truePeak?: number
}

export const ANALYSIS_RATE = 44_100

/**
 * Decodes `input` once into all `outputs`, the samples and the loudness.
 * @throws InputFault `Corrupt_Audio` when the decoder meets errors; Environment when the disk is full or ffmpeg is missing
 */
export async function decodeOnce(job: DecodeJob): Promise<Loudness> {
  const samples = new PassThrough({ highWaterMark: 1 << 20 })
  const stderr: string[] = []
  const command = buildCommand(job, samples)
  command.on('stderr', line => {
    stderr.push(line)
    if (stderr.length > 400) stderr.shift()
  })
  command.on('progress', progress => job.onProgress?.(secondsOf(progress.timemark)))
  const ended = runToEnd(command, job)
  const consumed = consume(samples, job.onSamples)
  const [run, read] = await Promise.allSettled([ended, consumed])
  job.signal.throwIfAborted()
  if (read.status === 'rejected') throw read.reason // ffmpeg's own end then only follows from it
  if (run.status === 'rejected') throw faultOf(run.reason, stderr)
  if (job.outputs.wav && job.facts.bitDepth === 24) await plainWavHeader(job.outputs.wav)
  return loudnessOf(stderr)
}

function buildCommand(job: DecodeJob, samples: PassThrough): FfmpegCommand {
  const formats = Object.keys(job.outputs) as AudioFormat[]
  const command = ffmpeg({ timeout: 0, stdoutLines: 50 })
    .setFfmpegPath(job.ffmpeg)
    .input(`file:${job.input}`)
    .inputOptions([
      '-hide_banner',
      '-nostdin',
      '-xerror',
      '-protocol_whitelist',
      'file',
      '-format_whitelist',
      MUSIC_FORMATS,
    ])
    .complexFilter(filterGraph(formats, job.facts.sampleRate))
  for (const format of formats) {
    command
      .output(job.outputs[format] ?? '')
      .outputOptions(['-map', `[${format}]`, '-map_metadata', '-1', '-bitexact', ...encoder(format, job)])
  }
  return command.output(samples).outputOptions(['-map', '[mono]', '-c:a', 'pcm_f32le', '-f', 'f32le'])
}

/**
 * Every branch pins its own rate and layout: a filter that wants another (older `ebur128` wants 48 kHz, a mono downmix)
 * would else pull it back through `asplit` into the outputs.
 */
function filterGraph(formats: readonly AudioFormat[], rate: number): string {
  const pin = `aformat=sample_rates=${rate}:channel_layouts=stereo`
  const branches = [...formats, 'measure']
  const split = `[0:a:0]${pin},asplit=${branches.length}${branches.map(name => `[${name}0]`).join('')}`
  const measure = `[measure0]${pin},ebur128=peak=true:framelog=verbose,aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1,aresample=${ANALYSIS_RATE}[mono]`
  return [split, ...formats.map(format => `[${format}0]${pin}[${format}]`), measure].join(';')
}

function encoder(format: AudioFormat, job: DecodeJob): string[] {
  const deep = job.facts.bitDepth === 24
  switch (format) {
    case 'm4a':
      return job.m4aCodec === 'aac'
        ? ['-c:a', 'aac', '-b:a', '256k', '-movflags', '+faststart', '-f', 'ipod']
        : ['-c:a', 'alac', '-sample_fmt', deep ? 's32p' : 's16p', '-movflags', '+faststart', '-f', 'ipod']
    case 'wav':
      return ['-c:a', deep ? 'pcm_s24le' : 'pcm_s16le', '-f', 'wav']
    case 'aiff':
      return ['-c:a', deep ? 'pcm_s24be' : 'pcm_s16be', '-f', 'aiff']
  }
}

function runToEnd(command: FfmpegCommand, job: DecodeJob): Promise<void> {
  const limit = AbortSignal.any([job.signal, AbortSignal.timeout(job.timeoutMs)])
  return new Promise((resolve, reject) => {
    const stop = () => command.kill('SIGKILL')
    limit.addEventListener('abort', stop, { once: true })
    command
      .on('end', () => resolve())
      .on('error', error =>
        reject(
          limit.aborted && !job.signal.aborted
            ? new Transient(`ffmpeg did not finish within ${job.timeoutMs / 1000} s`)
            : error,
        ),
      )
    command.run()
    if (limit.aborted) stop()
  })
}

/** Samples handed on at once: six seconds, so that messages between threads are few. */
const BLOCK = 1 << 18

/** Hands the samples on in blocks of whole floats; the pipe waits while the receiver is busy. */
async function consume(stream: PassThrough, onSamples: DecodeJob['onSamples']): Promise<void> {
  let block = new Uint8Array(BLOCK * 4)
  let filled = 0
  for await (const chunk of stream) {
    for (let from = 0; from < chunk.length; ) {
      const take = Math.min(block.length - filled, chunk.length - from)
      block.set(chunk.subarray(from, from + take), filled)
      filled += take
      from += take
      if (filled < block.length) continue
      await onSamples(new Float32Array(block.buffer))
      block = new Uint8Array(BLOCK * 4)
      filled = 0
    }
  }
  if (filled >= 4) await onSamples(new Float32Array(block.buffer.slice(0, filled - (filled % 4))))
}

/** The last summary counts: some builds print an empty one first. */
function loudnessOf(stderr: readonly string[]): Loudness {
  const last = (pattern: RegExp) => {
    const found = stderr.map(line => pattern.exec(line)?.[1]).filter(value => value !== undefined)
    return found.length > 0 ? Number(found.at(-1)) : undefined
  }
  const integrated = last(/^\s*I:\s+(-?[\d.]+) LUFS/)
  const truePeak = last(/^\s*Peak:\s+(-?[\d.]+) dBFS/)
  return { integrated: integrated !== undefined && integrated > -70 ? integrated : undefined, truePeak }
}

function faultOf(error: unknown, stderr: readonly string[]): unknown {
  const tail = stderr.slice(-8).join('\n')
  if (/No space left on device/.test(tail))
    return new Environment('the disk is full: ffmpeg could not write', { cause: error })
  if (/Permission denied|Read-only file system/.test(tail))
    return new Environment('ffmpeg may not write to the staging folder', { cause: error })
  if (error instanceof Transient) return error
  if (error instanceof Error && /ENOENT|Cannot find ffmpeg|EACCES/.test(error.message))
    return new Environment('ffmpeg could not be started', { cause: error })
  return new InputFault('the audio is damaged: it cannot be decoded to its end', 'Corrupt_Audio', {
    cause: error,
    fields: { stderr: tail },
  })
}

/** 24-bit WAV gets the header that players accept: format tag 1 in place of 0xFFFE (E-8305 on CDJs). */
async function plainWavHeader(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const tag = Buffer.alloc(2)
    await file.read(tag, 0, 2, 20)
    if (tag.readUInt16LE() === 0xfffe) await file.write(Buffer.from([1, 0]), 0, 2, 20)
  } finally {
    await file.close()
  }
}

function secondsOf(timemark: string | undefined): number {
  const [hours = 0, minutes = 0, seconds = 0] = (timemark ?? '').split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds || 0
}
