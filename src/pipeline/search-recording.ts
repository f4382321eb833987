// A row without a link finds its recording: searched once, judged by the matcher, and never what was refused before.

import { z } from 'zod'
import { type ErrorTag, InputFault } from '../errors.ts'
import { chooseMatch } from '../model/match.ts'
import type { Answer, Candidate, Wish } from '../model/match-types.ts'
import { blocked, failed, type Outcome } from '../model/outcome.ts'
import { askWhich, offered, sayMissed, shown } from '../model/search.ts'
import { inputOf, type Track } from '../model/track.ts'
import type { Tools } from '../tools.ts'
import { type Brought, searchSources } from './search-sources.ts'
import { wishOf } from './search-wish.ts'
import type { StageContext, TrackWork } from './stage.ts'

const STAGE = 'find source'

/** What a search brought, and what was taken of it: kept so that a restart does not search again. */
const Kept = z.object({
  wish: held<Wish>(),
  candidates: z.array(held<Candidate>()),
  choice: held<Candidate>(),
})

export async function findRecording(work: TrackWork, context: StageContext): Promise<TrackWork | Outcome> {
  const { tools } = context
  const { row, run } = work
  await heedNo(row, tools)
  const kept = keptOf(run, tools)
  const wish = kept?.wish ?? (await wishOf(row, context))
  if (!wish) return blocked('neither the row nor Spotify says what it is and whose: it waits for a link')
  const refused = tools.searches.refused(row.id)
  const brought: Brought = kept ?? (await searchSources(wish, refused, context))
  const answer = chooseMatch(
    wish,
    brought.candidates.filter(({ link }) => !refused.has(link)),
  )
  if (answer.kind === 'accept' && answer.best) {
    const choice = answer.best.candidate
    await tools.journal.prove({ run, stage: STAGE }, { wish, candidates: brought.candidates, choice })
    // what is found may be another row's by the time it is filed
    return { ...work, choice, link: choice.link, duplicatesUnknown: true }
  }
  if (brought.fault) throw brought.fault
  return answer.kind === 'review'
    ? askPerson(row, answer, tools)
    : miss(row, sayMissed(answer, said(refused, brought)), tools)
}

/**
 * After a fault of what was fetched: the recording that was found is never taken for this row again.
 * @returns whether it was the recording's fault; then the run may begin anew with the next candidate
 */
export async function refuseChoice({ row, run }: TrackWork, error: unknown, tools: Tools): Promise<boolean> {
  const kept = keptOf(run, tools)
  if (!kept || !(error instanceof InputFault) || !OF_THE_RECORDING.has(error.tag)) return false
  await tools.store.commit(() => {
    tools.searches.refuse(row.id, kept.choice.link, error.message)
    tools.journal.forgetAll(run, [STAGE])
  })
  return true
}

/** So many candidates were fetched, and each was refused. */
export function giveUp({ row, run }: TrackWork, tools: Tools): Promise<Outcome> {
  const refused = tools.searches.refused(row.id)
  const tried = said(refused, keptOf(run, tools)).join('; ')
  return miss(row, `What was found cannot be used: ${tried}`, tools)
}

const OF_THE_RECORDING: ReadonlySet<ErrorTag> = new Set<ErrorTag>([
  'SC_404',
  'SC_Geo_Blocked',
  'Download_Failed',
  'Not_Audio',
  'Corrupt_Audio',
  'Too_Long',
  'Too_Big',
  'DRM',
  'Preview_Only',
  'Needs_Login',
])

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
  const links = offered(answer).map(({ candidate }) => candidate.link)
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'asked', links }))
  return failed(askWhich(answer), ASKS)
}

async function miss(row: Track, text: string, { searches, store }: Tools): Promise<Outcome> {
  await store.commit(() => searches.end(row.id, { input: inputOf(row), ended: 'missed', links: [] }))
  return failed(text, 'No_Source')
}

const MOST_SAID = 3

/** What was refused last, and why. */
function said(refused: ReadonlyMap<string, string>, brought: Pick<Brought, 'candidates'> | undefined): string[] {
  const last = [...refused].slice(-MOST_SAID)
  return last.map(([link, reason]) => {
    const candidate = brought?.candidates.find(one => one.link === link)
    return `${candidate ? shown(candidate) : link}: ${reason}`
  })
}

function held<T extends object>() {
  return z.custom<T>(value => typeof value === 'object' && value !== null)
}

const keptOf = (run: string, { journal }: Tools) => Kept.safeParse(journal.entry({ run, stage: STAGE })?.data).data

const ASKS = 'Needs_Review'
