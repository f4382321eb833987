// Is what was fetched there already, by its sound? Asked of the source before files are made of it, and of what was measured
// before anything is filed: then nobody else can file it any more.

import { HEARD_SECONDS } from '../../audio/audio.ts'
import { failpoint } from '../../failpoint.ts'
import type { Outcome } from '../../model/outcome.ts'
import { listenTo } from '../../model/recording/likeness.ts'
import { printOf, WORD_SECONDS } from '../../model/recording/print.ts'
import { type Decision, decide, type Heard, LEAST_SECONDS, type Whole } from '../recognise/decide.ts'
import { entryOf, heardIn, wordsOf } from '../recognise/entry.ts'
import { mergeInto } from '../recognise/merge-row.ts'
import { isWhole, type Owner } from '../recognise/owner.ts'
import { waitFor } from '../recognise/wait.ts'
import { differsLater } from '../same-to-the-end.ts'
import { need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { outputsAreWhole } from '../sums.ts'
import { wordsIn } from '../words-in.ts'

/** Two minutes of the source are decoded for it, less than a tenth of what making files costs. */
export const recogniseSource: Stage = {
  name: 'hear source',
  weight: 0.2,
  async run(work, context) {
    const heard = await heardInSource(work, context)
    if (!heard) return work
    const look = (whole: Whole) => Promise.resolve(decide(work, heard, { tools: context.tools, whole }))
    const decision = await decided(look, { work, heard, context })
    return (await shared(work, decision, context)) ?? work
  },
}

/** What is near is linked and said; the row's recording is its own from here on. */
export const recognise: Stage = {
  name: 'recognise',
  weight: 0.1,
  async run(work, context) {
    const heard = need(heardIn(work), 'measurement')
    const decision = await decided(whole => decideAndReserve(work, heard, { context, whole }), { work, heard, context })
    const outcome = await shared(work, decision, context)
    if (outcome) return outcome
    await failpoint('recording.reserved')
    return decision.kind === 'own' ? { ...work, notes: [...work.notes, ...decision.notes] } : work
  },
  receipt: { fields: ['notes'], holds: outputsAreWhole },
}

async function heardInSource(work: TrackWork, { tools, signal }: StageContext): Promise<Heard | undefined> {
  const source = need(work.source, 'source')
  const facts = need(work.facts, 'facts')
  const seconds = facts.seconds ?? source.promisedSeconds
  if (seconds === undefined || seconds < LEAST_SECONDS) return undefined
  const names = wordsOf(work)
  const isKnown = tools.recordings.findBy({ sha256: source.sha256 }).length > 0
  const print = isKnown ? undefined : await tools.audio.fingerprint(source.path, facts, signal)
  return { words: wordsIn(print), seconds, ...names }
}

/** Found and put in one commit: of two rows that come here at once, one is first. */
function decideAndReserve(
  work: TrackWork,
  heard: Heard,
  { context, whole }: { context: StageContext; whole: Whole },
): Promise<Decision> {
  const { store, recordings, merges } = context.tools
  return store.commit(() => {
    const decision = decide(work, heard, { tools: context.tools, whole })
    if (decision.kind === 'wait') merges.giveBack(work.row.id)
    if (decision.kind !== 'own') return decision
    const id = recordings.put(entryOf(work, context.tools, decision.recording))
    for (const match of decision.near) recordings.linkVersions(id, match)
    merges.reserve(id, work.row.id)
    return decision
  })
}

/** Files are looked at and heard between commits, and then it is decided anew. */
async function decided(look: (whole: Whole) => Promise<Decision>, fetched: Fetched): Promise<Decision> {
  const whole = new Map<string, boolean | string>()
  for (;;) {
    const decision = await look(whole)
    if (decision.kind !== 'look') return decision
    const { owner } = decision
    const isThere = await isWhole(owner, fetched.context.tools)
    whole.set(owner.page, (isThere && (await whyUnlike(owner, fetched))) || isThere)
  }
}

interface Fetched {
  work: TrackWork
  heard: Heard
  context: StageContext
}

/** Beyond what fingerprints tell. */
async function whyUnlike({ files, measured }: Owner, { work, heard, context }: Fetched): Promise<string | undefined> {
  const { tools, signal } = context
  if (Math.max(heard.seconds, measured?.seconds ?? heard.seconds) <= HEARD_SECONDS) return undefined
  const path = files[0]?.path ?? ''
  const kept = measured?.fingerprint ?? (await tools.audio.hear(path, { dir: work.staging, signal })).fingerprint
  const likeness = listenTo(printOf(heard.words)).compare(printOf(wordsIn(kept)))
  const offsetSeconds = (likeness?.offset ?? 0) * WORD_SECONDS
  const begin = { one: need(work.source, 'source').path, other: path, offsetSeconds }
  return differsLater(begin, { audio: tools.audio, signal })
}

async function shared(work: TrackWork, decision: Decision, context: StageContext): Promise<Outcome | undefined> {
  if (decision.kind === 'merge') return mergeInto(work, decision, context)
  if (decision.kind !== 'wait') return undefined
  const because = `the same audio as “${decision.label}”, which is being made`
  return waitFor(work.run, { page: decision.page, because }, context.tools)
}
