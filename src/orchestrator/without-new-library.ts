// Tools for a run that only looks, over a library that this state has not worked with yet.

import { scanLibrary } from '../library/scan.ts'
import { hasMarker } from '../library/volume.ts'
import type { Tools } from '../tools.ts'

/** A library that was never used is not made by a look; one that stands there, moved from elsewhere, is looked into. */
export function withoutNewLibrary(tools: Tools): Tools {
  const { library, ledger } = tools
  if (ledger.fact(`library ${library.dir}`) !== undefined) return tools
  async function* scan() {
    if (hasMarker(library.dir)) yield* scanLibrary(library.dir)
  }
  return { ...tools, library: { ...library, check: async () => {}, scan } }
}
