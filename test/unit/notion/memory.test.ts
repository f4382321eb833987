import { describe, expect, it } from 'vitest'
import { openMadeRows } from '../../../src/notion/made-rows.ts'
import { openPauseMemory } from '../../../src/notion/memory.ts'
import { memoryOf } from '../../support/notion-server.ts'

const CONNECTION = { token: 't', baseUrl: 'https://a.b' }
const HOUR = 3_600_000

describe('a pause that is kept', () => {
  it('is not shortened by a later one', () => {
    const pauses = openPauseMemory(memoryOf(), CONNECTION)
    pauses.save({ until: 300_000, reason: 'long' }, 0)
    pauses.save({ until: 5000, reason: 'short' }, 10)
    expect(pauses.load(20)).toEqual({ until: 300_000, reason: 'long' })
    pauses.save({ until: 400_000, reason: 'longer' }, 30)
    expect(pauses.load(399_999)).toEqual({ until: 400_000, reason: 'longer' })
    expect(pauses.load(400_000)).toBeUndefined()
  })

  it('lasts no longer when the clock is set back', () => {
    const pauses = openPauseMemory(memoryOf(), CONNECTION)
    pauses.save({ until: 1000 * HOUR + 60_000, reason: 'a minute' }, 1000 * HOUR)
    expect(pauses.load(10 * HOUR)).toEqual({ until: 10 * HOUR + 60_000, reason: 'a minute' })
  })

  it('is nobody else’s', () => {
    const memory = memoryOf()
    openPauseMemory(memory, CONNECTION).save({ until: HOUR, reason: 'r' }, 0)
    expect(openPauseMemory(memory, { ...CONNECTION, token: 'u' }).load(0)).toBeUndefined()
    expect(openPauseMemory(memory, { ...CONNECTION, baseUrl: 'https://c.d' }).load(0)).toBeUndefined()
  })
})

describe('rows that were made', () => {
  it('are known by their key for ten minutes, also to the next run', () => {
    const memory = memoryOf()
    const made = openMadeRows(memory, 'source')
    made.add('a', '1', 0)
    made.add('b', '2', 60_000)
    expect(made.idsOf('a', 60_000)).toEqual(['1'])
    const next = openMadeRows(memory, 'source')
    next.add('a', '3', 120_000)
    expect(next.idsOf('a', 120_000)).toEqual(['1', '3'])
    expect(next.idsOf('a', 600_000)).toEqual(['3'])
    expect(openMadeRows(memory, 'another').idsOf('a', 120_000)).toEqual([])
  })

  it('are known within a run that keeps nothing', () => {
    const made = openMadeRows({ recall: () => undefined, remember: () => {} }, 'source')
    made.add('a', '1', 0)
    expect(made.idsOf('a', 1)).toEqual(['1'])
  })

  it('that are being made are unclear to the next run until it is known which they are, or that there are none', () => {
    const memory = memoryOf()
    const made = openMadeRows(memory, 'source')
    for (const key of ['a', 'b', 'c']) made.begin(key, 0)
    made.add('a', '1', 1)
    made.end('b', 1)
    const next = openMadeRows(memory, 'source')
    expect(['a', 'b', 'c'].map(key => next.unclearSince(key, 1))).toEqual([undefined, undefined, 0])
    expect(['a', 'b', 'c'].map(key => next.idsOf(key, 1))).toEqual([['1'], [], []])
    expect(next.unclearSince('c', 600_000)).toBeUndefined()
  })
})
