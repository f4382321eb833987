// The job that is scheduled for this checkout.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isRunnable } from '../find-program.ts'
import { OUTPUT_LOG } from './output-log.ts'
import type { Job } from './scheduler.ts'

/** What the tools of the Mac and of Linux are found in. */
const USUAL = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']
const OPTIONAL_PROGRAMS = ['ffmpeg', 'ffprobe', 'fpcalc', 'yt-dlp']

interface Place {
  /** The checkout. */
  homeDir: string
  /** Undefined: the usual one. */
  varDir?: string | undefined
  logsDir: string
  /** The person's own PATH. */
  path: string
}

const WORKER = 'worker'

/** Whether this command only works for another machine. */
export const isWorker = (command: readonly string[]): boolean => command[2] === WORKER

export function jobOf(
  { homeDir, varDir, logsDir, path }: Place,
  when: Job['when'],
  { isWorker = false }: { isWorker?: boolean } = {},
): Job {
  const bundled = join(homeDir, 'node_modules/.bin/node')
  const node = existsSync(bundled) ? bundled : process.execPath // the bundled one stays where it is when Node is upgraded
  const words = [
    ...(isWorker ? [WORKER] : []),
    ...(varDir === undefined ? [] : ['--var', varDir]),
    ...(when === 'always' ? [] : ['--once', '--music-sync']),
  ]
  return {
    command: [node, join(homeDir, 'src/launch.js'), ...words],
    dir: homeDir,
    path: pathFor(path),
    output: join(logsDir, OUTPUT_LOG),
    when,
  }
}

/** The usual folders, and before them those where a person's own PATH finds an optional program. */
function pathFor(path: string): string {
  const own = path
    .split(delimiter)
    .filter(dir => dir.startsWith('/') && !USUAL.includes(dir) && !dir.includes('node_modules'))
    .filter(dir => OPTIONAL_PROGRAMS.some(name => isRunnable(join(dir, name))))
  return [...new Set([...own, ...USUAL])].join(delimiter)
}
