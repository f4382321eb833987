// What is found in a folder, held against what is known of it.

import { describe, expect, it } from 'vitest'
import { byBytes, type Difference, differences, type Found, type Known } from '../../../src/library/walk/compare.ts'
import fc from '../../support/property.ts'

const file = (name: string, bytes = 1, changedAt = 1): Found => ({ name, bytes, changedAt })
const known = (name: string, bytes = 1, isMissing = false): Known => ({ ...file(name, bytes), isMissing })
const told = (found: Parameters<typeof differences>[0], before: Iterable<Known>) => [...differences(found, before)]

describe('found against known', () => {
  it.each<[string, Found[], Known[], Difference[]]>([
    ['nothing on either side', [], [], []],
    ['the same', [file('a'), file('b')], [known('a'), known('b')], []],
    ['one more', [file('a'), file('b')], [known('b')], [{ kind: 'new', ...file('a') }]],
    ['one less', [file('b')], [known('a'), known('b'), known('c')], ['a', 'c'].map(name => ({ kind: 'gone', name }))],
    ['another size', [file('a', 2)], [known('a')], [{ kind: 'changed', ...file('a', 2) }]],
    ['another time', [file('a', 1, 1.5)], [known('a')], [{ kind: 'changed', ...file('a', 1, 1.5) }]],
    ['there again', [file('a')], [known('a', 1, true)], [{ kind: 'back', ...file('a') }]],
    ['there again, otherwise', [file('a', 2)], [known('a', 1, true)], [{ kind: 'changed', ...file('a', 2) }]],
    ['still missing', [], [known('a', 1, true)], []],
  ])('%s', (_, found, before, expected) => expect(told(found, before)).toEqual(expected))

  it('of what could not be looked at, what is known stays', () =>
    expect(told([{ name: 'a', unread: 'EIO' }], [known('a'), known('b')])).toEqual([{ kind: 'gone', name: 'b' }]))

  const names = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), { maxLength: 12 })
  const entry = fc.record({ bytes: fc.nat(1), isMissing: fc.boolean() })

  it('takes each name once, whatever it is made of', () =>
    fc.assert(
      fc.property(names, names, fc.array(entry, { minLength: 12, maxLength: 12 }), (here, before, entries) => {
        const found = here.sort(byBytes).map(name => file(name))
        const rows = before.sort(byBytes).map((name, i) => ({ ...known(name), ...entries[i] }))
        const expected = [
          ...found.flatMap(({ name }) => kindOf(rows.find(row => row.name === name)).map(kind => [name, kind])),
          ...rows.flatMap(({ name, isMissing }) => (here.includes(name) || isMissing ? [] : [[name, 'gone']])),
        ]
        expect(
          told(found, rows)
            .map(({ name, kind }) => [name, kind])
            .sort(),
        ).toEqual(expected.sort())
      }),
    ))

  it('stands in the order of the bytes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(Math.sign(byBytes(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
      }),
    ))
})

function kindOf(row: Known | undefined): Difference['kind'][] {
  if (!row) return ['new']
  if (row.bytes !== 1) return ['changed']
  return row.isMissing ? ['back'] : []
}
