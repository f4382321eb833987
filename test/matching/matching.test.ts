import { describe, expect, it } from 'vitest'
import { CAUTIOUS, figuresOf, judgePairs, judgeSearches, MATCHERS } from '../../scripts/bench/match-figures.ts'
import { holdOut, tune } from './set.ts'

const [ours = () => undefined] = Object.values(MATCHERS)
const shareOf = ({ of, all }: { of: number; all: number }) => of / all

describe.each([
  ['tune', tune],
  ['hold-out', holdOut],
])('matching of the %s half', (_, families) => {
  const pairs = judgePairs(families, ours)

  it('takes one by one: precision 0.99, recall 0.90, no wrong version', () => {
    const { precision, recall, wrongVersions } = figuresOf(pairs)
    expect(wrongVersions).toBe(0)
    expect(shareOf(precision)).toBeGreaterThanOrEqual(0.99)
    expect(shareOf(recall)).toBeGreaterThanOrEqual(0.9)
  })

  it('takes nothing wrong out of a whole search, and finds what is there', () => {
    const { precision, recall, wrongVersions, wrongRecordings } = judgeSearches(families, ours)
    expect([wrongVersions, wrongRecordings]).toEqual([0, 0])
    expect(shareOf(precision)).toBe(1)
    expect(shareOf(recall)).toBeGreaterThanOrEqual(0.9)
  })

  it('takes nothing unasked when the wish says too little and nothing proves it', () => {
    const cautious = pairs.filter(
      ({ pair }) => pair.category === CAUTIOUS && !pair.wish.isrc && pair.wish.artist === undefined,
    )
    expect(cautious.length).toBeGreaterThan(0)
    expect(cautious.filter(({ accepted }) => accepted)).toEqual([])
  })
})
