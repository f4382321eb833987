// What agents left in the inboxes: broken files are moved aside, returns that come after the end are taken.

import { FAILED, PROCESSED } from '../agents/boxes.ts'
import type { TriggerFile } from '../agents/triggers.ts'
import { failpoint } from '../failpoint.ts'
import type { Tools } from '../tools.ts'
import { returnKey } from './end-handoff.ts'
import type { CycleReport } from './report.ts'

/** A file may be on its way still. */
const BROKEN_AFTER_MS = 10 * 60_000

/** @returns what is left, and the pages of tasks that a late return told something */
export async function readInboxes(
  tools: Tools,
  report: CycleReport,
): Promise<{ files: TriggerFile[]; told: Set<string> }> {
  const files: TriggerFile[] = []
  const told = new Set<string>()
  for (const file of await tools.triggers.inboxes()) {
    if (await isSetAside(tools, file, report)) continue
    const late = await takeLate(tools, file)
    if (late === 'no') files.push(file)
    else if (late !== 'again') told.add(late.task)
  }
  return { files, told }
}

/** It is not read again, and a person sees why. */
async function isSetAside({ triggers, now }: Tools, file: TriggerFile, report: CycleReport): Promise<boolean> {
  const { message, folder, name } = file
  if (message.kind !== 'broken' || now().getTime() - message.changedAt < BROKEN_AFTER_MS) return false
  const moved = await triggers.move(
    file,
    FAILED,
    'This file is no JSON that can be read. The orchestrator moved it here.',
  )
  if (moved) report.handoffs.push({ id: folder, label: name, text: `it cannot be read: moved to ${folder}/${FAILED}` })
  return true
}

/** A return for a task whose hand-off has ended; of a task that was never handed off from here it is somebody else's. */
async function takeLate(
  { triggers, handoffs, store, outbox }: Tools,
  file: TriggerFile,
): Promise<'no' | 'again' | { task: string }> {
  const task = taskOf(file)
  if (file.message.kind !== 'return' || task === undefined || !handoffs.knows(task)) return 'no'
  const isTaken = handoffs.hasTaken(returnKey(file))
  if (!isTaken && handoffs.openOf(task)) return 'no'
  const { agent = file.folder, summary } = file.message
  const says = `${agent} returned it after its end: ${summary || 'without a summary'}`
  if (!isTaken)
    await store.commit(() => {
      handoffs.takeReturn(returnKey(file), task)
      handoffs.say(task, says)
      outbox.add({ target: 'tasks', page: task, fields: { result: { how: 'fill', value: says } } })
    })
  await failpoint('return.taken')
  await triggers.move(file, PROCESSED, `read by the orchestrator: ${says}`)
  return isTaken ? 'again' : { task }
}

/** The task a return is about. */
export const taskOf = ({ message }: TriggerFile): string | undefined =>
  message.kind === 'return' ? message.task : undefined
