// A recording that was found and turns out to be none: never taken for its row again, and its file set aside.

import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { type ErrorTag, InputFault, messageOf, Refused } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Outcome } from '../model/outcome.ts'
import { type Check, failed, type Proof } from '../model/proof.ts'
import type { Tools } from '../tools.ts'
import { waveformOf } from './keep-waveform.ts'
import { FIND_SOURCE, keepSearch, keptSearch } from './kept-search.ts'
import { setAside, tidyQuarantine } from './quarantine.ts'
import { makeFolder } from './run-key.ts'
import { miss, said } from './search-recording.ts'
import type { StageContext, TrackWork } from './stage.ts'

/** The one that is likeliest, and the next. */
const MOST_CHOICES = 2

type Context = Pick<StageContext, 'tools' | 'log' | 'check'>

/**
 * After a fault of what was fetched: first it is written down, then the file goes out of the way, then the run is as before.
 * @returns whether it was the recording's fault
 */
export async function refuseChoice(start: TrackWork, error: unknown, context: Context): Promise<boolean> {
  const { tools, check } = context
  const { row, run } = start
  const kept = keptSearch(run, tools)
  const fetched = fetchedIn(run, tools)
  if (!kept?.choice || !isOfTheRecording(error, fetched !== undefined)) return false
  check()
  const { link } = kept.choice
  const reason = messageOf(error)
  const why = { page: row.id, title: row.title, artist: row.artist, link, reason, checks: checksOf(error) }
  const refusal = fetched && {
    path: fetched.path,
    why: { ...why, at: tools.now().toISOString(), sha256: fetched.sha256 },
  }
  const tried = [...kept.tried, link]
  await keepSearch(run, { ...kept, choice: undefined, tried, refusal }, tools, () =>
    tools.searches.refuse(row.id, link, reason),
  )
  await failpoint('choice.refused')
  await finishRefusal(start, context)
  return true
}

/** What a refusal, a killed run's too, has left to do. */
export async function finishRefusal({ row, run, staging }: TrackWork, { tools, log }: Context): Promise<void> {
  const kept = keptSearch(run, tools)
  if (!kept || kept.choice) return
  if (kept.refusal) {
    const { path, why } = kept.refusal
    await setAside(tools.quarantineDir, path, why)
    log.info({ track: why.page, link: why.link, reason: why.reason }, 'a file was set aside: it is not the recording')
    await tidyQuarantine(tools.quarantineDir, tools.now().getTime(), log)
  }
  await rm(waveformOf(row, tools), { force: true })
  await rm(staging, { recursive: true, force: true })
  await makeFolder(staging)
  const rest = { ...kept, refusal: undefined }
  await keepSearch(run, rest, tools, () => tools.journal.forgetAll(run, [FIND_SOURCE]))
  await failpoint('choice.forgotten')
}

/** So many candidates were fetched in this run, and each was refused. */
export const isGivenUp = ({ run }: TrackWork, tools: Tools): boolean =>
  (keptSearch(run, tools)?.tried.length ?? 0) >= MOST_CHOICES

export function giveUp({ row, run }: TrackWork, tools: Tools): Promise<Outcome> {
  const tried = said(tools.searches.refused(row.id), keptSearch(run, tools)).join('; ')
  return miss(row, `What was found cannot be used: ${tried}`, tools)
}

const Fetched = z.object({ source: z.object({ path: z.string(), sha256: z.string() }) })

/** @returns undefined where no file was fetched */
const fetchedIn = (run: string, { journal }: Tools) =>
  Fetched.safeParse(journal.entry({ run, stage: 'download' })?.data).data?.source

/** Nothing of it is the row's fault, or the surroundings'. */
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

/** Whoever proves a recording puts the checks into the fault. */
export const notProved = (says: string, tag: ErrorTag, checks: Proof): InputFault =>
  new InputFault(says, tag, { fields: { checks } })

/** Later than the download, what is refused is a place on this machine. */
const isOfTheRecording = (error: unknown, isFetched: boolean): error is InputFault | Refused =>
  (error instanceof Refused && !isFetched) ||
  (error instanceof InputFault && (error.fields.checks !== undefined || OF_THE_RECORDING.has(error.tag)))

const Checks = z.array(z.custom<Check>(value => typeof value === 'object' && value !== null && 'verdict' in value))

/** A file that cannot be read to its end says so itself. */
function checksOf(error: InputFault | Refused): Proof {
  const { data } = Checks.safeParse(error.fields.checks)
  if (data) return data
  if (error.fields.check === 'silence') return [failed('silence', error.message)]
  const isLength = error instanceof InputFault && (error.tag === 'Preview_Only' || error.tag === 'Too_Long')
  return [failed(isLength ? 'length' : 'decode', error.message)]
}
