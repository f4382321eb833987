// The row gets our mark, so that another orchestrator on the same databases leaves it alone.

import { isFault, Limited } from '../../errors.ts'
import type { Stage } from '../stage.ts'

export const claimRow: Stage = {
  name: 'claim row',
  async run(work, { tools, log }) {
    try {
      return { ...work, claim: await tools.claims.take('tracks', work.row.id) }
    } catch (error) {
      if (!isFault(error) || error instanceof Limited || error.errorClass === 'Input') throw error
      log.info({ track: work.row.id, reason: error.message }, 'Notion is away: the row is marked later')
      return work
    }
  },
}
