// A file with several names is one: a row's before any other's, and of two rows it is moved for neither.

import type { Tools } from '../../../tools.ts'
import { fileKeySync } from '../real-file.ts'
import type { Found } from './copies.ts'

interface Held {
  copy: Found
  file: Found['files'][number]
  key: string
}

/** Copies that have nothing but other names of what another has are none. */
export function withEachFileOnce(all: readonly Found[], { journal }: Pick<Tools, 'journal'>): Found[] {
  const isOurs = ({ file }: Held) => Number(journal.fileAt(file.path) !== undefined)
  const held = all
    .flatMap(copy => copy.files.map((file): Held => ({ copy, file, key: fileKeySync(file.path) ?? file.path })))
    .sort((a, b) => Number(Boolean(b.copy.row)) - Number(Boolean(a.copy.row)) || isOurs(b) - isOurs(a))
  const byKey = Map.groupBy(held, ({ key }) => key)
  const kept = [...byKey.values()].flatMap(firstNames)
  return all.flatMap(copy => {
    const files = copy.files.flatMap(
      file => kept.find(one => one.file.path === file.path && one.copy === copy)?.file ?? [],
    )
    return files.length > 0 ? [{ ...copy, files }] : []
  })
}

/** Of each row one name; of nothing else where a row has it. */
function firstNames(held: readonly Held[]): Held[] {
  const ofRows = held.filter(({ copy }) => copy.row)
  if (ofRows.length === 0) return held.slice(0, 1)
  const first = ofRows.filter(({ copy }, at) => ofRows.findIndex(other => other.copy === copy) === at)
  if (first.length === 1) return first
  const stays = 'it is the same file as one of another row'
  return first.map(one => ({ ...one, file: { ...one.file, stays: one.file.stays ?? stays } }))
}
