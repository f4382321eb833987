// What a person may want to hear of, and what is remembered of it.

export interface Cause {
  /** The same for as long as it is the same cause. */
  key: string
  /** A few words. */
  title: string
  /** One sentence. */
  says: string
  /** It happened, and has no end that could be told. */
  isEvent?: boolean
  /** It is told only when it stood for so long, and its end only when that lasted so long. */
  patienceMs?: number
}

export interface KnownCause extends Pick<Cause, 'key' | 'title' | 'says'> {
  stands: boolean
  /** Epoch ms since when it stands, or does not. */
  changedAt: number
  /** What was told last. */
  told: '' | 'began' | 'over'
  /** Epoch ms; 0: never. */
  beganToldAt: number
  overToldAt: number
}
