// What is put into the index of recordings and what comes out of it.

import type { Print } from '../../model/recording/print.ts'
import type { RecordingFile, RecordingKeys } from '../../model/recording/recording.ts'
import type { SoundVerdict } from '../../model/recording/verdict.ts'

export interface NewRecording {
  /** The one it was found to be. Without it: the one that has one of these SHA-256, else a new one. */
  recording?: number
  title?: string
  artist?: string
  seconds?: number
  /** Chromaprint's; those of the first file stay. */
  words?: Uint32Array
  files?: readonly RecordingFile[]
  keys?: Partial<RecordingKeys>
}

export interface Recording {
  id: number
  title: string
  artist: string
  seconds: number
  files: RecordingFile[]
  keys: RecordingKeys
}

/** What is asked for: something that was heard. */
export interface Heard {
  words: Uint32Array
  seconds: number
  title?: string
  artist?: string
}

export interface Match extends SoundVerdict {
  recording: Recording
}

/** As it is kept. */
export interface Kept {
  id: number
  title: string
  artist: string
  seconds: number
  print: Print
}
