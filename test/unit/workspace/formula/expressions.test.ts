import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { parseFormula } from '../../../../src/workspace/formula/parse.ts'
import type { Value } from '../../../../src/workspace/formula/value.ts'
import fc from '../../../support/property.ts'
import { compute } from './compute.ts'

describe('operators', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 - 2 - 1', 4],
    ['100 / 10 / 5', 2],
    ['7 % 4 * 2', 6],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['--3', 3],
    ['+"42"', 42],
    ['1.5e3 + .5', 1500.5],
    ['2*-3', -6],
    ['1 / 0', undefined],
    ['0 / 0', undefined],
    ['5 % 0', undefined],
    ['(-8) ^ 0.5', undefined],
    ['0.1 + 0.2', 0.1 + 0.2],
    ['"a" + "b" + "c"', 'abc'],
    ['1 + 2 + "a" + 1 + 2', '3a12'],
    ['"is " + true', 'is true'],
    ['prop("No number") + 5', 5],
    ['prop("Tempo") * 2', 288],
    ['"[" + prop("No choice") + "]"', '[]'],
    ['1 < 2', true],
    ['2 <= 2', true],
    ['3 > 4', false],
    ['4 >= 4', true],
    ['"apple" < "pear"', true],
    ['true > false', true],
    ['1 < "2"', false],
    ['"2" > 1', false],
    ['1 == "1"', false],
    ['1 != "1"', true],
    ['0 == false', false],
    ['prop("No choice") == ""', true],
    ['prop("No number") == 0', false],
    ['prop("No number") < 1', false],
    ['[1, "a"] == [1, "a"]', true],
    ['[1, 2] == [2, 1]', false],
    ['[[1], 2] == [1, [2]]', false],
    ['"a" !== "b"', true],
    ['true and false', false],
    ['true && true', true],
    ['false or true', true],
    ['false || false', false],
    ['true or false and false', true],
    ['not true', false],
    ['!false', true],
    ['!!5', true],
    ['not false and false', false],
    ['not 1 == 2', false],
    ['not -1', false],
    ['1 + 1 == 2 and "x" == "x"', true],
    ['true ? "yes" : "no"', 'yes'],
    ['false ? 1 : false ? 2 : 3', 3],
    ['1 > 2 ? "more" : "less"', 'less'],
    ['prop("Title") ? 1 : 0', 1],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })

  it.each([
    ['and(false, 1 / true)', false],
    ['true or 1 / true', true],
    ['if(true, 1, 1 / true)', 1],
    ['false ? 1 / true : 2', 2],
  ])('%s leaves alone what does not count', (expression, expected) => {
    expect(compute(expression)).toBe(expected)
  })
})

describe('writing', () => {
  it.each<[string, Value]>([
    ['"say \\"hi\\"\\n\\t\\\\"', 'say "hi"\n\t\\'],
    ['"\\d"', '\\d'],
    ['"two\nlines"', 'two\nlines'],
    ['/* a */ 1 /* b\n */ + /**/ 2', 3],
    ['  \n\t3\n', 3],
    ['[]', []],
    ['[1, [2, "x"], true]', [1, [2, 'x'], true]],
    ['"x".length()', 1],
    ['5.5.round()', 6],
    ['-5.abs()', -5],
    ['true.not()', false],
    ['(1 + 2).add(3)', 6],
    ['"a".if("b", "c")', 'b'],
    ['1.equal(1).and(2.larger(1))', true],
    ['pi', Math.PI],
    ['e()', Math.E],
    ['let(x, 2, x * x)', 4],
    ['let(radius, 4, round(pi() * radius ^ 2))', 50],
    ['lets(a, "Hello", b, "world", a + " " + b)', 'Hello world'],
    ['lets(base, 3, height, base * 2, base * height / 2)', 9],
    ['lets(a, 1, a)', 1],
    ['lets(a, 1, a, a + 1, a)', 2],
    ['let(e, 5, e) + let(größe_2, 1, größe_2)', 6],
    ['let(x, 1, let(x, 2, x) + x)', 3],
    ['prop("Title")', 'Bohemian Rhapsody'],
    ['prop("say \\"hi\\"")', 'quoted'],
    ['{{notion:block_property:Tempo}} + 1', 145],
    [
      '{{notion:block_property:Not%20done:11111111-2222-3333-4444-555555555555:11111111-2222-3333-4444-666666666666}}',
      false,
    ],
    ['{{notion:block_property:Key:11111111-2222-3333-4444-555555555555}}.length()', 8],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })

  it('names the properties of its own page, each once', () => {
    const { properties } = parseFormula(
      'prop("A") + {{notion:block_property:%3AUPp:11111111-2222-3333-4444-555555555555}} + prop("R").first().prop("X") + prop("A")',
    )
    expect(properties).toEqual(['A', ':UPp', 'R'])
  })

  it('knows whether it uses the time', () => {
    expect(['now()', 'today().year()', '[1].map(now)', '1'].map(each => parseFormula(each).usesNow)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('takes long sums, which are not deep', () => {
    expect(compute(Array(2_000).fill('1').join(' + '))).toBe(2_000)
    expect(compute(Array(2_000).fill('true').join(' and '))).toBe(true)
  })
})

const number = fc.oneof(fc.nat(1_000), fc.double({ min: 0.001, max: 1_000, noNaN: true })).map(String)
const divisor = fc.integer({ min: 1, max: 1_000 }).map(String)

/** Sums and products as text. Only divided by numbers above 0, so that nothing on the way is infinite. */
const { sum } = fc.letrec<{ sum: string; product: string; factor: string }>(tie => ({
  sum: joined(tie('product'), fc.constantFrom(' + ', ' - ', '+ ', '- ')),
  product: fc.oneof(
    joined(tie('factor'), fc.constantFrom(' * ', '*')),
    fc.tuple(tie('factor'), fc.constantFrom(' / ', '% ', '/'), divisor).map(parts => parts.join('')),
  ),
  factor: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'sum' },
    number,
    tie('factor').map(factor => `- ${factor}`),
    tie('factor').map(factor => `+ ${factor}`),
    tie('sum').map(inner => `(${inner})`),
  ),
}))

function joined(part: fc.Arbitrary<string>, signs: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(part, fc.array(fc.tuple(signs, part), { maxLength: 3 }))
    .map(([first, rest]) => first + rest.flat().join(''))
}

it('reckons as JavaScript does', () => {
  fc.assert(
    fc.property(sum, expression => {
      expect(compute(expression)).toBe(runInNewContext(expression))
    }),
    { numRuns: 500 },
  )
})
