// A recording: what sounds the same, however many files hold it and however many rows name it.

import { isrcOf } from '../metadata.ts'
import { canonicalLink } from '../url/url.ts'

/** A file that holds the recording. */
export interface RecordingFile {
  path: string
  sha256: string
  bytes: number
  /** Epoch ms. */
  changedAt: number
  /** `m4a`, `flac` …; what it was made as. */
  format: string
  /** Where its sound was fetched from, in any spelling. */
  link?: string
}

/** What a recording is known by besides its sound. */
export type RecordingKey =
  | { link: string }
  | { isrc: string }
  | { spotifyId: string }
  | { sha256: string }
  | { page: string }

export interface RecordingKeys {
  /** Canonical. */
  links: string[]
  isrcs: string[]
  spotifyIds: string[]
  /** Of its files, and of what was fetched. */
  sha256s: string[]
  /** Rows. */
  pages: string[]
}

/** One that is linked to another and never taken for it: a remix, the extended mix, one that shares a part. */
export interface RecordingVersion {
  recording: number
  /** For a person. */
  because: string
  /** 1 − share of bits that differ; undefined where only the titles say it. */
  agreement?: number
}

export const KEY_KINDS = ['link', 'isrc', 'spotifyId', 'sha256', 'page'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** A key in its one spelling; undefined for a text that is none: it is known to nobody then. */
export function keyText(kind: KeyKind, text: string): string | undefined {
  if (kind === 'link') return canonicalLink(text)
  if (kind === 'isrc') return isrcOf(text)
  if (kind === 'spotifyId') return matching(/^[A-Za-z0-9]{22}$/, text.trim())
  if (kind === 'sha256') return matching(/^[0-9a-f]{64}$/, text.trim().toLowerCase())
  return matching(/^[0-9a-f]{32}$/, text.replaceAll('-', '').toLowerCase())
}

const matching = (pattern: RegExp, text: string) => (pattern.test(text) ? text : undefined)
