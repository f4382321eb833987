import { describe, expect, it } from 'vitest'
import { bpmText, coordinate, figure, signed, timeText } from '../../../src/audio/pictures/figures.ts'
import { scale, timeTicks, valueTicks } from '../../../src/audio/pictures/scales.ts'

describe('figures', () => {
  it.each([
    [0, 0, '0:00'],
    [59.6, 0, '1:00'],
    [187, 0, '3:07'],
    [3750, 0, '1:02:30'],
    [0.522, 2, '0:00.52'],
    [59.999, 2, '1:00.00'],
    [-1, 0, '0:00'],
  ])('%d s with %d decimals is %s', (seconds, decimals, text) => {
    expect(timeText(seconds, decimals)).toBe(text)
  })

  it('minus is a minus, and nothing is minus zero', () => {
    expect([figure(-9.84), figure(-0.04), signed(0.31), signed(-1), signed(-0.01)]).toEqual([
      '−9.8',
      '0.0',
      '+0.3',
      '−1.0',
      '0.0',
    ])
  })

  it('tempi and coordinates are short', () => {
    expect([bpmText(124), bpmText(118.3), bpmText(126.368)]).toEqual(['124', '118.3', '126.37'])
    expect([coordinate(12.04), coordinate(-0.01), coordinate(Number.NaN), coordinate(Infinity)]).toEqual([
      '12',
      '0',
      '0',
      '0',
    ])
  })
})

describe('scales', () => {
  it('places outside are put on the edge', () => {
    const place = scale([10, 20], [100, 0])
    expect([place(10), place(15), place(20), place(0), place(99)]).toEqual([100, 50, 0, 100, 0])
    expect(scale([5, 5], [0, 10])(5)).toBe(0)
  })

  it.each([
    [0.02, '0:00.00', '0:00.02'],
    [2, '0:00.0', '0:02.0'],
    [40, '0:00', '0:40'],
    [240, '0:00', '4:00'],
    [300, '0:00', '5:00'],
    [7200, '0:00', '2:00:00'],
    [100_000, '0:00', '24:00:00'],
  ])('%d s: from %s to %s, never more than eleven', (seconds, first, last) => {
    const ticks = timeTicks(seconds)
    expect([ticks[0]?.text, ticks.at(-1)?.text]).toEqual([first, last])
    expect(ticks.length).toBeGreaterThan(2)
    expect(ticks.length).toBeLessThanOrEqual(11)
    expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length)
  })

  it('nothing has no times', () => {
    expect([timeTicks(0), timeTicks(Number.NaN)]).toEqual([[], []])
  })

  it('values are round', () => {
    expect(valueTicks(116.3, 120.2, 5)).toEqual([117, 118, 119, 120])
    expect(valueTicks(-45, -10, 5)).toEqual([-40, -30, -20, -10])
    expect(valueTicks(0.1, 0.5, 4)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
    expect(valueTicks(3, 3, 5)).toEqual([3])
  })
})
