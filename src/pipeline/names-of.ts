// What a track is called.

import type { TrackWork } from './stage.ts'

/** The row's own, else the source's. */
export const namesOf = ({ row, source, facts }: TrackWork) => ({
  title: row.title || (source?.title ?? facts?.tags?.title),
  artist: row.artist || (source?.artist ?? facts?.tags?.artist),
})
