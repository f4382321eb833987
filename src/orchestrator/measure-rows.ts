// Old rows get what is measured in their files: decoded once, written where the row has nothing.

import { measureFile } from '../audio/measure-file.ts'
import { InputFault } from '../errors.ts'
import { later, type Outcome } from '../model/outcome.ts'
import { outcomeOf } from '../model/outcome-of.ts'
import { trackLabel } from '../model/track.ts'
import { MEASURED_FIELDS, measuredWords, PATH_FIELDS } from '../model/unmeasured.ts'
import type { FieldWrite, FieldWrites } from '../model/write.ts'
import { measuredValues } from '../pipeline/measured-values.ts'
import { type Cycle, record } from './cycle-context.ts'
import { delivered } from './delivered.ts'
import { findUnmeasured, markName, type UnmeasuredRow, unfit } from './find-unmeasured.ts'

/** One after the other: decoding and measuring take all cores already. */
export async function measureRows(cycle: Cycle, limit: number): Promise<void> {
  const rows = await findUnmeasured(cycle.tools, limit)
  cycle.view.expect(rows.length)
  for (const one of rows) {
    if (cycle.signal.aborted) return
    const label = trackLabel(one.row)
    const startedAt = performance.now()
    cycle.view.progress(label, 'measure')
    const outcome = await measureRow(cycle, one, label)
    if (cycle.signal.aborted && outcome.kind === 'retry') return
    const because = `it lacks ${measuredWords(one.lacks)}`
    const ms = performance.now() - startedAt
    record(cycle, { kind: 'track', id: one.row.id, label, handler: 'enrich', because, outcome, ms })
  }
}

/** Ends in an outcome whatever happens. */
async function measureRow({ tools, signal, log, view }: Cycle, one: UnmeasuredRow, label: string): Promise<Outcome> {
  const { row, path, mark, lacks } = one
  try {
    const onProgress = (fraction: number) => view.progress(label, 'measure', fraction)
    const analysis = one.known ?? (await measureFile(tools.audio, path, { signal, onProgress })).analysis
    const values = measuredValues(analysis, row.key !== undefined)
    await tools.store.commit(() => {
      tools.journal.recordMeasured(row.id, analysis)
      tools.ledger.setFact(markName(row), mark)
      tools.outbox.add({ target: 'tracks', page: row.id, fields: writesFor(one, values) })
    })
    const found = lacks.filter(field => values[field] !== undefined)
    const text =
      found.length > 0 ? `${measuredWords(found)} measured` : `its ${measuredWords(lacks)} cannot be measured`
    return delivered(text, await tools.outbox.deliver(row.id), analysis.missing)
  } catch (error) {
    if (signal.aborted) return later('stopped')
    if (!(error instanceof InputFault)) log.error({ track: row.id, error }, 'a file could not be measured')
    else tools.ledger.setFact(markName(row), unfit(mark)) // as it is, it is not looked at again
    return outcomeOf(error, 1, tools.now().getTime())
  }
}

/** As long as the row names the same files. A cell that a person emptied stays empty. */
function writesFor({ row, lacks }: UnmeasuredRow, values: ReturnType<typeof measuredValues>): FieldWrites {
  const fields: Record<string, FieldWrite> = {}
  for (const field of PATH_FIELDS) fields[field] = { how: 'given', value: row[field] ?? null }
  for (const [field, value] of Object.entries(values)) {
    const isWanted = lacks.some(one => one === field) || !MEASURED_FIELDS.some(one => one === field)
    if (value !== undefined && isWanted) fields[field] = { how: 'fill', value }
  }
  return fields
}
