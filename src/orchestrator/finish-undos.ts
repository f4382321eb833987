// Undos and redos that a killed run left half done go on by themselves.

import { isFault } from '../errors.ts'
import { trackKey } from '../model/job.ts'
import { redo, undo } from '../pipeline/undo/undo.ts'
import type { UndoneRow } from '../store/undone.ts'
import type { Cycle } from './cycle-context.ts'

type Finishing = Pick<Cycle, 'tools' | 'log' | 'signal' | 'report'>

/** One that cannot go on now takes nothing from the others, and is tried again in the next cycle. */
export async function finishUndos(cycle: Finishing): Promise<void> {
  const { tools, signal, report } = cycle
  for (const page of tools.undone.unfinished()) {
    signal.throwIfAborted()
    const row = tools.undone.find(page)
    if (!row || tools.queue.running(trackKey(page))) continue
    try {
      await finish(row, cycle)
    } catch (error) {
      signal.throwIfAborted()
      if (!isFault(error)) throw error
      const mends = error.errorClass !== 'Input'
      report.problems.push({ step: `undo of ${row.plan.label}`, reason: error.message, mends })
    }
  }
}

async function finish(row: UndoneRow, { tools, log, signal }: Finishing): Promise<void> {
  const { page, label } = row.plan
  const isUndo = row.state === 'undoing'
  // what was not told to the row yet cannot be told from what a person wrote
  if (!isUndo && (await tools.outbox.deliver(page)).kind === 'waits') return
  const { notes, unwritten } = isUndo ? await undo(row.plan, { tools, signal }) : await redo(row, { tools, signal })
  const what = isUndo ? 'an undo that was cut off is done' : 'a redo that was cut off is done'
  log.info({ track: page, label, notes, unwritten }, what)
}
