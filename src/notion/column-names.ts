// What people call a field of a track: its column's usual name.

import { type ColumnRule, TRACK_COLUMNS } from './columns.ts'

const COLUMNS: Record<string, ColumnRule> = TRACK_COLUMNS

export const trackColumn = (field: string): string => COLUMNS[field]?.names[0]?.trim() ?? field
