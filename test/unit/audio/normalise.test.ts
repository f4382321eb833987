import { describe, expect, it } from 'vitest'
import { gainTo, louderBy } from '../../../src/audio/normalise.ts'

const measured = (loudness: number | undefined, truePeak: number | undefined) => ({
  seconds: 10,
  missing: [],
  loudness,
  truePeak,
})

describe('the gain to a loudness', () => {
  it.each<[string, number | undefined, number | undefined, number | undefined, number]>([
    ['nothing is asked for', undefined, -9, 0, 0],
    ['quieter', -14, -9.3, 1.2, -4.7],
    ['quieter still, so that no peak is cut', -9, -6.9, 8.6, -9.6],
    ['louder, as far as it goes', -14, -20, -10, 6],
    ['louder, as far as the peaks allow', -14, -20, -4, 3],
    ['peaks that allow nothing', -14, -20, -0.5, 0],
    ['less than is heard', -14, -14.04, -3, 0],
    ['silence', -14, undefined, undefined, 0],
  ])('%s', (_, target, loudness, truePeak, gain) => {
    expect(gainTo(target, measured(loudness, truePeak))).toBeCloseTo(gain, 5)
  })

  it('is told in what the files then measure', () => {
    expect(louderBy(-4.7, measured(-9.3, 1.2))).toMatchObject({ loudness: -14, truePeak: -3.5, seconds: 10 })
  })
})
