// What a row's tempo and key are worth: a person's stay, ours may be measured anew.

import type { Track } from '../model/track.ts'
import type { Tools } from '../tools.ts'

export function valuesOfPerson(row: Track, outbox: Tools['outbox']): Pick<Track, 'tempo' | 'key'> {
  const { tempo, key } = row
  return {
    tempo: tempo === undefined || outbox.isOurs(row.id, 'tempo', tempo) ? undefined : tempo,
    key: key === undefined || outbox.isOurs(row.id, 'key', key) ? undefined : key,
  }
}
