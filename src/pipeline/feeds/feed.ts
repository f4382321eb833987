// A feed: a list at a service that tells nobody when it changes. It is asked, in as few requests as can tell.

import type { Wanted } from '../../model/feed.ts'
import type { Find } from '../find-or-create-track.ts'

export interface Feed extends Wanted {
  /** Under which what was seen is kept. */
  name: string
  /** For people. */
  label: string
  lane: 'spotify' | 'soundcloud'
  kind: 'likes' | 'playlists'
  /** Why it is not to be asked now, as far as is known without asking. */
  whyNot(): Promise<string | undefined>
  /** @throws Fault when it cannot be told whether it changed */
  look(mark: unknown, ask: FeedAsk): Promise<FeedLook>
  /** Reads all of what a first look found to be more than it could see. */
  readOn?(mark: unknown, ask: FeedAsk): Promise<FeedLook>
}

export interface FeedAsk {
  signal: AbortSignal
  /** Told of each request that leaves. */
  onSend(): void
  /** Epoch ms. */
  now: number
}

export interface FeedLook {
  /** To be remembered together with what follows from it. */
  mark: unknown
  /** Tracks that are new. */
  finds: readonly Find[]
  /** Playlists that are to be worked on, by their links; `state`: another one is another wish. */
  lists: readonly { link: string; title?: string; state: string }[]
  /** There is more than one look shows: it is read by a job, and nothing is remembered yet. */
  isMore?: boolean
  /** Something of it is another than it was. */
  isChanged: boolean
  /** What cannot be looked at any more, a sentence each. */
  troubles?: readonly string[]
  /** What people should know. */
  says?: string
}
