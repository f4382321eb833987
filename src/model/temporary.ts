// Folders whose files go away by themselves.

const KNOWN = /^(\/private)?\/(tmp|var\/tmp|var\/folders)\//
/** As programs make them: `tmp_1a2b3c4d`, `tmpk3j2h1g0`. */
const MADE = /\/tmp[_-]?[A-Za-z0-9_]{8}\//

/** @param kept folders that are meant to last, wherever they are; `gone`: others that do not */
export function isTemporary(path: string, { kept, gone }: { kept: string; gone: readonly string[] }): boolean {
  const liesIn = (dir: string) => path.startsWith(`${dir.replace(/\/+$/, '')}/`)
  return !liesIn(kept) && (KNOWN.test(path) || MADE.test(path) || gone.some(liesIn))
}
