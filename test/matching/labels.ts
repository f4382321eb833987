// The shape of the labelled set. Each line of a family is one pair: its wish and one thing a search might bring.

import type { Candidate, Wish } from '../../src/model/match/types.ts'

/** same: this cut of this mix of this performance; other-version: the same song, not that; other-recording: anything else. */
export type Truth = 'same' | 'other-version' | 'other-recording'

/** Truth, category, title, uploader, seconds, what makes it so, what else the service says. */
export type Line = [
  truth: Truth,
  category: string,
  title: string,
  uploader: string,
  seconds: number | null,
  because: string,
  more?: Partial<Candidate>,
]

export interface Family {
  /** No song stands in both halves of the set. */
  song: string
  wish: Wish
  /** As the service might list them; five or more are also judged as one search. */
  results: readonly Line[]
}

export interface Pair {
  song: string
  wish: Wish
  candidate: Candidate
  truth: Truth
  category: string
  because: string
}

/** Every line of every family, judged alone. */
export const pairsOf = (families: readonly Family[]): Pair[] =>
  families.flatMap(({ song, wish, results }) =>
    results.map(([truth, category, title, uploader, seconds, because, more], index) => ({
      song,
      wish,
      truth,
      category,
      because,
      candidate: {
        link: `https://example.org/${encodeURIComponent(song)}/${index}`,
        source: 'youtube' as const,
        title,
        uploader,
        ...(seconds === null ? {} : { seconds }),
        ...more,
      },
    })),
  )

/** The families that are whole searches. */
export const searchesOf = (families: readonly Family[]): { song: string; wish: Wish; results: Pair[] }[] =>
  families
    .filter(({ results }) => results.length >= 5)
    .map(family => ({ song: family.song, wish: family.wish, results: pairsOf([family]) }))
