// What a person should look at before a candidate is taken, though no gate refuses it.

import type { Kind } from '../title/kinds.ts'
import { readMarks } from '../title/qualifiers.ts'
import type { Credits } from './credits.ts'
import type { Length } from './duration.ts'
import type { Proof } from './proof.ts'
import type { Candidate } from './types.ts'
import { isOwnChannel, type ReadWish } from './wish.ts'

interface Seen {
  credits: Credits
  length: Length
  proof: Proof
}

export function asksOf(read: ReadWish, candidate: Candidate, { credits, length, proof }: Seen): string[] {
  return [
    ...guestAsks(credits, proof),
    ...lengthAsk(read, length, proof),
    ...artistAsk(read, proof),
    ...channelAsk(read, candidate),
  ]
}

function guestAsks({ missingGuests, strangeGuests }: Credits, { isrc }: Proof): string[] {
  if (isrc) return []
  return [
    ...missingGuests.map(name => `the wish is with ${name}, and nothing says that this is`),
    ...strangeGuests.map(name => `${name} is a guest here, and not in the wish`),
  ]
}

/** Without a length, only the label's own delivery or the recording's own number is proof enough. */
function lengthAsk({ wish }: ReadWish, { ask }: Length, { isrc, channel }: Proof): string[] {
  if (!ask || isrc) return []
  return wish.seconds === undefined && channel === 'topic' ? [] : [ask]
}

/** What a channel or an album is made for, where the title may not say it again. */
function channelAsk(read: ReadWish, candidate: Candidate): string[] {
  if (isOwnChannel(read, candidate)) return []
  const places = [candidate.uploader ?? '', candidate.album ?? '']
  const kinds = places.flatMap(place => readMarks(place, NOBODY).qualifiers).map(({ kind }) => kind)
  const told = kinds.find(kind => TELLING.has(kind) && !read.title.qualifiers.some(wanted => wanted.kind === kind))
  return told ? [`by its name, the channel or album is for that: ${told}`] : []
}

const NOBODY = new Set<string>()
const TELLING: ReadonlySet<Kind> = new Set([
  'karaoke',
  'cover',
  'reaction',
  'tutorial',
  'nightcore',
  'sped up',
  'slowed',
  '8D',
  'instrumental',
  'a cappella',
  'type beat',
  'bass boosted',
])

const artistAsk = ({ wish }: ReadWish, { isrc }: Proof): string[] =>
  isrc || [wish.artist ?? []].flat().some(name => name.trim()) ? [] : ['the wish names no artist']
