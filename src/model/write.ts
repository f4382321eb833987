// A write to a row as it is meant, and the rule that a person's edit wins.

import { toPageId } from './page-id.ts'

/** What a cell is to hold; null empties it. */
export type FieldValue = string | number | boolean | readonly string[] | null

/** How a field may be written. */
export type FieldWrite =
  /**
   * Only while the cell is empty or holds what this program wrote last; `wasSet`: it was not empty when the work began;
   * `decides`: while it holds something else, nothing else is written either.
   */
  | { how: 'fill'; value: FieldValue; wasSet?: boolean; decides?: boolean }
  /** From the value it had when the work began; anything else there is a person's move. `decides` as above. */
  | { how: 'move'; value: FieldValue; from: FieldValue; decides?: boolean }
  /** Never written: the whole write is only made while the cell holds this. */
  | { how: 'given'; value: FieldValue }
  /**
   * Some entries of a list: options, pages, names in a text; the others, a person's own, stay. `isUndo`: it puts back what
   * stood there, and is nothing that could be undone.
   */
  | { how: 'options'; add: readonly string[]; remove: readonly string[]; isUndo?: boolean }

/** By field, in our words. */
export type FieldWrites = Readonly<Record<string, FieldWrite>>

/** What can be asked of a row that was just read. */
export interface RowNow {
  inTrash: boolean
  /** Whether the database has a column for the field, and what the value needs there. */
  takes(field: string, value: FieldValue): boolean
  isEmpty(field: string): boolean
  /** Whether the cell holds this value, as Notion keeps it. */
  holds(field: string, value: FieldValue): boolean
  /** Entries of a list cell; `add`: what may stand there already. */
  options(field: string, add?: readonly string[]): readonly string[]
  /** Whether the cell can hold so many entries. */
  hasRoom(field: string, entries: readonly string[]): boolean
  /** For people. */
  shown(field: string): string
}

/** How the rows of a database are read and written, one at a time. */
export interface RowPort {
  read(page: string): Promise<RowNow>
  /**
   * Writes and checks the answer.
   * @param given fields that decided on the values: nothing is written once somebody changed one of them
   */
  write(page: string, values: Readonly<Record<string, FieldValue>>, given?: readonly string[]): Promise<void>
}

/** A field that a person has: what was found for it is offered in words instead. */
export interface Kept {
  field: string
  /** What stands there. */
  theirs: string
  /** What would have been written. */
  ours: string
}

export interface Decision {
  values: Readonly<Record<string, FieldValue>>
  /** Fields whose cell holds already what is meant. */
  already: readonly string[]
  kept: readonly Kept[]
  /** The row asks for something else by now: nothing is written. */
  isOutdated: boolean
}

/**
 * Which of the writes may be made on the row as it is now.
 * @param ours what this program wrote to a field last; undefined: nothing
 */
export function decide(writes: FieldWrites, row: RowNow, ours: (field: string) => FieldValue | undefined): Decision {
  const values: Record<string, FieldValue> = {}
  const already: string[] = []
  const kept: Kept[] = []
  if (isOutdated(writes, row)) return { values, already, kept, isOutdated: true }
  for (const [field, write] of Object.entries(writes)) {
    if (write.how === 'given') continue
    const now = write.how === 'options' ? row.options(field, write.add) : []
    const entries = write.how === 'options' ? mergedOptions(write, now) : []
    const value = write.how === 'options' ? entries : write.value
    if (!row.takes(field, value)) continue
    const hasRoom = row.hasRoom(field, entries)
    if (hasRoom ? row.holds(field, value) : entries.length === now.length) already.push(field)
    else if (hasRoom && mayWrite(field, write, row, ours)) values[field] = value
    else kept.push({ field, theirs: row.shown(field), ours: shownValue(write.how === 'options' ? write.add : value) })
  }
  return { values, already, kept, isOutdated: false }
}

/** Fields that a write is bound to. */
export const givenIn = (writes: FieldWrites) =>
  Object.keys(writes).filter(field => writes[field] && isBinding(writes[field]))

type Binding = Extract<FieldWrite, { how: 'given' | 'fill' | 'move' }>

const isBinding = (write: FieldWrite): write is Binding =>
  write.how === 'given' || (write.how !== 'options' && write.decides === true)

const isOutdated = (writes: FieldWrites, row: RowNow) =>
  Object.entries(writes).some(
    ([field, write]) =>
      isBinding(write) &&
      row.takes(field, write.value) &&
      !row.holds(field, write.value) &&
      !(write.how === 'fill' && row.isEmpty(field)) &&
      !(write.how === 'move' && row.holds(field, write.from)),
  )

function mayWrite(
  field: string,
  write: FieldWrite,
  row: RowNow,
  ours: (field: string) => FieldValue | undefined,
): boolean {
  const last = ours(field)
  if (last !== undefined && row.holds(field, last)) return true
  switch (write.how) {
    case 'fill':
      return row.isEmpty(field) && !write.wasSet
    case 'move':
      return row.holds(field, write.from)
    case 'options':
      return true
    case 'given':
      return false
  }
}

function mergedOptions({ add, remove }: { add: readonly string[]; remove: readonly string[] }, now: readonly string[]) {
  const kept = now.filter(option => !remove.includes(option) || add.includes(option))
  return [...new Set([...kept, ...add])]
}

const LONGEST_SHOWN = 120

export function shownValue(value: FieldValue): string {
  if (value === null) return 'empty'
  const text = typeof value === 'object' ? value.join(', ') : String(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text
}

/** Two writes to one row as one: of each field the later counts. */
export function mergeWrites(earlier: FieldWrites, later: FieldWrites): FieldWrites {
  const merged: Record<string, FieldWrite> = { ...earlier }
  for (const [field, write] of Object.entries(later)) merged[field] = mergeField(earlier[field], write)
  return merged
}

function mergeField(earlier: FieldWrite | undefined, later: FieldWrite): FieldWrite {
  if (earlier?.how === 'options' && later.how === 'options')
    return {
      how: 'options',
      add: [...earlier.add.filter(option => !later.remove.includes(option)), ...later.add],
      remove: [...earlier.remove.filter(option => !later.add.includes(option)), ...later.remove],
    }
  // the cell still has what it had before the earlier one, which was never sent
  return earlier?.how === 'move' && later.how === 'move' ? { ...later, from: earlier.from } : later
}

/** The writes without pages that a row is to lead to; undefined when there are none. */
export function withoutPages(writes: FieldWrites): FieldWrites | undefined {
  const leads = (write: FieldWrite) => write.how === 'options' && write.add.some(entry => toPageId(entry) !== undefined)
  const rest = Object.entries(writes).filter(([, write]) => !leads(write))
  return rest.length < Object.keys(writes).length ? Object.fromEntries(rest) : undefined
}
