// What vouches for a candidate beside what it says of itself.

import type { Credits } from './credits.ts'
import type { Candidate } from './types.ts'
import { isOwnChannel, type ReadWish } from './wish.ts'

export interface Proof {
  isrc: boolean
  /** The label's delivery, the label's or the artist's own channel. */
  channel: 'topic' | 'label' | 'artist' | undefined
}

/** The same number with another length is a slip of the catalogue. */
const ISRC_SECONDS = 2

export function proofOf(read: ReadWish, candidate: Candidate, { main }: Credits): Proof {
  const { wish } = read
  const delta = Math.abs((candidate.seconds ?? Number.NaN) - (wish.seconds ?? Number.NaN))
  const isrc = normal(wish.isrc) !== '' && normal(wish.isrc) === normal(candidate.isrc) && !(delta > ISRC_SECONDS)
  const own = isOwnChannel(read, candidate)
  if (candidate.isTopic && (own || (main === 'credited' && isNobodys(candidate)))) return { isrc, channel: 'topic' }
  if (candidate.isVerified && own) return { isrc, channel: 'artist' }
  if (candidate.isLabel && main === 'credited') return { isrc, channel: 'label' }
  return { isrc, channel: undefined }
}

/** The channels for recordings of which the label named no artist, or many. */
const isNobodys = ({ uploader }: Candidate) => /^(?:release|various artists) - topic$/i.test(uploader?.trim() ?? '')

const normal = (isrc: string | undefined) => (isrc ?? '').replace(/[^a-z0-9]/gi, '').toUpperCase()
