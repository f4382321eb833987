// What the workspace knows about a type of column: config in and out, value in and out, and what filters compare.

import type { Json } from '../api/check.ts'
import type { Option, Property } from '../schema/schema.ts'

/** How filters and sorts treat a type. */
export type FacetKind = 'text' | 'number' | 'checkbox' | 'option' | 'options' | 'date' | 'ids' | 'files' | 'row'

export interface PropertyType {
  readonly kind: FacetKind
  /** Reads the settings of a new or changed column; `before` is there when it is changed. */
  configure?(config: Json, context: ConfigContext): Partial<Property>
  /** The settings as answered. Without it: `{}`. */
  showConfig?(property: Property): Json
  /** A request's value as it is stored; undefined is empty. Without it the column is read-only. */
  write?(value: unknown, context: WriteContext): unknown
  /** The stored value as answered. */
  read(stored: unknown, row: RowContext): unknown
  /** What filters and sorts compare: undefined is empty. */
  facet?(stored: unknown): string | number | undefined
}

export interface ConfigContext {
  path: string
  before: Property | undefined
  /** The database of a data source; an unknown one is refused. */
  databaseOf(dataSourceId: string): string
}

export interface WriteContext {
  path: string
  property: Property
  addOption(name: string): Option
  checkPage(id: string): void
}

export interface RowContext {
  property: Property
  number: number
  created: string
  edited: string
}
