// The outside world in one type: what handlers and stages may touch.

import type { Triggers } from './agents/triggers.ts'
import type { Audio } from './audio/audio.ts'
import type { AudioFormat } from './config.ts'
import type { Library } from './library/library.ts'
import type { TaskTable } from './notion/tasks.ts'
import type { TrackTable } from './notion/tracks.ts'
import type { Sources } from './sources/fetch-source.ts'
import type { Ledger } from './store/ledger.ts'

export interface Tools {
  tasks(): Promise<TaskTable>
  tracks(): Promise<TrackTable>
  sources: Sources
  audio: Audio
  library: Library
  triggers: Triggers
  ledger: Ledger
  /** Working folders of tracks; each is removed when its track ends. */
  stagingDir: string
  formats: readonly AudioFormat[]
  maxTrackSeconds: number
  /** Agent for tasks that name none. */
  defaultAgent?: string
  now(): Date
}
