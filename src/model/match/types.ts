// What the matcher is asked and what it answers.

/** The recording that is looked for, as the row or a catalogue (Spotify, Deezer) names it. */
export interface Wish {
  title: string
  /** One string as a row has it, or one entry for each artist as a catalogue has it. */
  artist?: string | readonly string[]
  album?: string
  seconds?: number
  isrc?: string
  /** The extended mix is wanted; title and length may be those of the usual one. */
  wantsExtended?: boolean
}

/** One result of a search, as its service describes it. */
export interface Candidate {
  link: string
  source: 'soundcloud' | 'youtube' | 'spotify' | 'deezer' | 'web'
  title: string
  /** From the service's own metadata, not from the title. */
  artist?: string | readonly string[]
  /** The account or channel it was put up by. */
  uploader?: string
  album?: string
  /** Of the whole recording, where the service tells it apart from its preview. */
  seconds?: number
  isrc?: string
  /** A channel made by YouTube out of the label's delivery. */
  isTopic?: boolean
  /** The uploader is a record label. */
  isLabel?: boolean
  /** The service vouches that the account is who it says. */
  isVerified?: boolean
  isPreview?: boolean
  isDrm?: boolean
  /** SoundCloud's word for what may be played here. */
  access?: 'playable' | 'preview' | 'blocked'
}

export type Gate = 'playable' | 'preview' | 'title' | 'artist' | 'qualifiers' | 'remixer' | 'duration'

export interface Veto {
  gate: Gate
  /** A sentence for a person: "it is 41 s longer". */
  because: string
}

export interface Ranked {
  candidate: Candidate
  /** 0 to 1; of a vetoed one, how near it came. */
  score: number
  /** What speaks for it and against it, the most important first. */
  reasons: readonly string[]
  /** The first gate it did not pass; it is never taken then. */
  veto?: Veto
}

export interface Answer {
  /** Take it; ask the person; nothing is good enough. */
  kind: 'accept' | 'review' | 'none'
  /** Why, for a person. */
  because: string
  best?: Ranked
  /** All candidates, best first. */
  ranked: readonly Ranked[]
}
