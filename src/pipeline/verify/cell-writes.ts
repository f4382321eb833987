// Writes of repairs: over nothing that a person changed.

import type { FieldValue, FieldWrite, FieldWrites } from '../../model/write.ts'
import type { Tools } from '../../tools.ts'

type Page = { tools: Pick<Tools, 'outbox'>; page: string }

/** Whether a cell is still as this program left it, or was never its own: what it wrote before and differs is a person's. */
export function isPersons({ tools, page }: Page, field: string, now: FieldValue): boolean {
  const wrote = tools.outbox.wrote(page, field)
  return wrote !== undefined && wrote !== now
}

/** The whole write is only made while the cell holds what was seen. @returns undefined for what is a person's */
export function replacing(at: Page, field: string, { now, value }: { now: FieldValue; value: FieldValue }) {
  if (isPersons(at, field, now)) return undefined
  return { [field]: { how: 'move', from: now, value, decides: true } satisfies FieldWrite } as FieldWrites
}
