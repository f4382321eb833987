// Finished rows whose source is lossy, the worst first; known from the program's own state, without a request.

import { trackLabel } from '../model/track.ts'
import { compareQuality } from '../model/true-quality.ts'
import { type Have, haveOf, isUpgradable } from '../pipeline/upgrade/have.ts'
import type { LookedForBetter } from '../store/upgrades.ts'
import type { Tools } from '../tools.ts'

export interface UpgradableRow {
  have: Have
  label: string
  /** When a better source was looked for last, and what came of it. */
  looked?: LookedForBetter
  /** Whether it is looked for again by now. */
  isDue: boolean
}

/** A service does not get a better upload every day. */
export const LOOK_AGAIN_DAYS = 30
const PORTION = 500

export function findUpgradable(tools: Tools): UpgradableRow[] {
  const found: UpgradableRow[] = []
  for (let last = ''; ; ) {
    const pages = tools.journal.measuredAfter(last, PORTION)
    for (const page of pages) {
      const have = haveOf(page, tools)
      if (have && isUpgradable(have)) found.push(rowOf(have, tools))
    }
    last = pages.at(-1) ?? ''
    if (pages.length < PORTION) break
  }
  return found.sort((one, other) => compareQuality(one.have.quality, other.have.quality))
}

function rowOf(have: Have, { upgrades, recordings, now }: Tools): UpgradableRow {
  const looked = upgrades.lookedFor(have.page)
  const isDue = !looked || now().getTime() - looked.at >= LOOK_AGAIN_DAYS * 86_400_000
  const [recording] = recordings.findBy({ page: have.page })
  const { title, artist } = recording ?? {}
  return {
    have,
    looked,
    isDue,
    label: trackLabel({ id: have.page, title: title || undefined, artist: artist || undefined }),
  }
}
