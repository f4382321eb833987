import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../src/sources/csv.ts'
import fc from '../../support/property.ts'

describe('parseCsv', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['a,b', [['a', 'b']]],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,\n,2\n',
      [
        ['a', 'b'],
        ['1', ''],
        ['', '2'],
      ],
    ],
    [
      'a,b\r1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n\n\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '"a","b"\n"1, one","say ""2"""',
      [
        ['a', 'b'],
        ['1, one', 'say "2"'],
      ],
    ],
    [
      'a,b\n"line\r\nbreak",2',
      [
        ['a', 'b'],
        ['line\r\nbreak', '2'],
      ],
    ],
    [
      'a;b;c\n1,5;2;3',
      [
        ['a', 'b', 'c'],
        ['1,5', '2', '3'],
      ],
    ],
    [
      'a\tb\n1, one\t2',
      [
        ['a', 'b'],
        ['1, one', '2'],
      ],
    ],
    [
      '"a;b;c",d\n1,2',
      [
        ['a;b;c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n"",""',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['a,b\n"open, to the end', [['a', 'b'], ['open, to the end']]],
    [
      'a,b\n"x"y,2',
      [
        ['a', 'b'],
        ['xy', '2'],
      ],
    ],
    [
      'a,b\n1 "one",2',
      [
        ['a', 'b'],
        ['1 "one"', '2'],
      ],
    ],
    [',\n', [['', '']]],
  ])('%j', (text, rows) => expect(parseCsv(text)).toEqual(rows))

  it('reads what was written by the rules, whatever it is', () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', 'a', ' ') }))
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    const write = (rows: string[][], end: string) =>
      rows.map(row => row.map(each => `"${each.replaceAll('"', '""')}"`).join(',')).join(end)
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        expect(parseCsv(write(rows, end))).toEqual(rows)
        expect(parseCsv(write(rows, end) + end)).toEqual(rows)
      }),
      { numRuns: 1000 },
    )
  })

  it('a great table does not take long', () => {
    const row = `spotify:track:abc,"A ""song"", with all",${'x'.repeat(200)}\n`
    const before = process.cpuUsage()
    expect(parseCsv(row.repeat(20_000))).toHaveLength(20_000)
    const { user } = process.cpuUsage(before)
    expect(user / 1e6).toBeLessThan(3)
  })
})
