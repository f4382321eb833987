// A cover that players take: JPEG or PNG, at most 800 pixels wide and high, at most 500 kB. What is so already stays as it is.

import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '../run-program.ts'
import { type PictureSize, pictureSize } from './tags/image-size.ts'
import { readPicture } from './tags/picture.ts'

export interface CoverOptions {
  /** Whether `path` is an audio file with a picture in it, or a picture. */
  from: 'audio' | 'picture'
  /** Where the cover is put, when it has to be made. */
  dir: string
  signal: AbortSignal
}

/** The path of a cover, or why there is none. */
export type Cover = { path: string } | { leftOut: string }

const MOST_PIXELS = 800
const MOST_BYTES = 500_000
/** More than any camera makes; a bomb claims more. */
const MOST_TO_DECODE = 100_000_000
/** More is not looked at. */
const LARGEST_FILE = 50_000_000
/** From fine to coarse: the first that is small enough is taken. */
const QUALITIES = [3, 6, 12, 24]
const DEMUXERS: Record<PictureSize['kind'], string> = { jpeg: 'jpeg_pipe', png: 'png_pipe', webp: 'webp_pipe' }

/** Undefined: the audio file has no picture. */
export async function coverOf(
  ffmpeg: () => string,
  path: string,
  { from, dir, signal }: CoverOptions,
): Promise<Cover | undefined> {
  if ((await stat(path)).size > LARGEST_FILE && from === 'picture') return { leftOut: 'it is too large' }
  const bytes = from === 'audio' ? await readPicture(path) : await readFile(path)
  if (!bytes) return undefined
  const size = pictureSize(bytes)
  if (!size) return { leftOut: 'it is no JPEG, PNG or WebP' }
  if (size.width * size.height === 0) return { leftOut: 'it has no pixels' }
  if (size.width * size.height > MOST_TO_DECODE) return { leftOut: `it claims ${size.width} × ${size.height} pixels` }
  const original = from === 'picture' ? path : join(dir, `cover.${size.kind}`)
  if (original !== path) await writeFile(original, bytes)
  return fits(size, bytes) ? { path: original } : scale(ffmpeg(), original, { kind: size.kind, dir, signal })
}

function fits({ kind, width, height }: PictureSize, bytes: Buffer): boolean {
  if (kind === 'webp' || Math.max(width, height) > MOST_PIXELS || bytes.length > MOST_BYTES) return false
  return bytes.includes(kind === 'png' ? 'IEND' : Buffer.from([0xff, 0xd9])) // else it is cut: who knows what is seen
}

interface ScaleOptions {
  kind: PictureSize['kind']
  dir: string
  signal: AbortSignal
}

async function scale(ffmpeg: string, original: string, { kind, dir, signal }: ScaleOptions): Promise<Cover> {
  const path = join(dir, 'cover.small.jpg')
  for (const quality of QUALITIES) {
    const { exitCode } = await runProgram(ffmpeg, commandLine({ original, path, kind, quality }), {
      signal,
      timeoutMs: 60_000,
    })
    if (exitCode !== 0) return { leftOut: 'it cannot be decoded' }
    const { size } = await stat(path)
    if (size > 0 && size <= MOST_BYTES) return { path }
  }
  return { leftOut: 'it cannot be made small enough' }
}

function commandLine({
  original,
  path,
  kind,
  quality,
}: {
  original: string
  path: string
  kind: PictureSize['kind']
  quality: number
}) {
  const side = (name: string) => `min(${MOST_PIXELS}\\,${name})`
  return [
    ...['-v', 'error', '-nostdin', '-xerror', '-y', '-timelimit', '60'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', Object.values(DEMUXERS).join(',')],
    ...[
      '-err_detect',
      'explode',
      '-max_pixels',
      String(MOST_TO_DECODE),
      '-f',
      DEMUXERS[kind],
      '-i',
      `file:${original}`,
    ],
    ...['-frames:v', '1', '-map_metadata', '-1', '-bitexact'],
    ...['-vf', `scale=${side('iw')}:${side('ih')}:force_original_aspect_ratio=decrease`],
    ...['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', String(quality), '-f', 'mjpeg', `file:${path}`],
  ]
}
