// Where ffmpeg and ffprobe are: the setting, the system's, else the ones npm packages bring.

import { chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Environment } from '../errors.ts'
import { isRunnable, onPath } from '../find-program.ts'

export type AudioProgram = 'ffmpeg' | 'ffprobe'

const FPCALC_INSTALL = 'brew install chromaprint (macOS) or apt install libchromaprint-tools (Debian, Ubuntu)'
const INSTALL = 'brew install ffmpeg (macOS) or apt install ffmpeg (Debian, Ubuntu)'

/** fpcalc, where it is: the setting `FPCALC_BIN`, else the system's. It is never needed. */
export function findFpcalc(setting: string | undefined): string | undefined {
  if (!setting) return onPath('fpcalc')
  const found = isRunnable(setting) ? setting : onPath(setting)
  if (found) return found
  throw new Environment(`FPCALC_BIN is "${setting}", but no program is there: ${FPCALC_INSTALL}`)
}

/**
 * The path of a program.
 * @param setting `FFMPEG_BIN` / `FFPROBE_BIN`, when a person set it
 * @throws Environment naming the line that installs it
 */
export function findProgram(name: AudioProgram, setting: string | undefined): string {
  if (setting) {
    const found = isRunnable(setting) ? setting : onPath(setting)
    if (found) return found
    throw new Environment(`${name.toUpperCase()}_BIN is "${setting}", but no program is there: ${INSTALL}`)
  }
  const found = onPath(name) ?? fromNpm(name)
  if (found) return found
  throw new Environment(`${name} is not installed: ${INSTALL}`)
}

function fromNpm(name: AudioProgram): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    const manifest = require.resolve(`@${name}-installer/${process.platform}-${process.arch}/package.json`)
    const program = join(dirname(manifest), name)
    if (!isRunnable(program)) chmodSync(program, 0o755) // npm was told to run no install scripts
    return program
  } catch {
    return undefined // no such package for this platform: the caller says what to install
  }
}
