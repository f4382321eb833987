// Before a row's results are kept it is read again: a person's edit wins.

import { type Outcome, retry, skipped } from '../model/outcome.ts'
import { inputOf, wantsWork } from '../model/track.ts'
import type { StageContext, TrackWork } from './stage.ts'

export async function confirmInput(
  work: TrackWork,
  { tools, check, signal }: StageContext,
): Promise<TrackWork | Outcome> {
  const claim = work.claim ?? (await tools.claims.take('tracks', work.row.id))
  await claim?.confirm(signal)
  const row = await (await tools.tracks()).read(work.row.id)
  if (row.inTrash) return skipped('the row was put in the trash meanwhile: nothing is filed')
  if (inputOf(row) !== inputOf(work.row)) return retry('the row was edited meanwhile: it runs again with the new input')
  const want = wantsWork({ ...row, tags: [] })
  if (!want.wants) return skipped(`somebody was faster: ${want.because}`)
  check()
  return { ...work, row, duplicatesUnknown: false }
}
