// The sound of a file, whatever it is wrapped in.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FFMPEG } from './programs.ts'

const run = promisify(execFile)

/** MD5 of its decoded samples, at 24 bits. */
export async function samplesOf(path: string): Promise<string> {
  const { stdout } = await run(FFMPEG, [
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:a',
    '-c:a',
    'pcm_s24le',
    '-f',
    'md5',
    '-',
  ])
  return stdout.trim()
}
