// What an order comes to: its answer, and what is done for it.

import type { ActAnswer } from '../../model/act.ts'

export interface Effect extends ActAnswer {
  /** In that commit: why it cannot be done any more, as another order came first. */
  whyNot?(): string | undefined
  /** In one commit with the answer. */
  commit?(): void
  /** Once that is on the disk. Killed before it, the next cycle does it by itself. */
  after?(): Promise<unknown>
}

export const refused = (says: string): Effect => ({ ok: false, says })
