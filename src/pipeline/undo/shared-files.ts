// Files of a row that is taken back and that other rows share: the first of those has them from then on, until it is brought back.

import { UsageFault } from '../../errors.ts'
import { MERGED_TAG } from '../../model/merged.ts'
import type { FieldWrite } from '../../model/write.ts'
import type { UndoPlan } from '../../store/undone.ts'
import type { Tools } from '../../tools.ts'
import { handOver } from '../recognise/part-row.ts'

/** Inside a commit, as below. The row never shares them itself: it was to be rid of them. */
export function handAway({ page, handed }: UndoPlan, tools: Tools): void {
  if (handed.length === 0) return
  const { merges } = tools
  const [heir] = merges.withOwner(page)
  const recording = heir === undefined ? undefined : merges.of(heir)?.recording
  if (heir === undefined || recording === undefined) return
  handOver(page, tools)
  merges.refuse(page, { recording, owner: heir })
}

/** As it was before; where the row that has them got more meanwhile, this one shares them. */
export function handBack({ page, handed, recording }: UndoPlan, tools: Tools): void {
  const { journal, merges } = tools
  const holder = holderOf({ page, handed }, tools)
  if (holder === undefined || recording === undefined) return
  const hasMore = journal.filesOf(holder).some(({ path }) => !handed.some(file => file.path === path))
  if (hasMore) {
    merges.put(page, { recording, owner: holder })
    tag(page, tools)
    return
  }
  for (const file of handed) journal.recordFile({ ...file, page })
  for (const sharing of [...merges.withOwner(holder), holder]) merges.put(sharing, { recording, owner: page })
  tag(holder, tools)
}

/** @throws UsageFault when they were taken back with the row that had them */
export function requireHanded(plan: Pick<UndoPlan, 'page' | 'handed'>, tools: Tools): void {
  if (plan.handed.length > 0 && holderOf(plan, tools) === undefined)
    throw new UsageFault('its files were taken back with another row that shared them: bring that one back first')
}

const holderOf = ({ page, handed }: Pick<UndoPlan, 'page' | 'handed'>, { journal }: Tools): string | undefined =>
  handed.flatMap(({ path }) => journal.fileAt(path)?.page ?? []).find(holder => holder !== page)

function tag(page: string, { outbox }: Tools): void {
  const tags: FieldWrite = { how: 'options', add: [MERGED_TAG], remove: [] }
  outbox.add({ target: 'tracks', page, fields: { tags } })
}
