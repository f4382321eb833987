// Sound files of the truth set: written beside and renamed, so that a file that is there is whole.

import { execFile } from 'node:child_process'
import { access, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export const RATE = 44_100
const run = promisify(execFile)

export const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** @returns the path; `make` is only asked when the file is not there. A path that ends in `mp3` is encoded at `kbps`. */
export async function soundFile(path: string, make: () => Float32Array, kbps = 64): Promise<string> {
  if (await isThere(path)) return path
  const raw = `${path}.f32`
  await writeFile(raw, new Uint8Array(belowFull(make()).buffer))
  const coder = path.endsWith('.mp3') ? ['-f', 'mp3', '-b:a', `${kbps}k`] : ['-f', 'wav']
  await ffmpeg(['-f', 'f32le', '-ar', String(RATE), '-ac', '1', '-i', raw, ...coder, `${path}.new`])
  await rename(`${path}.new`, path)
  await rm(raw)
  return path
}

/** Any sound file as mono samples at 44.1 kHz. */
export async function readSound(path: string, seconds?: number): Promise<Float32Array> {
  const length = seconds ? ['-t', String(seconds)] : []
  const format = ['-ac', '1', '-ar', String(RATE), '-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1']
  const { stdout } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, ...length, ...format], {
    encoding: 'buffer',
    maxBuffer: 1 << 30,
  })
  return new Float32Array(new Uint8Array(stdout).buffer)
}

export const ffmpeg = (args: readonly string[]) => run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args])

/** Peak at −1 dB. */
function belowFull(samples: Float32Array): Float32Array<ArrayBuffer> {
  let peak = 1e-9
  for (const value of samples) peak = Math.max(peak, Math.abs(value))
  return Float32Array.from(samples, value => (0.89 * value) / peak)
}
