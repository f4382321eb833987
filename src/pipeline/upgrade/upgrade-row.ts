// One finished row whose source is lossy: a better one is looked for, proved, and put in its place.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isInside } from '../../library/trash.ts'
import { trackKey } from '../../model/job.ts'
import { done, type Outcome, retry, skipped } from '../../model/outcome.ts'
import { inputOf, type Track, whySynced } from '../../model/track.ts'
import type { UpgradePlan } from '../../store/upgrades.ts'
import type { Tools } from '../../tools.ts'
import { keepWaveform } from '../keep-waveform.ts'
import { makeFolder } from '../run-key.ts'
import type { StageContext } from '../stage.ts'
import { hasSum } from '../sums.ts'
import { type Better, findBetter, type LookedForBetter } from './find-better.ts'
import type { Have } from './have.ts'
import { makeFiles } from './make-files.ts'
import { planOf } from './plan-upgrade.ts'
import { replaceFiles } from './replace.ts'

export async function upgradeRow(have: Have, context: StageContext): Promise<Outcome> {
  const { tools } = context
  const dir = join(tools.stagingDir, `better-${have.page}`)
  try {
    await makeFolder(dir)
    const row = await (await tools.tracks()).read(have.page)
    const because = await whyLeft(row, have, tools)
    if (because) return skipped(because)
    const looked = await findBetter(row, have, { ...context, dir: join(dir, 'found') })
    if (!looked.better) return await nothingBetter(have, looked, tools)
    return await replaceBy(looked.better, { row, have, looked, dir }, context)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Its files are only replaced as they were made: a DJ program may keep cue points in them. */
async function whyLeft(row: Track, { files }: Have, tools: Tools): Promise<string | undefined> {
  await tools.library.check()
  if (row.inTrash) return 'the row is in the trash'
  if (!whySynced(row)) return 'the row is not finished any more'
  if (tools.queue.running(trackKey(row.id))) return 'it is being worked on'
  if (tools.outbox.isPending(row.id)) return 'a write to it waits for Notion'
  const undone = tools.undone.find(row.id)
  if (undone && undone.state !== 'undone') return 'it is being taken back'
  for (const { path, sha256 } of files) {
    if (!isInside(tools.library.dir, path)) return `${path} lies outside the library`
    if (!(await hasSum(path, sha256))) return `${path} is not there, or was changed by a person or another program`
  }
  return undefined
}

async function nothingBetter(
  { page }: Have,
  { refused, asked }: LookedForBetter,
  { store, upgrades }: Tools,
): Promise<Outcome> {
  const where = asked.length > 0 ? ` (asked: ${asked.join(', ')})` : ' (SEARCH_SOURCES names no service)'
  const says = refused.length > 0 ? `nothing better was found: ${refused.join('; ')}` : 'nothing better was found'
  await store.commit(() => upgrades.looked(page, { asked, says }))
  return skipped(`${says}${where}`)
}

interface Replacing {
  row: Track
  have: Have
  looked: LookedForBetter
  dir: string
}

async function replaceBy(
  better: Better,
  { row, have, looked, dir }: Replacing,
  context: StageContext,
): Promise<Outcome> {
  const { tools } = context
  const work = await makeFiles(better, { row, have, dir }, context)
  const now = await (await tools.tracks()).read(row.id)
  if (inputOf(now) !== inputOf(row)) return retry('the row was edited meanwhile: it is looked at again')
  const because = await whyLeft(now, have, tools)
  if (because) return skipped(because)
  const plan = await planOf({ ...work, row: now }, { have, better, asked: looked.asked }, context)
  if (!(await replaceFiles(plan, work.outputs, tools)))
    return retry('a file was changed meanwhile: all is as it was, and it is looked at again')
  await keepWaveform(now, better.curves, context)
  return tell(plan, tools)
}

async function tell({ page, swaps, sharing, says }: UpgradePlan, { outbox }: Tools): Promise<Outcome> {
  const delivery = await outbox.deliver(page)
  for (const other of sharing) await outbox.deliver(other.page)
  const files = swaps.map(({ path }) => path)
  if (delivery.kind === 'waits') return done(says, { files, unwritten: delivery.reason })
  const notes =
    delivery.kind === 'written' ? delivery.kept.map(({ field, theirs }) => `${field}: ${theirs} is kept`) : []
  return done(says, { files, notes })
}
