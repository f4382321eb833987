// Which tags an item gets: ours are brought up to date, a person's stay as they are and where they are.

import { parseKey } from '../model/musical-key.ts'
import { toPageId } from '../model/page-id.ts'

/** Kinds of which an item has at most one of ours. */
const KINDS = {
  tempo: (tag: string) => /^BPM\s?\d{2,3}(\.\d+)?$/i.test(tag),
  key: (tag: string) => /^[A-G](#|b|♯|♭)? (major|minor)$/i.test(tag) && parseKey(tag) !== undefined,
  fingerprint: (tag: string) => /^fingerprint:[0-9a-f]{16,}$/i.test(tag),
} as const
type Kind = keyof typeof KINDS

const MARK = 'track:'

/** The tag by which an item is known as one of a page's. */
export const pageTag = (pageId: string): string => `${MARK}${pageId.replaceAll('-', '').toLowerCase()}`
export const isPageTag = (tag: string): boolean => /^track:[0-9a-f]{32}$/.test(tag)
/** @returns the id of the page, with its dashes; undefined for any other tag */
export const pageOfTag = (tag: string): string | undefined =>
  isPageTag(tag) ? toPageId(tag.slice(MARK.length)) : undefined
export const tempoTag = (bpm: number): string => `BPM${Math.round(bpm)}`
export const fingerprintTag = (sha256: string): string => `fingerprint:${sha256.toLowerCase()}`

const kindOf = (tag: string): Kind | undefined => (Object.keys(KINDS) as Kind[]).find(kind => KINDS[kind](tag.trim()))

export interface TagMerge {
  /** What the item has now. */
  present: readonly string[]
  /** What it should have, in this order. */
  wanted: readonly string[]
  /** What we put on it before: of these, what is no longer wanted goes, and what a person took off stays off. */
  before?: readonly string[]
}

/**
 * A tag of a kind takes the place of the first of its kind and the others go, as long as one is wanted. What is missing
 * follows at the end. Everything else is a person's.
 */
export function mergeTags({ present, wanted, before = [] }: TagMerge): string[] {
  const ours = [...new Set(wanted)].filter((tag, at, all) => isFirstOfKind(tag, at, all))
  const placed = new Set<string>()
  const once = (tag: string) => {
    const isNew = !placed.has(tag)
    placed.add(tag)
    return isNew ? [tag] : []
  }
  const kept = present.flatMap(tag => {
    const kind = kindOf(tag)
    const successor = kind && ours.find(wish => kindOf(wish) === kind)
    if (successor !== undefined) return once(successor)
    if (ours.includes(tag)) return once(tag)
    return before.includes(tag) ? [] : [tag]
  })
  const missing = ours.filter(tag => !placed.has(tag) && (isNeeded(tag) || !wasTakenOff(tag, before)))
  return [...kept, ...missing]
}

function isFirstOfKind(tag: string, at: number, all: readonly string[]): boolean {
  const kind = kindOf(tag)
  return kind === undefined || all.findIndex(other => kindOf(other) === kind) === at
}

/** It, or one of its kind, was put on before and is not there any more. */
function wasTakenOff(tag: string, before: readonly string[]): boolean {
  const kind = kindOf(tag)
  return before.some(old => (kind === undefined ? old === tag : kindOf(old) === kind))
}

/** Without these the item would not be found again. */
const isNeeded = (tag: string) => isPageTag(tag) || kindOf(tag) === 'fingerprint'
