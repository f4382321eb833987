// A row that is to be done anew: its tick and its paths go, while they are the program's.

import type { FieldWrites } from '../../model/write.ts'
import type { Tools } from '../../tools.ts'
import { replacing } from './cell-writes.ts'
import type { Looked } from './verify-context.ts'

/** @returns undefined where one of them is a person's, or the track is in Eagle: its file may be taken from there */
export function resetWrites({ seen: { track }, files }: Looked, tools: Tools): FieldWrites | undefined {
  const at = { tools, page: track.id }
  const ticked = track.downloaded ? [replacing(at, 'downloaded', { now: true, value: false })] : []
  const named = files.flatMap(({ field, path, cell }) =>
    field ? [replacing(at, field, { now: cell ?? path, value: null })] : [],
  )
  const writes = [...ticked, ...named]
  const isOurs = writes.every(write => write !== undefined) && !track.eagleId
  return isOurs ? Object.assign({}, ...writes) : undefined
}
