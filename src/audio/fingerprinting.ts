// Who makes the fingerprint: ffmpeg in its one pass, else fpcalc, else the analysis itself. All give the same.

import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isFault } from '../errors.ts'
import { runProgram } from '../run-program.ts'
import type { Capabilities } from './capabilities.ts'

export interface Fingerprinting {
  /** Where ffmpeg is to write it; undefined: it does not. */
  readonly file?: string
  /** The analysis makes it. */
  readonly isBuiltIn: boolean
  /** After the pass. Undefined: there is none, or the analysis has it. */
  result(signal: AbortSignal): Promise<string | undefined>
  /** However it went. */
  end(): Promise<void>
}

const SECONDS = 120
/** It prints all of it and ends so when a file is shorter than that (version 1.5). */
const SHORTER = 3

interface Wanted {
  input: string
  able: Capabilities
  /** The program, where there is one. */
  fpcalc?: string
  /** Where working files go. */
  dir?: string
}

export function openFingerprinting({ input, able, fpcalc, dir = tmpdir() }: Wanted): Fingerprinting {
  if (able.muxers.has('chromaprint')) {
    const file = join(dir, `fingerprint-${randomUUID()}`)
    return {
      file,
      isBuiltIn: false,
      result: async () => (await readFile(file, 'utf8').catch(() => '')).trim() || undefined,
      end: () => rm(file, { force: true }).catch(() => {}), // what went wrong before is what counts
    }
  }
  const end = async () => {}
  if (!fpcalc) return { isBuiltIn: true, result: async () => undefined, end }
  return { isBuiltIn: false, result: signal => askFpcalc(fpcalc, input, signal), end }
}

/** A program that does not do its work leaves the track without a fingerprint; the track says so. */
async function askFpcalc(fpcalc: string, input: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runProgram(fpcalc, ['-length', String(SECONDS), input], {
      signal,
      timeoutMs: 120_000,
    })
    return exitCode === 0 || exitCode === SHORTER ? /^FINGERPRINT=(\S+)$/m.exec(stdout)?.[1] : undefined
  } catch (error) {
    signal.throwIfAborted()
    if (isFault(error)) return undefined
    throw error
  }
}
