// All that the import of one file needs.

import type { EagleApi } from './api.ts'
import type { Clues } from './find.ts'
import type { Identity, LibraryGuard } from './library.ts'
import type { PageMemory } from './memory.ts'
import type { Wish } from './settle.ts'
import type { TrackFile } from './track-file.ts'
import type { Patience } from './wait.ts'

export interface FileImport {
  api: EagleApi
  guard: Pick<LibraryGuard, 'write'>
  library: Identity
  memory: PageMemory
  /** Of the page whose files these are, where they are shared. */
  owner?: PageMemory | undefined
  patience: Patience
  signal: AbortSignal
  pageId: string
  file: TrackFile
  wish: Wish
  clues: Clues
  picture?: string | undefined
  /** What a person took out of Eagle is put back. */
  again: boolean
}
