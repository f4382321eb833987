// What is measured of a recording: values for the row and the tags, curves for pictures.

import type { MusicalKey } from '../../model/musical-key.ts'

export interface Analysis {
  tempo?: Tempo
  key?: KeyEstimate
  /** Chromaprint of the first 120 s, compressed, base64. */
  fingerprint?: string
  /** From the number of samples, to the millisecond. */
  seconds: number
  /** Integrated loudness (EBU R128), LUFS. */
  loudness?: number
  /** Loudness range (EBU Tech 3342), LU. */
  loudnessRange?: number
  /** True peak, dBTP. */
  truePeak?: number
  /** Highest frequency that carries music, Hz; a lossy encoder leaves its mark here. */
  cutoff?: number
  /** What could not be measured, and why, for people. */
  missing: string[]
}

export interface Tempo {
  /** Beats per minute, two decimals; the median of all stretches when it drifts. */
  bpm: number
  /** 0 to 1: how likely this reading is the right one; halved when the tempo drifts. */
  confidence: number
  /** Other readings, the likeliest first: other octaves, thirds. */
  alternatives: number[]
  /** Where the grid begins; undefined when the beats do not keep to one. */
  grid?: BeatGrid
  /** The slowest and the fastest stretch, when the tempo is not one. */
  drift?: { from: number; to: number }
}

export interface BeatGrid {
  /** Seconds from the start to the first beat. */
  firstBeat: number
  /** Seconds from the start to the first beat of a bar of four. */
  firstDownbeat: number
}

export interface KeyEstimate {
  key: MusicalKey
  /** 0 to 1: how well the best template fits. */
  confidence: number
  /** The next best. */
  alternative?: MusicalKey
  /** Hz of the A that the music is tuned to. */
  tuning: number
}

/** What pictures are drawn from; not kept. All lists of a kind have the same length. */
export interface Curves {
  /** Least and greatest sample and root mean square of columns that cover the recording evenly; −1 to 1. */
  waveform: { low: number[]; high: number[]; rms: number[] }
  /** Short-term loudness, of the three seconds that begin at each whole second, LUFS; −70 where it is silent. */
  loudness: number[]
  /** Tempo of stretches that overlap: seconds of their middle, BPM; 0: no beat there. */
  tempo: { at: number; bpm: number }[]
  /** Twelve values from C, loudest 1, of stretches that cover the recording evenly. */
  chroma: number[][]
}
