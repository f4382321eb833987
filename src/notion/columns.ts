// The one table of Notion column names. Everything else speaks our words.

export type ColumnType =
  | 'title'
  | 'rich_text'
  | 'number'
  | 'select'
  | 'multi_select'
  | 'status'
  | 'date'
  | 'checkbox'
  | 'url'
  | 'relation'
  | 'rollup'

export interface ColumnRule {
  /** Accepted names, best first. `[]` with type title: any title column. */
  names: readonly string[]
  /** Accepted types. */
  types: readonly ColumnType[]
  /** Without it the database cannot be worked with. */
  needed?: boolean
}

export const TASK_COLUMNS = {
  title: { names: [], types: ['title'], needed: true },
  status: { names: ['Status'], types: ['status', 'select'], needed: true },
  priority: { names: ['Priority'], types: ['select', 'status'] },
  description: { names: ['Description'], types: ['rich_text'] },
  taskType: { names: ['Task Type'], types: ['select', 'rich_text'] },
  nextStep: { names: ['Next Required Step', 'Next Step'], types: ['rich_text'] },
  successCriteria: { names: ['Success Criteria'], types: ['rich_text'] },
  assignedAgent: { names: ['Assigned-Agent', 'Assigned Agent'], types: ['select', 'rich_text', 'rollup', 'relation'] },
  archived: { names: ['Archive', 'Archived'], types: ['checkbox'] },
  result: { names: ['Execution-Result', 'Execution Result'], types: ['rich_text'] },
  blockingReason: { names: ['Blocking Reason'], types: ['rich_text'] },
} as const satisfies Record<string, ColumnRule>

export const TRACK_COLUMNS = {
  title: { names: [], types: ['title'], needed: true },
  artist: { names: ['Artist Name', 'Artists'], types: ['rich_text'] },
  album: { names: ['Album'], types: ['rich_text'] },
  soundcloudUrl: { names: ['SoundCloud URL', 'Soundcloud URL', 'SoundCloud'], types: ['url', 'rich_text'] },
  youtubeUrl: { names: ['YouTube URL'], types: ['url', 'rich_text'] },
  spotifyUrl: { names: ['Spotify URL', 'Spotify Link'], types: ['url', 'rich_text'] },
  spotifyId: { names: ['Spotify ID', 'Spotify Track ID'], types: ['rich_text'] },
  sourceUrl: { names: ['URL'], types: ['url', 'rich_text'] },
  isrc: { names: ['ISRC', 'Track ISRC'], types: ['rich_text'] },
  genre: { names: ['Genre', 'Genres'], types: ['select', 'multi_select', 'rich_text'] },
  downloaded: { names: ['Downloaded', 'DL'], types: ['checkbox'], needed: true },
  m4aPath: { names: ['M4A File Path', 'M4A Path'], types: ['rich_text', 'url'] },
  wavPath: { names: ['WAV File Path', 'WAV Path'], types: ['rich_text', 'url'] },
  aiffPath: { names: ['AIFF File Path', 'AIFF Path'], types: ['rich_text', 'url'] },
  tempo: { names: ['Tempo', 'BPM', 'AverageBpm'], types: ['number'] },
  key: { names: ['Key', 'Key '], types: ['rich_text'] },
  camelot: { names: ['Camelot'], types: ['rich_text'] },
  duration: { names: ['Audio Duration (seconds)', 'Duration (s)'], types: ['number'] },
  loudness: { names: ['Audio LUFS Level', 'Loudness Level'], types: ['number'] },
  peak: { names: ['Audio Peak Level'], types: ['number'] },
  fingerprint: { names: ['Fingerprint'], types: ['rich_text'] },
  eagleId: { names: ['Eagle File ID', 'Eagle ID'], types: ['rich_text'] },
  tags: { names: ['Audio Processing'], types: ['multi_select'], needed: true },
  source: { names: ['Download Source'], types: ['select', 'rich_text'] },
  processedAt: { names: ['Processing Timestamp', 'Processed At'], types: ['date'] },
  summary: { names: ['Audio Processing Summary', 'Audio Processing Details'], types: ['rich_text'] },
} as const satisfies Record<string, ColumnRule>
