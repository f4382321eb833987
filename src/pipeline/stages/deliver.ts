// What the receipts promise is made in Notion. Notion away does not undo the work: the write waits in the outbox.

import { done, failed, type Outcome, retry, skipped } from '../../model/outcome.ts'
import { verdictOf } from '../../model/proof.ts'
import type { FieldWrites, Kept } from '../../model/write.ts'
import type { Stage } from '../stage.ts'

export const deliver: Stage = {
  name: 'deliver',
  async run(work, { tools }): Promise<Outcome> {
    const { row, written = {} } = work
    const proof = work.proof && { verdict: verdictOf(work.proof), checks: work.proof }
    if (!work.isWaiting)
      await tools.store.commit(() => tools.outbox.add({ target: 'tracks', page: row.id, fields: written }))
    const delivery = await tools.outbox.deliver(row.id)
    const files = Object.values(work.files)
    const text = textOf(written)
    switch (delivery.kind) {
      case 'written':
        return done(text, { files, proof, notes: [...work.notes, ...delivery.kept.map(spoken)] })
      case 'waits':
        return done(text, { files, proof, notes: work.notes, unwritten: delivery.reason })
      case 'outdated':
        return retry(`${delivery.reason}, and runs again`)
      case 'gone':
        return skipped(delivery.reason)
      case 'refused':
        return failed(`the files are made, but Notion does not take the result: ${delivery.reason}`)
    }
  },
}

/** What the row says of it is what people are told. */
function textOf({ summary }: FieldWrites): string {
  return summary?.how === 'fill' && typeof summary.value === 'string' ? summary.value : 'finished'
}

const spoken = ({ field, theirs, ours }: Kept) => `${field}: ${theirs} is kept (found: ${ours})`
