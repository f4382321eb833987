// What Spotify said, kept for as long as it is good, so that nothing is asked twice. It belongs to the account signed in.

import { z } from 'zod'
import type { Store } from '../../store/database.ts'
import type { Ledger } from '../../store/ledger.ts'
import { FoundTrack } from '../found-track.ts'

export interface Cache {
  /** What was kept under the name, if it is younger than `forMs` and still of this form. */
  get<T extends z.ZodType>(name: string, form: T, forMs?: number): z.output<T> | undefined
  put(entries: Readonly<Record<string, unknown>>): void
  /** All of it. */
  clear(): void
}

/** A playlist's tracks; `next` is where its reading was cut off. */
export const KeptPlaylist = z.object({
  snapshot: z.string(),
  title: z.string().optional(),
  total: z.number().optional(),
  tracks: z.array(FoundTrack),
  passedOver: z.array(z.object({ index: z.number(), why: z.string() })),
  next: z.string().optional(),
})
export type KeptPlaylist = z.infer<typeof KeptPlaylist>

/** The newest liked tracks, and how many there are. */
export const KeptLikes = z.object({ total: z.number(), tracks: z.array(FoundTrack) })
export type KeptLikes = z.infer<typeof KeptLikes>

const PREFIX = 'spotify '
const DAY_MS = 86_400_000
/** What Spotify says about itself may be kept for so long. */
const KEPT_MS = 30 * DAY_MS

const Entry = z.object({ at: z.number(), value: z.unknown() })

interface CacheOptions {
  store: Store
  ledger: Ledger
  readOnly: boolean
  now: () => number
}

export function openCache({ store, ledger, readOnly, now }: CacheOptions): Cache {
  let prunedAt = Number.NEGATIVE_INFINITY

  /** What nobody asked for again does not stay. */
  function prune(): void {
    if (now() - prunedAt < DAY_MS) return
    prunedAt = now()
    const old = store.database.prepare(
      "delete from fact where name >= ? and name < ? and json_extract(value, '$.at') < ?",
    )
    old.run(PREFIX, `${PREFIX}\u{10ffff}`, now() - KEPT_MS)
  }

  return {
    get(name, form, forMs = KEPT_MS) {
      const text = ledger.fact(PREFIX + name)
      if (text === undefined) return undefined
      const { at, value } = Entry.parse(JSON.parse(text))
      if (now() - at > forMs) return undefined
      return form.safeParse(value).data
    },
    put(entries) {
      if (readOnly) return
      store.commitNow(() => {
        prune()
        for (const [name, value] of Object.entries(entries))
          ledger.setFact(PREFIX + name, JSON.stringify({ at: now(), value }))
      })
    },
    clear() {
      if (!readOnly) ledger.forgetFacts(PREFIX)
    },
  }
}
