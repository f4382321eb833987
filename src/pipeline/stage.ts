// A stage takes a track's work so far and gives back a new one, or ends the work with an outcome.

import type { Analysis } from '../audio/analysis/analyser.ts'
import type { AudioFacts } from '../audio/probe.ts'
import type { AudioFormat } from '../config.ts'
import type { Log } from '../log.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Track } from '../model/track.ts'
import type { TrackTable } from '../notion/tracks.ts'
import type { SourceFile } from '../sources/source-file.ts'
import type { Tools } from '../tools.ts'

/** Everything known about one track's run. Stages add to it; none edits it in place. */
export interface TrackWork {
  row: Track
  /** This run's own folder; gone when the run ends. */
  staging: string
  link?: string
  source?: SourceFile
  facts?: AudioFacts
  outputs: Partial<Record<AudioFormat, string>>
  measured?: Analysis
  /** Final paths in the library. */
  files: Partial<Record<AudioFormat, string>>
  /** For people: what could not be measured, and why. */
  notes: readonly string[]
}

export interface StageContext {
  tools: Tools
  tracks: TrackTable
  log: Log
  signal: AbortSignal
  progress(fraction: number): void
}

export interface Stage {
  /** Shown to people. */
  name: string
  /** Its share of a track's time beside the others', for progress; default 1. */
  weight?: number
  run(work: TrackWork, context: StageContext): Promise<TrackWork | Outcome>
}

export const isOutcome = (result: TrackWork | Outcome): result is Outcome => 'kind' in result

/** A value an earlier stage must have left. */
export function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the stage order is wrong: no ${what} yet`)
  return value
}
