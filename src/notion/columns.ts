// The one place of Notion column names. Everything else speaks our words.

export { ARTIST_COLUMNS } from './columns/artists.ts'
export { ISSUE_COLUMNS } from './columns/issues.ts'
export { PLAYLIST_COLUMNS } from './columns/playlists.ts'
export type { ColumnRule, ColumnType, DescribedColumn } from './columns/rule.ts'
export { RUN_LOG_COLUMNS } from './columns/run-logs.ts'
export { TASK_COLUMNS } from './columns/tasks.ts'
export { TRACK_COLUMNS } from './columns/tracks.ts'
