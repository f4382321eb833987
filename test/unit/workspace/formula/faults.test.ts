import { describe, expect, it } from 'vitest'
import { evaluateFormula } from '../../../../src/workspace/formula/evaluate.ts'
import { type Formula, FormulaError, parseFormula } from '../../../../src/workspace/formula/parse.ts'
import type { Value } from '../../../../src/workspace/formula/value.ts'
import fc from '../../../support/property.ts'
import { compute, NOW, PAGE_ID, page } from './compute.ts'

function faultOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof FormulaError) return error.message
    throw error
  }
  return 'no fault'
}

describe('what cannot be read names the place and what was expected', () => {
  it.each([
    ['', 'expected a value, found the end (at character 1)'],
    ['1 +', 'expected a value, found the end (at character 4)'],
    ['1 2', 'expected an operator or the end, found "2" (at character 3)'],
    ['(1', 'expected ")", found the end (at character 3)'],
    ['[1, 2', 'expected "," or "]", found the end (at character 6)'],
    ['[1,]', 'expected a value, found "]" (at character 4)'],
    ['length("a"', 'expected "," or ")", found the end (at character 11)'],
    ['"abc', 'expected a closing quote (at character 1)'],
    ['1 /* 2', 'expected "*/" at the end of the comment (at character 3)'],
    ['1 + #', 'expected a value or an operator, found "#" (at character 5)'],
    ['1 + “a”', 'expected a value or an operator, found "“" (at character 5)'],
    ['a ? b : c', 'expected a value, found "a" (at character 1)'],
    ['true ? 1', 'expected ":", found the end (at character 9)'],
    ['1 < 2 < 3', 'expected "and" or "or" between two comparisons (at character 7)'],
    ['1 == 2 == 3', 'expected "and" or "or" between two comparisons (at character 8)'],
    ['foo(1)', 'expected the name of a function, found "foo" (at character 1)'],
    ['constructor(1)', 'expected the name of a function, found "constructor" (at character 1)'],
    ['"a".toString()', 'expected the name of a function, found "toString" (at character 5)'],
    ['"a".length', 'expected "(", found the end (at character 11)'],
    ['"a".5', 'expected an operator or the end, found ".5" (at character 4)'],
    ['length()', 'expected 1 value for length(), found 0 (at character 1)'],
    ['"a".length(1)', 'expected 1 value for length(), found 2 (at character 5)'],
    ['round(1, 2, 3)', 'expected 1 to 2 values for round(), found 3 (at character 1)'],
    ['max()', 'expected at least 1 value for max(), found 0 (at character 1)'],
    ['prop()', 'expected a value, found ")" (at character 6)'],
    ['prop("a", "b", "c")', 'expected ")", found "," (at character 14)'],
    ['[].first().prop(1)', 'expected the name of a property in quotes, found "1" (at character 17)'],
    ['let("x", 1, 2)', 'expected a name, found a text (at character 5)'],
    ['let(x, 1)', 'expected ",", found ")" (at character 9)'],
    ['let(x, x, 1)', 'expected a value, found "x" (at character 8)'],
    ['let(x, 1, x) + x', 'expected a value, found "x" (at character 16)'],
    ['current + 1', 'expected a value, found "current" (at character 1)'],
    ['[current].map(1)', 'expected a value, found "current" (at character 2)'],
    ['map([index], 1)', 'expected a value, found "index" (at character 6)'],
    ['1e999', 'expected a smaller number (at character 1)'],
    ['{{notion:user:1}}', 'expected a value or an operator, found "{" (at character 1)'],
  ])('%s', (expression, message) => {
    expect(faultOf(() => parseFormula(expression))).toBe(message)
  })
})

describe('what cannot be computed names the function, the place and what was expected', () => {
  it.each([
    ['1 - "a"', 'subtract: expected a number, found a text (at character 3)'],
    ['1 + 2 * true', 'multiply: expected a number, found a boolean (at character 7)'],
    ['now() + 1', 'add: expected a number, found a date (at character 7)'],
    ['-"a"', 'unaryMinus: expected a number, found a text (at character 1)'],
    ['abs([1])', 'abs: expected a number, found a list (at character 1)'],
    ['sum(1, ["a"])', 'sum: expected a number, found a text (at character 1)'],
    ['year("2026")', 'year: expected a date, found a text (at character 1)'],
    ['"a".map(current)', 'map: expected a list, found a text (at character 5)'],
    ['[1, 2].map(current.year())', 'year: expected a date, found a number (at character 20)'],
    ['dateAdd(now(), 1, "fortnights")', /^dateAdd: expected one of years, .*, found "fortnights" \(at character 1\)$/],
    ['dateAdd(now(), "1", "days")', 'dateAdd: expected a number, found a text (at character 1)'],
    ['formatDate(now(), "H", "Mars")', 'formatDate: expected a time zone, found "Mars" (at character 1)'],
    ['name("Ada")', 'name: expected a person, found a text (at character 1)'],
    ['id(1)', 'id: expected a page, found a number (at character 1)'],
    ['"a".prop("B")', 'prop("B"): expected a page, found a text (at character 5)'],
    ['prop("Nowhere")', 'prop("Nowhere"): "Nowhere" is no property (at character 1)'],
    ['if(true, 1 + prop("Nowhere"), 2)', 'prop("Nowhere"): "Nowhere" is no property (at character 14)'],
    ['join(["a"], 1)', 'join: expected a text, found a number (at character 1)'],
    ['test("a", "(")', 'test: expected a regular expression, found "(" (at character 1)'],
  ])('%s', (expression, message) => {
    const fault = faultOf(() => compute(expression))
    if (typeof message === 'string') expect(fault).toBe(message)
    else expect(fault).toMatch(message)
  })
})

