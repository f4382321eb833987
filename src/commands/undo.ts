// Takes one track's results back, or brings them again.

import { Transient, UsageFault } from '../errors.ts'
import { toPageId } from '../model/page-id.ts'
import { whySynced } from '../model/track.ts'
import { shownValue } from '../model/write.ts'
import { trackColumn } from '../notion/column-names.ts'
import { isNothing, planUndo, requireOutOfTrash } from '../pipeline/undo/plan-undo.ts'
import { requireHanded } from '../pipeline/undo/shared-files.ts'
import { type Ended, redo, requireRedo, undo as takeBack } from '../pipeline/undo/undo.ts'
import type { UndoPlan } from '../store/undone.ts'
import type { Tools } from '../tools.ts'
import { type GlobalFlags, print, type RunningApp, withApp } from './with-app.ts'

export interface UndoFlags extends GlobalFlags {
  page: string
  redo: boolean
}

export function undo(flags: UndoFlags): Promise<number> {
  const page = toPageId(flags.page)
  if (!page) throw new UsageFault(`"${flags.page}" is no page: expected 32 hex digits (dashes allowed) or a Notion URL`)
  return withApp(flags, running => (flags.redo ? bringBack(flags, page, running) : takeAway(flags, page, running)))
}

async function takeAway(flags: UndoFlags, page: string, { app: { tools }, signal }: RunningApp): Promise<number> {
  const before = tools.undone.find(page)
  if (before?.state === 'redoing') throw new UsageFault('it is being brought back: run orchestrator undo --redo first')
  const begun = before?.state === 'undoing' ? { plan: before.plan, stays: [] } : undefined
  if (!begun) requireOutOfTrash((await seen(page, tools)).track)
  if (!flags.dryRun && !begun) await sendFirst(page, tools)
  const row = await seen(page, tools)
  const isBack = before?.state === 'undone' && whySynced(row.track) === undefined
  const { plan, stays } = begun ?? (await planUndo(row, tools, before))
  if (isBack || isNothing(plan)) {
    const text = isBack ? 'It was taken back already.' : 'There is nothing of this program to take back.'
    print(flags, { page, done: false, text, stays }, [text, ...stays.map(stayLine)])
    return 0
  }
  const ended = flags.dryRun ? undefined : await takeBack(plan, { tools, signal })
  const lines = [...planLines(plan, flags.dryRun ? 'would be' : 'is'), ...stays.map(stayLine)]
  const advice = flags.dryRun ? [] : [`Within 30 days it comes back: orchestrator undo ${page} --redo`]
  return printEnd(flags, { plan, stays, ended }, [...lines, ...endLines(ended), ...advice])
}

async function bringBack(flags: UndoFlags, page: string, { app: { tools }, signal }: RunningApp): Promise<number> {
  if (!flags.dryRun) await sendFirst(page, tools) // of a run that was killed, too
  const row = requireRedo(tools.undone.find(page), tools.now().getTime())
  if (row.state === 'undone') {
    requireHanded(row.plan, tools)
    await refuseNewResults(page, tools)
  }
  const ended = flags.dryRun ? undefined : await redo(row, { tools, signal })
  const { label, files } = row.plan
  const word = flags.dryRun ? 'would be' : 'is'
  const lines = [`${label} ${word} brought back`, ...files.map(({ path }) => `  ${path} ${word} back in the library`)]
  return printEnd(flags, { plan: row.plan, stays: [], ended }, [...lines, ...endLines(ended)])
}

/** Another recording may have been found meanwhile. */
async function refuseNewResults(page: string, tools: Tools): Promise<void> {
  const because = whySynced((await seen(page, tools)).track)
  if (because) throw new UsageFault(`the row has other results by now (${because}): take those back first`)
}

/** What was not told to the row yet cannot be told from what a person wrote. */
async function sendFirst(page: string, { outbox }: Tools): Promise<void> {
  const delivery = await outbox.deliver(page)
  if (delivery.kind === 'waits') throw new Transient(`a write to the row waits for Notion first: ${delivery.reason}`)
}

const seen = async (page: string, tools: Tools) => (await tools.tracks()).finishedRows.see(page)

const stayLine = (text: string) => `  stays: ${text}`

function planLines({ label, files, fields, lists, links, eagle }: UndoPlan, word: string): string[] {
  return [
    `${label} ${word} taken back`,
    ...files.map(({ path, kept }) => `  ${path} ${word} moved to ${kept}`),
    ...fields.map(({ field, ours, before }) => `  ${trackColumn(field)}: ${shownValue(ours)} → ${shownValue(before)}`),
    ...lists.map(({ field, added, removed }) =>
      `  ${trackColumn(field)}: ${entries('−', added)}${entries('+', removed)}`.trimEnd(),
    ),
    ...links.map(link => `  never again for this row: ${link}`),
    ...eagle.map(id => `  Eagle’s item ${id} ${word} moved to its trash`),
  ]
}

const entries = (sign: string, names: readonly string[]) => names.map(name => `${sign}${name} `).join('')

function endLines(ended: Ended | undefined): string[] {
  if (!ended) return []
  return [
    ...ended.notes.map(note => `  ${note}`),
    ...(ended.unwritten === undefined ? [] : [`  not written to Notion yet: ${ended.unwritten}`]),
  ]
}

interface End {
  plan: UndoPlan
  stays: readonly string[]
  ended?: Ended | undefined
}

function printEnd(flags: UndoFlags, { plan, stays, ended }: End, lines: readonly string[]): number {
  print(flags, { page: plan.page, done: ended !== undefined, plan, stays, ...ended }, lines)
  return ended?.unwritten === undefined ? 0 : 1
}
