// One ffmpeg run decodes once for everything: the files and the samples for the analysis.
// fluent-ffmpeg writes the command line. It is no longer maintained, so nothing outside this file knows it; it does not
// run the program, because it could neither end all that belongs to it nor let it die with us.

import { open, rm } from 'node:fs/promises'
import ffmpeg from 'fluent-ffmpeg'
import { Environment, InputFault, Transient } from '../errors.ts'
import type { AudioFormat } from '../model/audio-format.ts'
import { type ProgramResult, runProgram } from '../run-program.ts'
import { type Encoding, encoderOptions, isTakenOver, rateOf } from './encoders.ts'
import { inputOf, MUSIC_FORMATS, PROTOCOLS } from './probe.ts'

export interface DecodeJob extends Encoding {
  ffmpeg: string
  input: string
  /** Seconds from its beginning that are passed over; default: none. */
  from?: number
  /** Output paths by format; they lie in the staging folder. */
  outputs: Partial<Record<AudioFormat, string>>
  /** Where the fingerprint goes, when ffmpeg makes it: base64, of the first 120 s that are read. */
  fingerprint?: string
  signal: AbortSignal
  timeoutMs: number
  /** More is not read; default: a day. */
  maxSeconds?: number
  /** Stereo float samples at 44.1 kHz, left and right in turn, in order; may give back memory to use again. Absent: none. */
  onSamples?: (samples: Float32Array) => Promise<Float32Array | undefined>
  /** Seconds decoded so far. */
  onProgress?: (seconds: number) => void
}

export const ANALYSIS_RATE = 44_100
const FINGERPRINT_SECONDS = 120

/**
 * Decodes `input` once into all `outputs` and the samples. After a fault no output is left: ffmpeg ends even a stopped
 * file so well that it looks whole.
 * @returns the processor time it took, in ms
 * @throws InputFault `Corrupt_Audio` when the decoder meets errors; Environment when the disk is full or ffmpeg is missing
 */
export async function decodeOnce(job: DecodeJob): Promise<number> {
  try {
    const { signal, timeoutMs, onSamples } = job
    const said: string[] = []
    let cpuMs = 0
    const result = await runProgram(job.ffmpeg, commandLine(job), {
      signal,
      timeoutMs,
      readStdout: onSamples && (samples => consume(samples, onSamples)),
      onErrorLine: line => {
        const seconds = secondsIn(line)
        if (seconds !== undefined) return job.onProgress?.(seconds)
        cpuMs ||= processorMs(line)
        said.push(line)
        if (said.length > 400) said.shift()
      },
    })
    if (result.exitCode !== 0) throw faultOf(result, said)
    if (job.outputs.wav && job.facts.bitDepth === 24) await plainWavHeader(job.outputs.wav)
    return cpuMs
  } catch (error) {
    for (const path of [...Object.values(job.outputs), job.fingerprint])
      if (path) await rm(path, { force: true }).catch(() => {})
    throw error
  }
}

function commandLine(job: DecodeJob): string[] {
  const formats = Object.keys(job.outputs) as AudioFormat[]
  const command = ffmpeg()
    .input(inputOf(job.input, job.facts))
    .inputOptions([
      ...['-hide_banner', '-nostdin', '-xerror', '-benchmark'],
      ...['-timelimit', String(Math.ceil((2 * job.timeoutMs) / 1000))],
      ...['-protocol_whitelist', PROTOCOLS, '-format_whitelist', MUSIC_FORMATS],
      ...(job.from ? ['-ss', String(job.from)] : []),
    ])
  const graph = filterGraph(job)
  if (graph) command.complexFilter(graph)
  for (const format of formats) {
    const from = isTakenOver(format, job) ? '0:a:0' : `[${format}]`
    command
      .output(job.outputs[format] ?? '')
      .outputOptions(['-map', from, '-map_metadata', '-1', '-map_chapters', '-1', '-bitexact', ...limits(job)])
      .outputOptions(encoderOptions(format, job))
  }
  if (job.fingerprint)
    command
      .output(job.fingerprint)
      .outputOptions(['-map', '[fingerprint]', '-t', String(FINGERPRINT_SECONDS), '-c:a', 'pcm_s16le'])
      .outputOptions(['-f', 'chromaprint', '-fp_format', 'base64'])
  if (job.onSamples)
    command
      .output('pipe:1')
      .outputOptions(['-map', '[samples]', '-t', String(longest(job)), '-c:a', 'pcm_f32le', '-f', 'f32le'])
  return command._getArguments()
}

