// Says what Eagle is to hold of the track. The import itself is a job of its own, kept with the row's write: no track waits.

import { keyName } from '../../model/musical-key.ts'
import { eagleWishOf } from '../eagle/wish.ts'
import { namesOf } from '../names-of.ts'
import { valuesOfPerson } from '../person-values.ts'
import type { Stage, StageContext, TrackWork } from '../stage.ts'

export const eagle: Stage = {
  name: 'eagle',
  async run(work, { tools, signal }: StageContext) {
    if (!(await tools.eagle?.isWanted(signal))) return work
    return { ...work, forEagle: await eagleWishOf(tools, rowToBe(work, tools), work.link) }
  },
}

/** The row as it is going to be. */
function rowToBe(work: TrackWork, { outbox }: StageContext['tools']): TrackWork['row'] {
  const { row, measured, found, facts } = work
  const theirs = valuesOfPerson(row, outbox)
  return {
    ...row,
    ...namesOf(work),
    genre: row.genre ?? found?.genre ?? facts?.tags?.genre,
    tempo: theirs.tempo ?? measured?.tempo?.bpm,
    key: theirs.key ?? (measured?.key && keyName(measured.key.key)),
  }
}