const doubled = (first: string, times: number) =>
  `lets(${Array.from({ length: times }, (_, at) => `a${at}, ${at === 0 ? first : `[a${at - 1}, a${at - 1}]`}`).join(', ')}, a${times - 1})`

describe('bounds', () => {
  it.each([
    ['brackets', '('.repeat(101) + 1 + ')'.repeat(101)],
    ['calls', 'abs('.repeat(101) + 1 + ')'.repeat(101)],
    ['signs', `${'- '.repeat(5_000)}1`],
    ['negations', `${'!'.repeat(5_000)}true`],
    ['powers', Array(200).fill('1').join('^')],
    ['choices', `${'true ? 1 : '.repeat(200)}2`],
    ['dots', `1${'.abs()'.repeat(200)}`],
  ])('at most 100 %s inside one another', (_, expression) => {
    expect(faultOf(() => parseFormula(expression))).toMatch(
      /^expected at most 100 things inside one another \(at character \d+\)$/,
    )
  })

  it('takes 90 inside one another', () => {
    expect(compute('abs('.repeat(90) + 1 + ')'.repeat(90))).toBe(1)
    expect(compute(`${'('.repeat(90)}1${')'.repeat(90)}`)).toBe(1)
  })

  it.each([
    ['an expression', `${'1 + '.repeat(6_000)}1`, /at most 20000 characters/],
    ['repeat', 'repeat("ab", 50001)', /^repeat: expected a text of at most 100000 characters/],
    ['padding', 'padStart("a", 10 ^ 9, "b")', /at most 100000 characters/],
    ['a sum of texts', 'let(a, repeat("a", 60000), a + a)', /at most 100000 characters/],
    ['join', 'let(a, repeat("a", 60000), join([a, a], ""))', /at most 100000 characters/],
    ['replaceAll', 'replaceAll(repeat("a", 2000), "a", repeat("b", 100))', /at most 100000 characters/],
    ['a list', doubled('[1, 1]', 40), /expected a shorter list/],
    ['a searched text', 'test(repeat("a", 2001), "a+")', /a text and a pattern of at most 2000 characters/],
    ['a pattern', 'test("a", repeat("a?", 1001))', /a text and a pattern of at most 2000 characters/],
    ['work', 'let(a, split(repeat("a", 100000), ""), a.map(a.includes("b")))', /expected less to compute/],
  ])('of %s', (_, expression, message) => {
    const started = performance.now()
    expect(faultOf(() => compute(expression))).toMatch(message)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it.each([
    ['^(a+)+$', 'a'.repeat(60)],
    ['^(a|a)+$', 'a'.repeat(60)],
    ['a*a*a*a*a*b', 'a'.repeat(1_999)],
    [`${'(a|a)'.repeat(40)}b`, 'a'.repeat(60)],
    ['(x+x+)+y', 'x'.repeat(60)],
  ])('a pattern that would take years is given up, and not tried again: %s', (pattern, text) => {
    const search = `test("${text}!", "${pattern}")`
    const started = performance.now()
    expect(faultOf(() => compute(search))).toMatch(/^test: expected a simpler pattern/)
    const givenUp = performance.now()
    for (let row = 0; row < 100; row += 1) expect(faultOf(() => compute(search))).toMatch(/expected a simpler pattern/)
    expect(givenUp - started).toBeLessThan(5_000)
    expect(performance.now() - givenUp).toBeLessThan(500)
  })
})

const words = fc.constantFrom(
  ...[
    'prop',
    '(',
    ')',
    '"Title"',
    '"',
    '[',
    ']',
    ',',
    '.',
    '+',
    '-',
    '*',
    '/',
    '^',
    '%',
    '!',
    '?',
    ':',
    '==',
    '<',
    'and',
    'not',
    'or',
  ],
  ...[
    'if',
    'let',
    'lets',
    'x',
    'map',
    'filter',
    'sort',
    'current',
    'index',
    'now',
    'length',
    'format',
    'replaceAll',
    'dateAdd',
    'sum',
  ],
  ...[
    '1',
    '0',
    '2.5',
    '1e3',
    'true',
    '/*',
    '*/',
    '\\',
    '{{notion:block_property:a}}',
    '😀',
    '\u0000',
    '"days"',
    '"(a+)+"',
  ],
)
const scope = {
  now: NOW,
  pageId: PAGE_ID,
  prop: (): Value => [1, 'a', undefined, page('a')],
  pageProp: (): Value => 'cell',
  titleOf: () => 'title',
}

describe('whatever is written', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(words, { maxLength: 40 }).map(parts => parts.join('')),
    fc.array(words, { maxLength: 40 }).map(parts => parts.join(' ')),
  )

  it('is read, or refused with a FormulaError; and computed, or refused with one', () => {
    fc.assert(
      fc.property(texts, expression => {
        const formulas: Formula[] = []
        const fault = faultOf(() => formulas.push(parseFormula(expression)))
        for (const formula of formulas) faultOf(() => evaluateFormula(formula, scope))
        expect(formulas.length === 1).toBe(fault === 'no fault')
      }),
      { numRuns: 3_000 },
    )
  })
})
