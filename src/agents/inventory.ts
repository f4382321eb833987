// What is in every agent's boxes at this moment, file by file, beside what is known of its hand-offs.

import type { Handoff, HandoffLimits } from '../model/agents/handoff.ts'
import { ARCHIVE, FAILED, filesOf, PROCESSED } from './boxes.ts'
import type { TriggerFile, Triggers } from './triggers.ts'

export interface AgentInventory {
  folder: string
  /** Trigger files in the inbox. */
  open: number
  /** Those of them that were handed off from here. */
  ours: number
  /** Of an earlier system, or another orchestrator: never sent again. */
  others: number
  /** Of ours: taken up by the agent, and past their time. */
  acknowledged: number
  overdue: number
  /** Milliseconds since the oldest trigger file in the inbox was written. */
  oldestMs?: number
  returns: number
  foreign: number
  broken: number
  processed: number
  failed: number
  archived: number
}

export interface InventoryDeps {
  triggers: Triggers
  handoffs: { open(): Handoff[] }
  handoffLimits: HandoffLimits
  now(): Date
}

export async function takeInventory({
  triggers,
  handoffs,
  handoffLimits,
  now,
}: InventoryDeps): Promise<AgentInventory[]> {
  const files = Map.groupBy(await triggers.inboxes(), ({ folder }) => folder)
  const open = handoffs.open()
  const rows: AgentInventory[] = []
  for (const folder of await triggers.folders()) {
    const [processed, failed, archived] = await Promise.all(
      ([PROCESSED, FAILED, ARCHIVE] as const).map(async box => countOf(await filesOf(triggers.baseDir, folder, box))),
    )
    const inbox = inboxCounts(files.get(folder) ?? [], open, { limits: handoffLimits, now: now().getTime() })
    rows.push({ folder, ...inbox, processed: processed ?? 0, failed: failed ?? 0, archived: archived ?? 0 })
  }
  return rows
}

/** Notes beside them are no files of their own. */
const countOf = (names: readonly string[]) => names.filter(name => !/\.(why\.txt|part)$/.test(name)).length

function inboxCounts(
  files: readonly TriggerFile[],
  open: readonly Handoff[],
  { limits, now }: { limits: HandoffLimits; now: number },
) {
  const kinds = Map.groupBy(files, ({ message }) => message.kind)
  const triggers = kinds.get('trigger') ?? []
  const ours = triggers.flatMap(file => open.find(handoff => handoff.file === file.name) ?? [])
  const isTaken = (handoff: Handoff) =>
    handoff.acknowledgedAt !== undefined ||
    triggers.some(({ name, look }) => name === handoff.file && handoff.look !== '' && look !== handoff.look)
  const times = triggers.map(file => writtenAt(file)).filter(time => time !== undefined)
  return {
    open: triggers.length,
    ours: ours.length,
    others: triggers.length - ours.length,
    acknowledged: ours.filter(isTaken).length,
    overdue: ours.filter(
      each => now - (each.acknowledgedAt ?? each.at) >= (isTaken(each) ? limits.doneMs : limits.ackMs),
    ).length,
    ...(times.length > 0 && { oldestMs: Math.max(0, now - Math.min(...times)) }),
    returns: kinds.get('return')?.length ?? 0,
    foreign: kinds.get('foreign')?.length ?? 0,
    broken: kinds.get('broken')?.length ?? 0,
  }
}

/** As its name says; a copy has another time on the disk. */
function writtenAt({ name, look }: TriggerFile): number | undefined {
  const stamp = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z__/.exec(name)
  if (!stamp) return Number(look.split(' ')[0]) || undefined
  const [, year, month, day, hour, minute, second] = stamp.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}
