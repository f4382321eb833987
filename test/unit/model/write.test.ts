import { describe, expect, it } from 'vitest'
import {
  decide,
  type FieldWrite,
  type FieldWrites,
  givenIn,
  mergeWrites,
  type RowNow,
  shownValue,
} from '../../../src/model/write.ts'
import fc from '../../support/property.ts'

const OPTIONS = ['a', 'b', 'c', 'd']
const optionWrite = fc
  .record({ add: fc.subarray(OPTIONS), remove: fc.subarray(OPTIONS) })
  .map(({ add, remove }) => ({ how: 'options' as const, add, remove: remove.filter(one => !add.includes(one)) }))

/** What a cell holds after a write of options. */
function cellAfter(now: readonly string[], write: FieldWrite | undefined): Set<string> {
  if (write?.how !== 'options') return new Set(now)
  return new Set([...now.filter(one => !write.remove.includes(one)), ...write.add])
}

describe('two writes as one', () => {
  it('leave the cell as both would, one after the other', () => {
    fc.assert(
      fc.property(optionWrite, optionWrite, fc.subarray(OPTIONS), (first, second, now) => {
        const merged = mergeWrites({ tags: first }, { tags: second })
        const both = cellAfter([...cellAfter(now, first)], second)
        expect([...cellAfter(now, merged.tags)].sort()).toEqual([...both].sort())
      }),
    )
  })

  it('have the later value of each field, and every field of both', () => {
    const earlier: FieldWrites = { tempo: { how: 'fill', value: 1 }, key: { how: 'fill', value: 'A minor' } }
    const later: FieldWrites = { tempo: { how: 'fill', value: 2, wasSet: true }, title: { how: 'fill', value: 'x' } }
    expect(mergeWrites(earlier, later)).toEqual({ ...earlier, ...later })
  })

  it('move from where the first began', () => {
    const merged = mergeWrites(
      { status: { how: 'move', from: 'Ready', value: 'In Progress' } },
      { status: { how: 'move', from: 'In Progress', value: 'Completed' } },
    )
    expect(merged).toEqual({ status: { how: 'move', from: 'Ready', value: 'Completed' } })
  })
})

describe('a value for people', () => {
  it.each([
    [null, 'empty'],
    [['a', 'b'], 'a, b'],
    [true, 'true'],
    ['x'.repeat(500), `${'x'.repeat(119)}…`],
  ] as const)('%j', (value, shown) => expect(shownValue(value)).toBe(shown))
})

describe('a field that decides over the whole write', () => {
  const writes: FieldWrites = {
    link: { how: 'fill', value: 'found', decides: true },
    downloaded: { how: 'fill', value: true },
  }
  const rowWith = (link: string): RowNow => ({
    inTrash: false,
    takes: () => true,
    isEmpty: field => field !== 'link' || link === '',
    holds: (field, value) => field === 'link' && link === value,
    options: () => [],
    hasRoom: () => true,
    shown: () => link,
  })

  it.each([
    ['', { isOutdated: false, values: { link: 'found', downloaded: true } }],
    ['found', { isOutdated: false, values: { downloaded: true }, already: ['link'] }],
    ['a person’s', { isOutdated: true, values: {} }],
  ] as const)('the cell holds "%s"', (link, decision) =>
    expect(decide(writes, rowWith(link), () => undefined)).toMatchObject(decision),
  )

  it('is looked at until the write is made', () => expect(givenIn(writes)).toEqual(['link']))
})