const longest = ({ maxSeconds = 86_400 }: DecodeJob) => maxSeconds + 1

/** In time, and in size: twice what stereo of 32 bits takes. Of the input they would empty copies by ffmpeg 4. */
const limits = (job: DecodeJob) => [
  ...['-t', String(longest(job))],
  ...['-fs', String(2 * 8 * job.facts.sampleRate * longest(job))],
]

/** Every branch pins its own rate and layout, so that none pulls another's back through `asplit`. */
function filterGraph(job: DecodeJob): string | undefined {
  const { facts, outputs } = job
  const branches = (Object.keys(outputs) as AudioFormat[])
    .filter(format => !isTakenOver(format, job))
    .map(format => [format, `${louder(job)}${pinned(rateOf(format, job))}`])
  if (job.fingerprint) branches.push(['fingerprint', pinned(facts.sampleRate)])
  if (job.onSamples) branches.push(['samples', `${pinned(facts.sampleRate)},aresample=${ANALYSIS_RATE}`])
  if (branches.length === 0) return undefined
  const both = facts.channels === 1 ? 'pan=stereo|c0=c0|c1=c0,' : '' // ffmpeg's own way from mono to stereo takes 3 dB off
  const names = branches.map(([name]) => `[${name}0]`).join('')
  // times counted by samples: a container that rounds them makes files of different lengths
  const split = `[0:a:0]asetpts=floor(N/SR/TB+0.5),${both}${pinned(facts.sampleRate)},asplit=${branches.length}${names}`
  return [split, ...branches.map(([name, filters]) => `[${name}0]${filters}[${name}]`)].join(';')
}

const pinned = (rate: number) => `aformat=sample_rates=${rate}:channel_layouts=stereo`

/** Other levels fall between the steps of 16 bits: dither keeps that from being heard. */
function louder({ gain, facts }: DecodeJob): string {
  if (!gain) return ''
  const steps = facts.bitDepth === 16 ? 'aresample=osf=s16:dither_method=triangular,' : ''
  return `volume=${gain}dB:precision=double,${steps}`
}

/** Floats handed on at once: three seconds, so that messages between threads are few. */
const BLOCK = 1 << 18

/** Hands the samples on in blocks of whole floats; the pipe waits while the receiver is busy. */
async function consume(
  stdout: AsyncIterable<Uint8Array>,
  onSamples: NonNullable<DecodeJob['onSamples']>,
): Promise<void> {
  let block = new Uint8Array(BLOCK * 4)
  let filled = 0
  for await (const chunk of stdout) {
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

/** The loader's answers; ffmpeg's own are 1 and what its errors come to. */
const CANNOT_START = [126, 127]

function faultOf({ exitCode }: ProgramResult, lines: readonly string[]): Error {
  const said = lines.filter(line => /^\S/.test(line)).join('\n') // titles of the recording stand indented
  const fields = { exitCode, stderr: lines.slice(-8).join('\n').slice(-1000) }
  if (CANNOT_START.includes(exitCode)) return new Environment('ffmpeg could not be started', { fields })
  if (/received signal \d+/.test(said)) return new Transient('ffmpeg was ended from outside', { fields })
  if (/No space left on device/.test(said))
    return new Environment('the disk is full: ffmpeg could not write', { fields })
  if (/Permission denied|Read-only file system/.test(said))
    return new Environment('ffmpeg may not write to the staging folder', { fields })
  if (/Unknown encoder|No such filter|Unrecognized option/.test(said))
    return new Environment('this ffmpeg lacks a part that is needed: take a complete one', { fields })
  return new InputFault('the audio is damaged: it cannot be decoded to its end', 'Corrupt_Audio', { fields })
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

/** Of `bench: utime=1.203s stime=0.044s rtime=1.310s`. */
function processorMs(line: string): number {
  const found = /^bench: utime=([\d.]+)s(?: stime=([\d.]+)s)?/.exec(line)
  return found ? Math.round((Number(found[1]) + Number(found[2] ?? 0)) * 1000) : 0
}
