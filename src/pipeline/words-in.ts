// A fingerprint as it was kept, for comparison.

import { wordsOf } from '../audio/analysis/fingerprint-words.ts'

/** None, where there is no fingerprint or whoever kept it cut it. */
export function wordsIn(fingerprint: string | undefined): Uint32Array {
  try {
    return fingerprint ? wordsOf(fingerprint) : new Uint32Array()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return new Uint32Array()
  }
}
