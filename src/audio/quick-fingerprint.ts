// The fingerprint of two minutes of a file alone, its first where nothing else is said: less than a tenth of what it costs to make files of it.

import { InputFault } from '../errors.ts'
import type { Capabilities } from './capabilities.ts'
import { decodeOnce } from './ffmpeg.ts'
import { openFingerprinting } from './fingerprinting.ts'
import type { AudioFacts } from './probe.ts'

interface Asked {
  input: string
  facts: AudioFacts
  signal: AbortSignal
  ffmpeg: string
  fpcalc?: string
  able: Capabilities
  dir: string
  /** Seconds; default: its beginning. */
  from?: number
}

const TIMEOUT_MS = 120_000

/** @returns undefined where no program makes it, or the file cannot be read: what is wrong with it is said elsewhere */
export async function quickFingerprint(asked: Asked): Promise<string | undefined> {
  const { input, facts, signal, ffmpeg, from } = asked
  const fingerprint = openFingerprinting(asked)
  if (fingerprint.isBuiltIn) return undefined
  try {
    const job = {
      ffmpeg,
      input,
      from,
      facts,
      signal,
      outputs: {},
      fingerprint: fingerprint.file,
      m4aCodec: 'alac' as const,
    }
    if (fingerprint.file) await decodeOnce({ ...job, timeoutMs: TIMEOUT_MS })
    return await fingerprint.result(signal)
  } catch (error) {
    if (error instanceof InputFault) return undefined
    throw error
  } finally {
    await fingerprint.end()
  }
}
