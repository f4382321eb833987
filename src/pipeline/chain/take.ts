// Rows that a music sync takes on, one after the other; over its deaths, no more of them than without.

import { z } from 'zod'
import type { HandlerContext } from '../../handler.ts'
import { trackKey } from '../../model/job.ts'
import { done, type Outcome } from '../../model/outcome.ts'
import { type Track, trackLabel, whySynced } from '../../model/track.ts'
import type { Tools } from '../../tools.ts'
import { readIfThere } from '../find-or-create-track.ts'

export interface Taken {
  outcome: Outcome
  label: string
}

/** @returns a function: has a row worked on, unless what a killed run of this sync took is done already: then that counts */
export function openTaking({ tools, effect, runTrack }: Pick<HandlerContext, 'tools' | 'effect' | 'runTrack'>) {
  let taken = 0

  /** Written down before it is begun: a killed run's, or this row. */
  async function nextTaken(row: Track): Promise<string> {
    taken += 1
    return await effect(`take-${taken}`, { probe: async () => undefined, run: async () => row.id, form: z.string() })
  }

  return async function take(row: Track): Promise<Taken> {
    for (;;) {
      const id = await nextTaken(row)
      if (id === row.id) return { outcome: await runTrack(row), label: trackLabel(row) }
      const before = await readIfThere(await tools.tracks(), id)
      if (before && (whySynced(before) || isUnwritten(tools, id)))
        return { outcome: done('it was done before the sync was cut off'), label: trackLabel(before) }
    }
  }
}

/** Its run ended well, and the row is still to be told. */
const isUnwritten = ({ outbox, ledger }: Tools, id: string) =>
  outbox.isPending(id) &&
  ledger.lastRuns(RUNS_LOOKED_AT).find(({ subject }) => subject === trackKey(id))?.outcome === 'done'

const RUNS_LOOKED_AT = 100
