// What is known of a field's column: what it may be called, what it may be, what it is for.

import type { CellValues } from '../cells/values.ts'

export type ColumnType = keyof CellValues

export interface ColumnRule {
  /** Accepted names, best first. `[]` with type title: any title column. */
  names: readonly string[]
  /** Accepted types. */
  types: readonly ColumnType[]
  /** Without it the database cannot be worked with. */
  needed?: boolean
  /** A relation of which all entries are read, beyond those that an answer shows. */
  readWhole?: boolean
  /** A column of an accepted name and another type is somebody else's: the field is off, the database goes on. */
  ignoresOtherTypes?: boolean
}

/** A rule with what docs/columns.md says of it. */
export interface DescribedColumn extends ColumnRule {
  /** The name in a database the program makes, where `names` has none. */
  madeAs?: string
  about: string
  /** What is read from it, and when. */
  reads?: string
  /** What is written to it, and when. */
  writes?: string
}
