// A piece of music with known answers. Builders make pieces in a folder of their own; nothing of it is committed.

import type { MusicalKey } from '../../src/model/musical-key.ts'

export interface Piece {
  /** Unique; the same on every build. */
  name: string
  /** The sound file. */
  path: string
  kind: 'score' | 'sequencer' | 'synthetic' | 'drums'
  /** What the piece is based on cannot come into more than one fold: variants of one piece share it. */
  family: string
  /** Beats a minute, when the piece keeps one tempo. */
  bpm?: number
  /** Seconds of the first beat and of the first beat of a bar, when they are known exactly. */
  firstBeat?: number
  firstDownbeat?: number
  key?: MusicalKey
  /** Hz of its A, when it is not 440. */
  tuning?: number
}

/** @param dir where the sound files go; files that are there from an earlier build are used again */
export type Builder = (dir: string) => Promise<{ pieces: Piece[]; skipped: string[] }>
