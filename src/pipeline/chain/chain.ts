// The music sync: place after place is looked at, until one leads to a track that gets done.

import { InputFault, isFault, messageOf } from '../../errors.ts'
import type { HandlerContext } from '../../handler.ts'
import { trackKey } from '../../model/job.ts'
import { done, failed, type Look, type Outcome } from '../../model/outcome.ts'
import { inputOf, sourceLinks, type Track, wantsWork } from '../../model/track.ts'
import { linkKind } from '../../model/url/url.ts'
import type { Tools } from '../../tools.ts'
import { type Find, findOrCreateFound } from '../find-or-create-track.ts'
import { isSearchable, whyNoAudio } from '../search-wish.ts'
import { type ChainLink, chainLinks, nameOf } from './links.ts'
import { openTaking, type Taken } from './take.ts'

/** A sync that meets this many bad rows one after the other says so instead of going on. */
const MOST_FAILURES = 5

interface Walk {
  context: HandlerContext
  take: (row: Track) => Promise<Taken>
  looks: Look[]
  failures: string[]
}

/** @param nextRows the rows that want work; the last place to be looked at */
export async function runChain(context: HandlerContext, nextRows: () => Promise<readonly Track[]>): Promise<Outcome> {
  const walk: Walk = { context, take: openTaking(context), looks: [], failures: [] }
  for (const link of chainLinks(context.tools)) {
    const outcome = await followLink(walk, link)
    if (outcome) return { ...outcome, looks: walk.looks }
  }
  const outcome = await takeNext(walk, await nextRows())
  return { ...outcome, looks: walk.looks }
}

/** A place that cannot be asked is said, and ends nothing. */
async function followLink(walk: Walk, link: ChainLink): Promise<Outcome | undefined> {
  const { context, looks } = walk
  if (link.off !== undefined) return say(context, looks, { at: link.name, state: 'off', text: link.off })
  context.progress('music sync', link.name)
  const asked = await askSafely(context, link)
  if (typeof asked === 'string') return say(context, looks, { at: link.name, state: 'away', text: asked })
  const passed = [...asked.left]
  for (const find of asked.finds) {
    const step = await consider(walk, find)
    if ('outcome' in step) {
      say(context, looks, { at: link.name, state: 'asked', text: [`took ${step.label}`, ...told(passed)].join('; ') })
      return step.outcome
    }
    passed.push(`${nameOf(find)} (${step.passed})`)
  }
  const count = asked.finds.length + asked.left.length
  return say(context, looks, {
    at: link.name,
    state: 'asked',
    text: [count === 0 ? 'nothing' : `${count} found`, ...told(passed)].join('; '),
  })
}

const told = (passed: readonly string[]) => (passed.length > 0 ? [`passed over: ${passed.join('; ')}`] : [])

function say({ log }: HandlerContext, looks: Look[], look: Look): undefined {
  looks.push(look)
  if (look.state === 'away') log.info({ at: look.at, reason: look.text }, 'a source of the music sync is left out')
  else log.note({ ...look }, 'the music sync has looked')
}

/** @returns why it could not be asked */
async function askSafely({ log, signal }: HandlerContext, link: ChainLink) {
  try {
    return await link.ask(signal)
  } catch (error) {
    signal.throwIfAborted()
    if (isFault(error)) return error.message
    log.error({ at: link.name, error }, 'an unexpected fault')
    return `an unexpected fault: ${messageOf(error)}`
  }
}

/** @returns what the sync ends with, or why the find was passed over: that Notion takes no row of it is such a reason */
async function consider(walk: Walk, find: Find): Promise<Taken | { passed: string }> {
  const { tools, signal } = walk.context
  try {
    const row = await findOrCreateFound({ tracks: await tools.tracks(), ledger: tools.ledger }, find)
    if (!row) return { passed: 'its row was removed' }
    const passed = whyNot(tools, row)
    if (passed !== undefined) return { passed }
    const step = await walk.take(row)
    if (step.outcome.kind === 'done' || signal.aborted) return asDone(step)
    return { passed: `${step.outcome.kind}: ${step.outcome.text}` }
  } catch (error) {
    if (error instanceof InputFault) return { passed: error.message }
    throw error
  }
}

/** Why a row cannot be worked on now. */
export function whyNot(tools: Tools, row: Track): string | undefined {
  return tools.outbox.isPending(row.id) ? UNWRITTEN : whyNotWanted(tools, row)
}

export const LEFT_ALONE = 'a person wants it left alone'
export const UNWRITTEN = 'what was done to it waits to be written'

/** The same of a row to which nothing was done that waits to be written. */
export function whyNotWanted(tools: Tools, row: Track): string | undefined {
  const { queue, now, ignored } = tools
  if (ignored.has(row.id)) return LEFT_ALONE
  const before = queue.resting(trackKey(row.id))
  const want = wantsWork(row, before?.state === 'failed' ? before.wish : undefined)
  if (!want.wants) return want.because
  const hasAudio = sourceLinks(row).some(link => linkKind(link) !== 'spotify')
  if (!hasAudio && !isSearchable(row, tools)) return whyNoAudio(tools)
  if (before?.wish !== inputOf(row)) return undefined
  const isLater = before.state === 'delayed' && before.runAt > now().getTime()
  return isLater || before.state === 'quarantined' ? `it waits: ${before.reason}` : undefined
}

/** The last place: what was waiting longest. */
async function takeNext(walk: Walk, rows: readonly Track[]): Promise<Outcome> {
  const { context, looks, failures } = walk
  const look = (text: string) => say(context, looks, { at: 'next row', state: 'asked', text })
  for (const row of rows) {
    const step = await walk.take(row)
    const { outcome, label } = asDone(step)
    if (outcome.kind === 'skipped') continue
    if (outcome.kind !== 'failed') {
      look(`took ${label}`)
      return outcome.kind === 'done' ? { ...outcome, notes: failures } : outcome
    }
    failures.push(`${label} failed: ${outcome.text}`)
    if (failures.length === MOST_FAILURES) break
  }
  look(failures.length > 0 ? failures.join('; ') : 'no track wants work')
  return failures.length > 0 ? failed(failures.join('; ')) : done('no track wants work')
}

/** The sync's own ending, in which the track is named. */
function asDone({ outcome, label }: Taken): Taken {
  if (outcome.kind !== 'done') return { outcome, label }
  return { label, outcome: done(`${label}: ${outcome.text}`, { files: outcome.files }) }
}
