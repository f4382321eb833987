// What an ffmpeg can do, asked of the program itself: builds differ more than versions do.

import { statSync } from 'node:fs'
import { Environment } from '../errors.ts'
import { runProgram } from '../run-program.ts'

export interface Capabilities {
  /** As it says itself, e.g. `5.1.9-0+deb12u1` or `N-71064-gd5e603ddc0-static`. */
  version: string
  encoders: ReadonlySet<string>
  /** Names of the containers it writes; `chromaprint` is among them where it can make fingerprints. */
  muxers: ReadonlySet<string>
}

const known = new Map<string, Promise<Capabilities>>()

/**
 * Asked once for each program as it is on the disk.
 * @throws Environment when it does not run or does not answer as ffmpeg does
 */
export function capabilitiesOf(ffmpeg: string): Promise<Capabilities> {
  const { mtimeMs, size } = statSync(ffmpeg)
  const key = `${ffmpeg} ${mtimeMs} ${size}`
  const asked = known.get(key) ?? ask(ffmpeg)
  known.set(key, asked)
  asked.catch(() => known.delete(key))
  return asked
}

async function ask(ffmpeg: string): Promise<Capabilities> {
  const [version, encoders, muxers] = await Promise.all(
    ['-version', '-encoders', '-muxers'].map(question => answerTo(ffmpeg, question)),
  )
  return {
    version: /^ffmpeg version (\S+)/.exec(version ?? '')?.[1] ?? 'unknown',
    encoders: namesIn(encoders ?? '', /^ A\S{5} (\S+)/gm),
    muxers: namesIn(muxers ?? '', /^ [D ]E[d ]? +(\S+)/gm),
  }
}

async function answerTo(ffmpeg: string, question: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(ffmpeg, ['-hide_banner', question], { timeoutMs: 20_000 })
  if (exitCode === 0) return stdout
  throw new Environment(`ffmpeg could not be asked what it can do (${question})`, { fields: { exitCode, stderr } })
}

/** Several names of one thing are told with commas. */
const namesIn = (answer: string, line: RegExp) =>
  new Set([...answer.matchAll(line)].flatMap(([, names = '']) => names.split(',')))
