// Finished rows of Music Tracks, portion by portion, each with what can be asked of its cells.

import type { Track } from '../model/track.ts'
import { PATH_FIELDS } from '../model/unmeasured.ts'
import type { RowNow } from '../model/write.ts'
import type { PageTable } from './pages.ts'
import { createdSince, type Filter, minuteOf } from './query.ts'
import type { Schema } from './schema.ts'
import type { TrackField } from './track-filters.ts'

export interface SeenTrack {
  track: Track
  now: RowNow
}

export interface FinishedRows {
  /** Rows that say downloaded or name a file, oldest first. */
  finished(): AsyncGenerator<SeenTrack>
  see(id: string): Promise<SeenTrack>
  /** Rows that name one of these files. */
  byPaths(paths: readonly string[]): Promise<Track[]>
}

type Seen = (rows: Awaited<ReturnType<PageTable<TrackField>['query']>>) => SeenTrack[]

const PORTION = 200

export function openFinished(table: PageTable<TrackField>, seen: Seen): FinishedRows {
  /** Rows of one minute may be more than a portion holds: then it grows. Their order among themselves is nobody's promise. */
  async function* finished(): AsyncGenerator<SeenTrack> {
    let since: string | undefined
    let limit = PORTION
    let given = new Set<string>()
    for (;;) {
      const from = since
      const rows = await table.query({ filter: schema => finishedFilter(schema, from), limit })
      yield* seen(rows.filter(({ page }) => !given.has(page.id)))
      const newest = rows.at(-1)
      if (rows.length < limit || newest === undefined) return
      const minute = minuteOf(newest.page.created_time)
      limit = minute === since ? limit * 2 : PORTION
      const ofMinute = rows.filter(({ page }) => minuteOf(page.created_time) === minute).map(({ page }) => page.id)
      given = new Set([...(minute === since ? given : []), ...ofMinute])
      since = minute
    }
  }
  return {
    finished,
    async see(id) {
      const row = await table.read(id)
      const [one] = seen([row])
      if (!one) throw new Error(`the row ${id} cannot be understood`)
      return one
    },
    async byPaths(paths) {
      if (paths.length === 0) return []
      const rows = await table.query({ filter: schema => pathFilter(schema, paths) })
      return seen(rows).map(({ track }) => track)
    },
  }
}

function finishedFilter({ columns }: Schema<TrackField>, since: string | undefined): Filter {
  const { downloaded } = columns
  const ticked = downloaded ? [{ property: downloaded.id, checkbox: { equals: true } }] : []
  const named = PATH_FIELDS.flatMap(field => {
    const column = columns[field]
    return column ? [{ property: column.id, [column.type]: { is_not_empty: true } }] : []
  })
  return { and: [{ or: [...ticked, ...named] }, ...(since === undefined ? [] : [createdSince(since)])] }
}

function pathFilter({ columns }: Schema<TrackField>, paths: readonly string[]): Filter | undefined {
  const named = PATH_FIELDS.flatMap(field => {
    const column = columns[field]
    return column ? paths.map(path => ({ property: column.id, [column.type]: { equals: path } })) : []
  })
  return named.length > 0 ? { or: named } : undefined
}
