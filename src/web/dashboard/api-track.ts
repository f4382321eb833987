// GET /api/tracks/<id>: all that is known of one track here.

import type { OfferedAct, RunLine, TrackLine } from './api.ts'

export interface TrackDetail extends TrackLine {
  /** In Notion; absent where there is none. */
  url?: string
  /** Why this file is the recording that the row means. */
  evidence: {
    /** Where the sound was fetched. */
    link?: string
    /** `SoundCloud`, `Direct` … */
    source?: string
    /** How it was found, where the row had no link. */
    match?: Judged
    /** What was tested of the file. */
    checks: { check: string; verdict: 'pass' | 'fail' | 'unknown'; says: string }[]
    /** Another row has the files. */
    sharesWith?: { id: string; label: string }
  }
  /** What a search brought, the likeliest first; `n`, from 1, is what the act `take` takes. */
  candidates: CandidateLine[]
  /** Links that are never taken for it again. */
  refused: { link: string; reason: string }[]
  files: {
    format: string
    name: string
    folder: string
    sha256: string
    bytes?: number
    /** Where it can be played. */
    url: string
    type: string
    /** Why it cannot be had now. */
    missing?: string
  }[]
  measured?: {
    seconds: number
    tempo?: { bpm: number; confidence: number; alternatives: number[]; drift?: { from: number; to: number } }
    key?: { name: string; camelot: string; confidence: number; alternative?: string; tuning: number }
    /** LUFS, LU, dBTP, Hz. */
    loudness?: number
    loudnessRange?: number
    truePeak?: number
    cutoff?: number
    missing: string[]
  }
  /** Of what was fetched. */
  quality?: {
    codec?: string
    /** kbit/s */
    bitRate?: number
    /** Hz */
    sampleRate?: number
    channels?: number
    /** `disguised`: a lossless file made of a lossy one. */
    origin: 'lossless' | 'disguised' | 'lossy' | 'unknown'
  }
  /** The newest first, at most 50. */
  runs: RunLine[]
  /** What its newest run took, stage by stage, in the order they ended. */
  costs: { stage: string; ms: number; cpuMs: number; bytes: number; at: number }[]
  failure?: { reason: string; tag?: string; attempts: number; at: number }
  /** What the last verification found, and when. */
  verified?: { at: number; findings: { kind: string; says: string }[] }
  playlists: { title: string }[]
  /** What the program wrote into its row last. */
  written: { field: string; value: string }[]
  acts: OfferedAct[]
  cover?: string
  waveform?: string
}

/** What the matcher said of a search. */
export interface Judged {
  at: number
  kind: 'accept' | 'review' | 'none'
  because: string
  wanted: { title: string; artist?: string; seconds?: number }
  /** 0 to 1 */
  score?: number
  reasons: string[]
}

export interface CandidateLine {
  /** Absent: it cannot be taken. */
  n?: number
  link: string
  source: string
  title: string
  artist?: string
  uploader?: string
  seconds?: number
  /** 0 to 1; absent: it is not known any more. */
  score?: number
  reasons: string[]
  /** Why it is out of the question. */
  veto?: string
  /** It was taken. */
  taken?: boolean
}
