// Which recordings were found for a row, why each is it or not, and which of them a person may take.

import { canonicalLink } from '../../model/url/url.ts'
import type { Judged, JudgedCandidate } from '../../store/judged.ts'
import type { Searches } from '../../store/searches.ts'
import type { CandidateLine } from './api.ts'

export interface CandidateDeps {
  judged: Judged
  searches: Pick<Searches, 'lastEnd' | 'refused'>
}

/** @param taken the link that the files were made of */
export function candidatesOf(id: string, { judged, searches }: CandidateDeps, taken?: string): CandidateLine[] {
  const end = searches.lastEnd(id)
  const offered = end?.ended === 'asked' ? end.links : []
  const known = judged.of(id)?.candidates ?? []
  const offers = offered.map((link, at): CandidateLine => {
    const candidate = known.find(one => one.link === link)
    return { n: at + 1, ...(candidate ? lineOf(candidate) : bare(link, end?.offered?.[at])) }
  })
  const others = known.filter(({ link }) => !offered.includes(link)).map(lineOf)
  return [...offers, ...others].map(line => ({ ...line, ...(taken && isSame(line.link, taken) && { taken: true }) }))
}

const lineOf = ({ veto, ...rest }: JudgedCandidate): CandidateLine => ({ ...rest, ...(veto && { veto }) })

/** What is kept of one that was offered before judgements were. */
const bare = (link: string, offer: { shown: string; because: string } | undefined): CandidateLine => ({
  link,
  source: 'web',
  title: offer?.shown ?? link,
  reasons: offer ? [offer.because] : [],
})

const isSame = (one: string, other: string) => (canonicalLink(one) ?? one) === (canonicalLink(other) ?? other)
