// A plan of `dedupe` in words, for the table and for the page.

import { counted } from '../../model/counted.ts'
import { actionsOf, whyItStays } from '../../model/dedupe/actions.ts'
import { exactQuality } from '../../model/dedupe/keeper.ts'
import type { DedupeCopy, DedupeGain, DedupeGroup, DedupePlan } from '../../model/dedupe/plan.ts'
import { clock } from '../progress.ts'

export interface Sums {
  groups: number
  rows: number
  files: number
  items: number
  bytes: number
}

export function sumsOf({ groups }: DedupePlan): Sums {
  const removals = groups.flatMap(group => group.removals)
  const count = (what: string) => removals.filter(removal => removal.what === what).length
  const bytesAt = new Map(
    groups.flatMap(({ copies }) => copies.flatMap(({ files }) => files)).map(f => [f.path, f.bytes]),
  )
  const bytes = removals.reduce((sum, one) => sum + (one.what === 'file' ? (bytesAt.get(one.path) ?? 0) : 0), 0)
  return { groups: groups.length, rows: count('row'), files: count('file'), items: count('item'), bytes }
}

/** `2 rows to Notion’s trash, 6 files (61.3 MB) to the library’s` */
export function sumWords({ rows, files, items, bytes }: Sums): string {
  const parts = [
    rows > 0 && `${counted(rows, 'row')} to Notion’s trash`,
    files > 0 && `${counted(files, 'file')} (${megabytes(bytes)}) to the library’s trash`,
    items > 0 && `${counted(items, 'item')} to Eagle’s trash`,
  ]
  return parts.filter(Boolean).join(', ') || 'nothing'
}

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
export const percent = (share: number) => `${(Math.floor(1000 * share) / 10).toFixed(1)} %`

/** `row, flac 16 bits 44.1 kHz, 3:07, m4a wav aiff, 12 cells and tags` */
export function copyWords(copy: DedupeCopy): string {
  const kind = copy.page ? 'row' : copy.item ? 'Eagle item' : 'files'
  const formats = [...new Set(copy.files.map(({ format }) => format))].join(' ')
  const bytes = copy.files.reduce((sum, file) => sum + file.bytes, 0)
  return [
    kind,
    exactQuality(copy.quality),
    copy.isChanged ? 'a file is not as it was made: measured anew' : undefined,
    clock(Math.round(copy.seconds)),
    `${formats} ${megabytes(bytes)}`,
    `${counted(copy.tags, 'cell')} and tags`,
  ]
    .filter(word => word !== undefined)
    .join(', ')
}

export interface Member {
  copy: DedupeCopy
  isKeeper: boolean
  /** `98.3 % agree, 0.1 s longer` */
  evidence?: string
  /** Why it is not put away. */
  stays?: string
}

export function membersOf({ copies, keeper: id, evidence }: DedupeGroup): Member[] {
  const keeper = copies.find(copy => copy.id === id)
  return copies.map(copy => {
    const found = evidence.find(one => one.copy === copy.id)
    return {
      copy,
      isKeeper: copy === keeper,
      evidence:
        found && `${percent(found.agreement)} agree, ${longer(found.deltaSeconds)}${later(found.offsetSeconds)}`,
      stays: keeper && copy !== keeper ? whyItStays(copy, keeper) : undefined,
    }
  })
}

const longer = (seconds: number) =>
  seconds === 0 ? 'equally long' : `${Math.abs(seconds)} s ${seconds > 0 ? 'longer' : 'shorter'}`
const later = (seconds: number) =>
  seconds === 0 ? '' : `, begins ${Math.abs(seconds)} s ${seconds > 0 ? 'later' : 'earlier'}`

const SHOWN = 80

export function gainWords(gain: DedupeGain): string {
  const text = gain.how === 'fill' ? String(gain.value) : gain.values.join(', ')
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text
  return gain.how === 'fill' ? `${gain.field}: ${short}` : `${gain.field}: +${short}`
}

/** What stays of copies that go, and why: files outside the library are named only. */
export function leftFiles({ copies, keeper }: DedupeGroup): string[] {
  const going = new Set(actionsOf({ copies, keeper }).removals.map(({ copy }) => copy))
  return copies
    .filter(({ id }) => going.has(id))
    .flatMap(({ files, item }) =>
      item ? [] : files.flatMap(({ path, stays }) => (stays ? [`${path}: ${stays}`] : [])),
    )
}
