import { expect, it } from 'vitest'
import { FUNCTIONS } from '../../../../src/workspace/formula/functions.ts'
import { FormulaError } from '../../../../src/workspace/formula/parse.ts'
import fc from '../../../support/property.ts'
import { compute } from './compute.ts'

const values = fc.constantFrom(
  ...[
    '1',
    '-2.5',
    '0',
    '""',
    '"ab"',
    '"2026-05-14"',
    '"days"',
    'true',
    'false',
    '[]',
    '[3, 1, 2]',
    '["b", "a"]',
    '[[1], "x"]',
  ],
  ...['now()', 'today()', 'prop("Tour")', 'prop("No date")', 'prop("Owner")', 'prop("People")', 'prop("Playlists")'],
  ...['prop("No number")', 'prop("No playlists")'],
)
const names = fc.constantFrom(...FUNCTIONS.keys())

it('every function takes every value, in both forms alike, or refuses it with a FormulaError', () => {
  fc.assert(
    fc.property(names, fc.array(values, { minLength: 1, maxLength: 4 }), (name, args) => {
      const [first, ...rest] = args
      expect(outcome(`(${first}).${name}(${rest.join(', ')})`)).toEqual(outcome(`${name}(${args.join(', ')})`))
    }),
    { numRuns: 3_000 },
  )
})

function outcome(expression: string): unknown {
  try {
    return compute(expression)
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    return 'refused'
  }
}
