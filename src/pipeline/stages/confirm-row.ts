// The row is read again right before its results are filed and written; a link that was not compared yet is, too.

import { confirmInput } from '../confirm-input.ts'
import type { Stage } from '../stage.ts'
import { shareLink } from './check-duplicate.ts'

export const confirmRow: Stage = {
  name: 'confirm row',
  async run(work, context) {
    const shared = work.duplicatesUnknown ? await shareLink(work, context) : undefined
    return shared ?? (await confirmInput(work, context))
  },
}
