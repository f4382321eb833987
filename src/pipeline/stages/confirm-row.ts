// The row is read again right before its results are filed and written: a person's edit wins.

import { retry, skipped } from '../../model/outcome.ts'
import { inputOf, wantsWork } from '../../model/track.ts'
import type { Stage } from '../stage.ts'
import { refuseDuplicate } from './check-duplicate.ts'

export const confirmRow: Stage = {
  name: 'confirm row',
  async run(work, { tools, check, signal }) {
    const tracks = await tools.tracks()
    const claim = work.claim ?? (await tools.claims.take('tracks', work.row.id))
    await claim?.confirm(signal)
    if (work.duplicatesUnknown) await refuseDuplicate(work, tracks)
    const row = await tracks.read(work.row.id)
    if (row.inTrash) return skipped('the row was put in the trash meanwhile: nothing is filed')
    if (inputOf(row) !== inputOf(work.row))
      return retry('the row was edited meanwhile: it runs again with the new input')
    const want = wantsWork({ ...row, tags: [] })
    if (!want.wants) return skipped(`somebody was faster: ${want.because}`)
    check()
    return { ...work, row, duplicatesUnknown: false }
  },
}
