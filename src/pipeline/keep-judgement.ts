// What the matcher said of a search is kept, in short, for people who want to know why.

import type { Answer, Ranked, Wish } from '../model/match/types.ts'
import type { JudgedCandidate } from '../store/judged.ts'
import type { Tools } from '../tools.ts'

const MOST_KEPT = 8
const MOST_REASONS = 6
const LONGEST = 300

export async function keepJudgement(
  page: string,
  { wish, answer }: { wish: Wish; answer: Answer },
  { judged, store }: Pick<Tools, 'judged' | 'store'>,
): Promise<void> {
  const { title, artist, seconds } = wish
  const judgement = {
    kind: answer.kind,
    because: answer.because,
    wanted: { title: short(title), artist: namesOf(artist), seconds },
    candidates: answer.ranked.slice(0, MOST_KEPT).map(kept),
  }
  await store.commit(() => judged.put(page, judgement))
}

function kept({ candidate, score, reasons, veto }: Ranked): JudgedCandidate {
  const { link, source, title, artist, uploader, seconds } = candidate
  return {
    link,
    source,
    title: short(title),
    artist: namesOf(artist),
    uploader: uploader && short(uploader),
    seconds,
    score,
    reasons: reasons.slice(0, MOST_REASONS),
    veto: veto?.because,
  }
}

const namesOf = (artist: Wish['artist']) => artist && short([artist].flat().join(', '))
const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)
