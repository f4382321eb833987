// A new file that is one that is gone: it has its size, its time, and its first and last bytes. Nothing of it is read again.

import type { WalkedFiles } from '../../store/walked-files.ts'
import { markOf } from './mark.ts'

export async function findMoved(
  walked: WalkedFiles,
  { across, signal }: { across: boolean; signal: AbortSignal },
): Promise<void> {
  const marks = new Map<string, string | undefined>()
  for (let last = 0; ; ) {
    signal.throwIfAborted()
    const candidates = walked.candidates(last, across)
    const end = candidates.at(-1)
    if (!end) return
    for (const candidate of candidates) {
      const { path, mark } = candidate
      if (!marks.has(path)) marks.set(path, await markOf(path).catch(() => undefined)) // gone again: the next walk tells
      if (marks.get(path) === mark) walked.move(candidate)
    }
    marks.clear()
    last = end.row
  }
}
