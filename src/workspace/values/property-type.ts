// What the workspace knows about a type of column: config in and out, value in and out, and what filters compare.

import type { Json } from '../api/check.ts'
import type { Version } from '../api/route.ts'
import type { Option, Property, RelationTarget } from '../schema/schema.ts'
import type { UploadStore } from '../store/uploads.ts'
import type { FileHost } from './file-objects.ts'

/** How filters and sorts treat a type. `row`: compared by what the row itself is; `computed`: by what it comes to. */
export type FacetKind =
  | 'text'
  | 'number'
  | 'checkbox'
  | 'option'
  | 'options'
  | 'date'
  | 'ids'
  | 'files'
  | 'row'
  | 'computed'
  | 'none'

export interface PropertyType {
  readonly kind: FacetKind
  /** Reads the settings of a new or changed column; `before` is there when it is changed. */
  configure?(config: Json, context: ConfigContext): Partial<Property>
  /** The settings as answered. Without it: `{}`. */
  showConfig?(property: Property, context: ShowContext): Json
  /** A request's value as it is stored; undefined is empty. Without it the column is read-only. */
  write?(value: unknown, context: WriteContext): unknown
  /** The stored value as answered. */
  read(stored: unknown, row: RowContext): unknown
  /** What filters and sorts compare: undefined is empty. */
  facet?(stored: unknown): string | number | undefined
}

export interface ConfigContext {
  path: string
  /** The name the column has or gets. */
  name: string
  before: Property | undefined
  /** The columns of the same table. */
  schema: readonly Property[]
  /** The table a relation's settings name. */
  tableIn(config: Json, path: string): { dataSourceId: string; databaseId: string }
  schemaOf(dataSourceId: string): readonly Property[]
}

export interface ShowContext {
  version: Version
  schema: readonly Property[]
  schemaOf(target: RelationTarget): readonly Property[]
}

export interface WriteContext {
  path: string
  property: Property
  addOption(name: string): Option
  checkPage(id: string): void
  uploads: UploadStore
}

export interface RowContext extends FileHost {
  property: Property
  number: number
  /** Epoch milliseconds. */
  created: number
  edited: number
  createdBy: string
  editedBy: string
}
