// Eagle's library on the disk comes into the index of recordings, a few files in each cycle.

import { Environment } from '../errors.ts'
import { readEagleLibrary } from '../pipeline/eagle/library.ts'
import type { Cycle } from './cycle-context.ts'

const PER_CYCLE = { files: 10, items: 2000 }
const AWAY_SAID = 'eagle library away said'

export async function fillFromEagle(context: Pick<Cycle, 'tools' | 'signal' | 'log'>): Promise<void> {
  const { ledger } = context.tools
  try {
    await readEagleLibrary(context, PER_CYCLE)
    if (ledger.fact(AWAY_SAID) === 'yes') ledger.setFact(AWAY_SAID, 'no')
  } catch (error) {
    if (!(error instanceof Environment)) throw error
    if (ledger.fact(AWAY_SAID) === 'yes') return
    ledger.setFact(AWAY_SAID, 'yes')
    context.log.info({ reason: error.message }, 'Eagle’s library cannot be read now')
  }
}
