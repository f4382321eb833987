// The gates: each alone keeps a candidate from being taken.

import type { ParsedTitle } from '../title/title.ts'
import { asksOf } from './asks.ts'
import { type Credits, creditsOf } from './credits.ts'
import { compareLength, type Length } from './duration.ts'
import { type Proof, proofOf } from './proof.ts'
import { compareQualifiers } from './qualifiers.ts'
import { compareTitles, type SameTitle } from './title.ts'
import type { Candidate, Veto } from './types.ts'
import { type ReadWish, withSecondTitle } from './wish.ts'

/** A candidate under one reading of its title. */
export interface Judged {
  reading: ParsedTitle
  vetoes: readonly Veto[]
  /** What a person should look at before it is taken. */
  asks: readonly string[]
  title: SameTitle
  credits: Credits
  length: Length
  proof: Proof
}

/** Shorter than this is a preview, when the wish is longer than the other. */
const PREVIEW_SECONDS = 31
const NO_PREVIEW_SECONDS = 45

export function judge(read: ReadWish, candidate: Candidate, reading: ParsedTitle): Judged {
  const { wish, artists, main } = read
  const credits = creditsOf(artists, reading, candidate)
  const proof = proofOf(read, candidate, credits)
  const extended = [read.title, reading].every(({ qualifiers }) => qualifiers.some(({ kind }) => kind === 'extended'))
  const length = compareLength(wish, candidate, { verified: proof.isrc || proof.channel !== undefined, extended })
  const [wanted, title] = bestTitle(read.title, reading)
  const versions = compareQualifiers(wanted.qualifiers, reading.qualifiers, main)
  const vetoes = [
    ...unplayable(candidate),
    ...preview(read, candidate, reading),
    ...titleVeto(read.title, reading, title),
    ...artistVeto(read, credits),
    ...(versions.veto ? [versions.veto] : []),
    ...(length.veto ? [length.veto] : []),
  ]
  const asks = [...(versions.ask ? [versions.ask] : []), ...asksOf(read, candidate, { credits, length, proof })]
  return { reading, vetoes, asks, title, credits, length, proof }
}

function bestTitle(wish: ParsedTitle, reading: ParsedTitle): [ParsedTitle, SameTitle] {
  const tried = withSecondTitle(wish).map((one): [ParsedTitle, SameTitle] => [one, compareTitles(one, reading)])
  const [first = [wish, {}], second] = tried
  if (first[1].doubt === undefined && second?.[1].doubt !== undefined) return second
  return first
}

function unplayable({ isDrm, access }: Candidate): Veto[] {
  if (isDrm) return [{ gate: 'playable', because: 'it is protected (DRM) and cannot be fetched' }]
  if (access === 'blocked') return [{ gate: 'playable', because: 'it may not be played here' }]
  return []
}

function preview({ wish }: ReadWish, { isPreview, access, seconds }: Candidate, { qualifiers }: ParsedTitle): Veto[] {
  const isShort = seconds !== undefined && seconds <= PREVIEW_SECONDS && (wish.seconds ?? 0) >= NO_PREVIEW_SECONDS
  const said = qualifiers.find(({ kind }) => kind === 'preview')
  if (isPreview || access === 'preview') return [{ gate: 'preview', because: 'only a preview can be had' }]
  if (said) return [{ gate: 'preview', because: `it is a preview: “${said.text}”` }]
  return isShort ? [{ gate: 'preview', because: `it is ${Math.round(seconds)} s long, as previews are` }] : []
}

function titleVeto(wish: ParsedTitle, reading: ParsedTitle, { doubt }: SameTitle): Veto[] {
  if (doubt !== undefined) return []
  return [{ gate: 'title', because: `its title is “${reading.base}”, the wish is “${wish.base}”` }]
}

function artistVeto({ artists: { names } }: ReadWish, { main }: Credits): Veto[] {
  if (names.length === 0 || main === 'credited' || main === 'channel') return []
  return [{ gate: 'artist', because: WRONG_ARTIST[main](names[0] ?? '') }]
}

const WRONG_ARTIST = {
  guest: (name: string) => `${name} is only a guest here`,
  contradicted: (name: string) => `the title names somebody else than ${name}`,
  nowhere: (name: string) => `nothing says that it is by ${name}`,
}
