// A row without a link finds its recording: searched once, judged by the matcher, and never what was refused before.

import { failpoint } from '../failpoint.ts'
import { chooseMatch } from '../model/match/match.ts'
import type { Answer } from '../model/match/types.ts'
import { blocked, failed, type Outcome } from '../model/outcome.ts'
import { askWhich, offered, sameElsewhere, sayMissed, shown, whyOffered } from '../model/search.ts'
import { inputOf, type Track } from '../model/track.ts'
import type { Tools } from '../tools.ts'
import { keepJudgement } from './keep-judgement.ts'
import { keepSearch, keptSearch } from './kept-search.ts'
import { type Brought, searchSources } from './search-sources.ts'
import { wishOf } from './search-wish.ts'
import type { StageContext, TrackWork } from './stage.ts'

export async function findRecording(work: TrackWork, context: StageContext): Promise<TrackWork | Outcome> {
  const { tools } = context
  const { row, run } = work
  await heedNo(row, tools)
  const kept = keptSearch(run, tools)
  const wish = kept?.wish ?? (await wishOf(row, context))
  if (!wish) return blocked('neither the row nor Spotify says what it is and whose: it waits for a link')
  const refused = tools.searches.refused(row.id)
  const isEnough = kept && (kept.choice !== undefined || !kept.isPartial)
  const brought: Brought = isEnough ? kept : await searchSources(wish, refused, context)
  const answer = chooseMatch(
    wish,
    brought.candidates.filter(({ link }) => !refused.has(link)),
  )
  await keepJudgement(row.id, { wish, answer }, tools)
  if (answer.kind === 'accept' && answer.best) {
    const { candidate: choice, score } = answer.best
    const isPartial = brought.fault !== undefined || (isEnough && kept.isPartial)
    const { candidates } = brought
    await keepSearch(run, { wish, candidates, isPartial, choice, tried: kept?.tried ?? [] }, tools)
    await failpoint('choice.proved')
    const search = { wish, score, elsewhere: sameElsewhere(answer) }
    // what is found may be another row's by the time it is filed
    return { ...work, choice, search, link: choice.link, duplicatesUnknown: true }
  }
  if (brought.fault) throw brought.fault
  return answer.kind === 'review'
    ? askPerson(row, answer, tools)
    : miss(row, sayMissed(answer, said(refused, brought)), tools)
}

/** A person who took the tag off, and changed nothing else, said no to what was offered: for ever. */
async function heedNo(row: Track, { searches, outbox, store }: Tools): Promise<void> {
  const end = searches.lastEnd(row.id)
  if (end?.ended !== 'asked' || end.input !== inputOf(row)) return
  const told = outbox.wrote(row.id, 'tags')
  // a query may show the row as it was before
  const isShown = !outbox.isPending(row.id) && !outbox.isSettling(row.id)
  const isTold = Array.isArray(told) && told.includes(ASKS) && isShown
  if (!isTold || row.tags.includes(ASKS)) return
  await store.commit(() => {
    for (const link of end.links) searches.refuse(row.id, link, 'it was offered, and a person said no')
  })
}

async function askPerson(row: Track, answer: Answer, { searches, store }: Tools): Promise<Outcome> {
  const ranked = offered(answer)
  const links = ranked.map(({ candidate }) => candidate.link)
  const offers = ranked.map(one => ({ shown: shown(one.candidate), because: whyOffered(one) }))
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'asked', links, offered: offers }))
  return failed(askWhich(answer), ASKS)
}

export async function miss(row: Track, text: string, { searches, store }: Tools): Promise<Outcome> {
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'missed', links: [] }))
  return failed(text, 'No_Source')
}

const MOST_SAID = 3

/** What was refused last, and why. */
export function said(refused: ReadonlyMap<string, string>, brought: Pick<Brought, 'candidates'> | undefined): string[] {
  const last = [...refused].slice(-MOST_SAID)
  return last.map(([link, reason]) => {
    const candidate = brought?.candidates.find(one => one.link === link)
    return `${candidate ? shown(candidate) : link}: ${reason}`
  })
}

const ASKS = 'Needs_Review'
