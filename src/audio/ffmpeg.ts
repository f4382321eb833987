// One ffmpeg run decodes once for everything: the files and the samples for the analysis.
// fluent-ffmpeg is no longer maintained, so nothing outside this file knows it.

import type { ChildProcess } from 'node:child_process'
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
  /** Stereo float samples at 44.1 kHz, left and right in turn, in order; may give back memory to use again. */
  onSamples: (samples: Float32Array) => Promise<Float32Array | undefined>
  /** Seconds decoded so far. */
  onProgress?: (seconds: number) => void
}

export const ANALYSIS_RATE = 44_100

/**
 * Decodes `input` once into all `outputs` and the samples.
 * @throws InputFault `Corrupt_Audio` when the decoder meets errors; Environment when the disk is full or ffmpeg is missing
 */
export async function decodeOnce(job: DecodeJob): Promise<void> {
  job.signal.throwIfAborted()
  // No 'close' event: fluent-ffmpeg takes it for a failure when ffmpeg then needs more than 20 ms to end.
  const samples = new PassThrough({ highWaterMark: 1 << 20, emitClose: false })
  const stderr: string[] = []
  const command = buildCommand(job, samples)
  command.on('stderr', line => {
    const seconds = secondsIn(line) // its own 'progress' would start an ffprobe that knows none of our limits
    if (seconds !== undefined) return job.onProgress?.(seconds)
    stderr.push(line)
    if (stderr.length > 400) stderr.shift()
  })
  const refused = new AbortController()
  const ended = runToEnd(command, job, refused.signal).catch(error => {
    if (error instanceof NotStarted) samples.end() // no program, no pipe that ends them
    throw error
  })
  const consumed = consume(samples, job.onSamples).catch(error => {
    refused.abort()
    throw error
  })
  const [run, read] = await Promise.allSettled([ended, consumed])
  job.signal.throwIfAborted()
  if (read.status === 'rejected') throw read.reason // ffmpeg's own end then only follows from it
  if (run.status === 'rejected') throw faultOf(run.reason, stderr)
  if (job.outputs.wav && job.facts.bitDepth === 24) await plainWavHeader(job.outputs.wav)
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
    .complexFilter(filterGraph(formats, job.facts))
  for (const format of formats) {
    command
      .output(job.outputs[format] ?? '')
      .outputOptions(['-map', `[${format}]`, '-map_metadata', '-1', '-bitexact', ...encoder(format, job)])
  }
  return command.output(samples).outputOptions(['-map', '[samples]', '-c:a', 'pcm_f32le', '-f', 'f32le'])
}

/** Every branch pins its own rate and layout, so that none pulls another's back through `asplit`. */
function filterGraph(formats: readonly AudioFormat[], { sampleRate, channels }: AudioFacts): string {
  const pin = `aformat=sample_rates=${sampleRate}:channel_layouts=stereo`
  const both = channels === 1 ? 'pan=stereo|c0=c0|c1=c0,' : '' // ffmpeg's own way from mono to stereo takes 3 dB off
  const split = `[0:a:0]${both}${pin},asplit=${formats.length + 1}${formats.map(name => `[${name}0]`).join('')}[samples0]`
  const samples = `[samples0]${pin},aresample=${ANALYSIS_RATE}[samples]`
  return [split, ...formats.map(format => `[${format}0]${pin}[${format}]`), samples].join(';')
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

/** No program ran, so nothing was said about the recording. */
class NotStarted extends Error {}

function runToEnd(command: FfmpegCommand, job: DecodeJob, refused: AbortSignal): Promise<void> {
  const clock = AbortSignal.timeout(job.timeoutMs)
  const limit = AbortSignal.any([job.signal, clock, refused])
  const late = () => new Transient(`ffmpeg did not finish within ${job.timeoutMs / 1000} s`)
  return new Promise((resolve, reject) => {
    const stop = () => command.kill('SIGKILL')
    const notStarted = (error: Error) => reject(new NotStarted(error.message, { cause: error }))
    command
      .on('end', () => resolve())
      .once('error', notStarted)
      .once('start', () => {
        const { ffmpegProc } = command as FfmpegCommand & { ffmpegProc?: ChildProcess } // missing in its types
        // Its own listener would throw where nobody can catch it.
        ffmpegProc?.removeAllListeners('error').once('error', notStarted)
        command.off('error', notStarted).on('error', error => reject(clock.aborted ? late() : error))
        if (limit.aborted) return stop() // before the start, there was nothing to stop
        limit.addEventListener('abort', stop, { once: true })
      })
    command.run()
  })
}

/** Floats handed on at once: three seconds, so that messages between threads are few. */
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
      const spare = await onSamples(new Float32Array(block.buffer))
      block =
        spare?.length === BLOCK && spare.buffer instanceof ArrayBuffer
          ? new Uint8Array(spare.buffer)
          : new Uint8Array(BLOCK * 4)
      filled = 0
    }
  }
  if (filled >= 4) await onSamples(new Float32Array(block.buffer.slice(0, filled - (filled % 4))))
}

function faultOf(error: unknown, stderr: readonly string[]): unknown {
  if (error instanceof Transient) return error
  if (error instanceof NotStarted) return new Environment('ffmpeg could not be started', { cause: error })
  const said = stderr.filter(line => /^\S/.test(line)).join('\n') // titles of the recording stand indented
  if (/No space left on device/.test(said))
    return new Environment('the disk is full: ffmpeg could not write', { cause: error })
  if (/Permission denied|Read-only file system/.test(said))
    return new Environment('ffmpeg may not write to the staging folder', { cause: error })
  const reason = error instanceof Error ? error.message : ''
  if (/exited with code 12[67]\b/.test(reason)) return new Environment('ffmpeg could not be started', { cause: error })
  if (/Unknown encoder|No such filter|Unrecognized option/.test(said))
    return new Environment('this ffmpeg lacks a part that is needed: take a complete one', {
      cause: error,
      fields: { stderr: said.slice(-300) },
    })
  if (/killed with signal/.test(reason)) return new Transient('ffmpeg was ended from outside', { cause: error })
  return new InputFault('the audio is damaged: it cannot be decoded to its end', 'Corrupt_Audio', {
    cause: error,
    fields: { stderr: stderr.slice(-8).join('\n') },
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

/** The time of a line like `size= 1024kB time=00:00:05.94 bitrate=1411.2kbits/s`. */
function secondsIn(line: string): number | undefined {
  const found = /^(?:frame|size)=.*\btime=(\d+):(\d+):([\d.]+)/.exec(line)
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : undefined
}
