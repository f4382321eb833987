// Puts better files in the place of a row's files. Begun, it is ended by whoever runs next: forwards, or all as it was.

import { rm } from 'node:fs/promises'
import { failpoint } from '../../failpoint.ts'
import { putBeside, stateOf, swapBack, swapFile } from '../../library/swap.ts'
import type { Log } from '../../log.ts'
import type { FileRecord } from '../../store/journal.ts'
import type { Swap, UpgradePlan } from '../../store/upgrades.ts'
import type { Tools } from '../../tools.ts'
import { EagleWish, importJob } from '../eagle/wish.ts'
import { indexed } from '../recognise/entry.ts'
import type { ByFormat } from '../stage.ts'
import { summaryIn } from '../stages/write-back.ts'

/** @returns false when a file changed meanwhile: then all is as it was */
export async function replaceFiles(plan: UpgradePlan, made: ByFormat<string>, tools: Tools): Promise<boolean> {
  await tools.library.check()
  await tools.store.commit(() => tools.upgrades.begin(plan))
  await failpoint('better.planned')
  for (const swap of plan.swaps) await putBeside(made[swap.format] ?? '', swap)
  await failpoint('better.beside')
  return finishReplacement(plan, tools)
}

/** At start: what a killed run began. */
export async function finishReplacements(tools: Tools, log: Log): Promise<void> {
  const faults: unknown[] = []
  for (const plan of tools.upgrades.unfinished()) {
    try {
      const isDone = await finishReplacement(plan, tools)
      log.info({ track: plan.page, isDone }, 'files that were about to be replaced by better ones')
    } catch (error) {
      faults.push(error) // the next one may lie elsewhere
    }
  }
  if (faults.length > 0) throw faults[0]
}

async function finishReplacement(plan: UpgradePlan, tools: Tools): Promise<boolean> {
  await tools.library.check()
  const states = await Promise.all(plan.swaps.map(stateOf))
  const canBe = !states.includes('changed')
  for (const swap of plan.swaps) await (canBe ? swapFile(swap) : swapBack(swap))
  await failpoint('better.replaced')
  for (const { beside } of plan.swaps) await rm(beside, { force: true })
  if (canBe) await record(plan, tools)
  else await tools.store.commit(() => tools.upgrades.forget(plan.page))
  await failpoint('better.recorded')
  return canBe
}

/** What is known of the files, and all that is told of them, is one commit. */
async function record(plan: UpgradePlan, tools: Tools): Promise<void> {
  const { journal, outbox, queue, upgrades } = tools
  const { page, swaps, written, sharing, measured, asked, says } = plan
  const receipt = { run: `${page} better`, stage: 'write back' }
  await journal.prove(receipt, { written }, () => {
    for (const swap of swaps) journal.recordFile(recordOf(swap, plan))
    index(plan, tools)
    for (const row of [page, ...sharing.map(({ page: other }) => other)]) journal.recordMeasured(row, measured)
    outbox.add({ target: 'tracks', page, fields: written })
    for (const row of sharing) outbox.add({ target: 'tracks', page: row.page, fields: row.written })
    if (plan.forEagle !== undefined) queue.add(eagleJob(plan, tools))
    upgrades.looked(page, { asked, says })
    upgrades.forget(page)
  })
}

const recordOf = ({ path, format, after }: Swap, { page, link }: UpgradePlan) => ({
  path,
  page,
  format,
  sha256: after,
  link,
})

function index({ page, swaps, link, sha256 }: UpgradePlan, { recordings }: Tools): void {
  const [recording] = recordings.findBy({ page })
  if (!recording) return
  const files: Omit<FileRecord, 'page'>[] = swaps.map(({ path, format, after }) => ({
    path,
    format,
    sha256: after,
    link,
  }))
  recordings.put({
    recording: recording.id,
    files: files.flatMap(file => indexed(file) ?? []),
    keys: { links: [link], sha256s: [sha256] },
  })
}

function eagleJob({ page, written, forEagle }: UpgradePlan, { now }: Tools) {
  const wish = EagleWish.parse(forEagle)
  return importJob({ id: page, ...wish }, { wish, at: now().getTime(), summary: summaryIn(written) })
}
