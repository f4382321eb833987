// Sound files and the programs that read them. Everything is made on the spot, in a folder that goes with the test.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Audio, openAudio } from '../../../src/audio/audio.ts'
import { findProgram } from '../../../src/audio/programs.ts'
import { runProgram } from '../../../src/run-program.ts'

export interface Programs {
  ffmpeg: string
  ffprobe: string
}

/** The system's programs and those that npm brings; undefined where there are none. */
export const PROGRAMS: readonly [string, Programs | undefined][] = [
  ["the system's ffmpeg", withPath(process.env.PATH ?? '')],
  ["npm's ffmpeg", withPath('')],
]

function withPath(path: string): Programs | undefined {
  const before = process.env.PATH
  process.env.PATH = path
  try {
    const found = { ffmpeg: findProgram('ffmpeg', undefined), ffprobe: findProgram('ffprobe', undefined) }
    return path && found.ffmpeg.includes('node_modules') ? undefined : found
  } catch {
    return undefined
  } finally {
    process.env.PATH = before
  }
}

/** Kept, as the product keeps it: each new one would start a new thread. */
const OPENED = new Map<string, Audio>()

export function audioOf({ ffmpeg, ffprobe }: Programs, m4aCodec: 'alac' | 'aac' = 'alac'): Audio {
  const name = `${ffmpeg} ${ffprobe} ${m4aCodec}`
  const audio = OPENED.get(name) ?? openAudio({ ffmpegBin: ffmpeg, ffprobeBin: ffprobe, m4aCodec, timeoutMs: 60_000 })
  OPENED.set(name, audio)
  return audio
}

export interface Folder extends AsyncDisposable {
  dir: string
  at(name: string): string
}

export async function openFolder(): Promise<Folder> {
  const dir = await mkdtemp(join(tmpdir(), 'audio-'))
  return {
    dir,
    at: name => join(dir, name),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
}

export interface WavOptions {
  rate?: number
  bits?: 16 | 24
}

/** A plain WAV file; one array a channel, values between −1 and 1. */
export async function writeWav(path: string, channels: readonly Float32Array[], options: WavOptions = {}) {
  await writeFile(path, wavBytes(channels, options))
  return path
}

export function wavBytes(channels: readonly Float32Array[], { rate = 44_100, bits = 16 }: WavOptions = {}): Buffer {
  const [width, count] = [bits / 8, channels[0]?.length ?? 0]
  const size = count * channels.length * width
  const bytes = Buffer.alloc(44 + size)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + size, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(channels.length, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * channels.length * width, 28)
  bytes.writeUInt16LE(channels.length * width, 32)
  bytes.writeUInt16LE(bits, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(size, 40)
  const full = 2 ** (bits - 1) - 1
  for (const [c, channel] of channels.entries()) {
    let at = 44 + c * width
    for (let i = 0; i < count; i += 1) {
      const value = Math.round((channel[i] ?? 0) * full)
      if (width === 3) bytes.writeIntLE(value, at, 3)
      else bytes.writeInt16LE(value, at)
      at += channels.length * width
    }
  }
  return bytes
}

/** Runs ffmpeg quietly on inputs and outputs of the test's own making. */
export async function ffmpeg({ ffmpeg }: Programs, args: readonly string[]): Promise<string> {
  const result = await runProgram(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args])
  if (result.exitCode !== 0) throw new Error(result.stderr)
  return result.stdout
}

/** MD5 of the decoded samples, as integers of this width. */
export const pcmMd5 = (programs: Programs, path: string, bits: 16 | 24, options: readonly string[] = []) =>
  ffmpeg(programs, ['-i', path, '-map', '0:a', ...options, '-c:a', `pcm_s${bits}le`, '-f', 'md5', '-'])
