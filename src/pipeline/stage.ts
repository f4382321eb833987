// A stage takes a track's work so far and gives back a new one, or ends the work with an outcome.

import type { Analysis } from '../audio/analysis/analysis.ts'
import type { AudioFacts } from '../audio/probe.ts'
import type { Claim } from '../claims/claims.ts'
import type { Log } from '../log.ts'
import type { AudioFormat } from '../model/audio-format.ts'
import type { Enrichment } from '../model/enrichment.ts'
import type { Candidate, Wish } from '../model/match/types.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Check, Proof } from '../model/proof.ts'
import type { Track } from '../model/track.ts'
import type { FieldWrites } from '../model/write.ts'
import type { SourceFile } from '../sources/source-file.ts'
import type { Tools } from '../tools.ts'
import type { EagleWish } from './eagle/wish.ts'

export type ByFormat<T> = Partial<Record<AudioFormat, T>>

/** Everything known about one track's run. Stages add to it; none edits it in place. */
export interface TrackWork {
  row: Track
  /** The run's key: the row, its input and what is made of it. */
  run: string
  /** This run's own folder; it outlives a killed process. */
  staging: string
  /** Our mark in the row; undefined also where rows are not marked. */
  claim?: Claim
  link?: string
  /** The recording that was found for a row without a link. */
  choice?: Candidate
  search?: Search
  /** Notion could not be asked yet whether another row has the same link. */
  duplicatesUnknown?: boolean
  source?: SourceFile
  facts?: AudioFacts
  outputs: ByFormat<string>
  /** SHA-256 of the outputs as they are now. */
  sums: ByFormat<string>
  measured?: Analysis
  /** What services said of the release, for what the row lacks. */
  found?: Enrichment
  /** What AcoustID hears in a recording that was found. */
  heard?: Heard
  /** What proves a recording that was found. */
  proof?: Proof
  /** When they may be asked again, epoch ms. */
  askAgainAt?: number
  /** Final paths in the library. */
  files: ByFormat<string>
  /** For people: what could not be measured, and why. */
  notes: readonly string[]
  /** What Eagle is to hold; undefined: nothing. */
  forEagle?: EagleWish
  /** What the row is to hold. */
  written?: FieldWrites
  /** The write of this run is in the outbox. */
  isWaiting?: boolean
}

/** What a recording was found by. */
export interface Search {
  wish: Wish
  /** How sure the matcher is, 0 to 1. */
  score: number
  /** Links of the same recording at other services. */
  elsewhere: readonly string[]
}

export interface Heard {
  /** SHA-256 of the source it was asked of. */
  sha256: string
  check: Check
}

/** Processor time in ms, of other programs and threads too; bytes fetched or made. */
export interface Spent {
  cpuMs?: number
  bytes?: number
}

export interface StageContext {
  tools: Tools
  log: Log
  signal: AbortSignal
  progress(fraction: number): void
  /** What the stage took, for reports; several times adds up. */
  spend(cost: Spent): void
  /** @throws when the job is another start's by now */
  check(): void
}

export interface Stage {
  /** Shown to people. */
  name: string
  /** Its share of a track's time beside the others', for progress; default 1. */
  weight?: number
  run(work: TrackWork, context: StageContext): Promise<TrackWork | Outcome>
  /** How its result is kept over a restart; without it the stage is simply run again. */
  receipt?: Receipt
}

export interface Receipt {
  /** What the stage is about to do, kept before it does it; `before`: what an earlier, killed run meant to do. */
  intend?(work: TrackWork, context: StageContext, before: unknown): Promise<unknown>
  /** The part of the work that the stage added. */
  fields: readonly (keyof TrackWork)[]
  /** Whether what it made is still there, whole: asked of the disk, not of the receipt. */
  holds(work: TrackWork, context: StageContext): Promise<boolean>
  /** Rows of the store that belong to the result, for its commit. */
  also?(work: TrackWork, context: StageContext): void
}

export const isOutcome = (result: TrackWork | Outcome): result is Outcome => 'kind' in result

/** A value an earlier stage must have left. */
export function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the stage order is wrong: no ${what} yet`)
  return value
}

export const entriesOf = <T>(byFormat: ByFormat<T>) => Object.entries(byFormat) as [AudioFormat, T][]
