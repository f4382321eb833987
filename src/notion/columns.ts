// The one place of Notion column names. Everything else speaks our words.

export type { ColumnRule, ColumnType, DescribedColumn } from './columns/rule.ts'
export { TASK_COLUMNS } from './columns/tasks.ts'
export { TRACK_COLUMNS } from './columns/tracks.ts'
