import { expect, it } from 'vitest'
import { formulaAnswer } from '../../../../src/workspace/formula/result.ts'
import { compute, titleOf } from './compute.ts'

it.each<[string, object]>([
  ['"a"', { type: 'string', string: 'a' }],
  ['""', { type: 'string', string: '' }],
  ['prop("No number")', { type: 'string', string: null }],
  ['1 / 0', { type: 'string', string: null }],
  ['1.5', { type: 'number', number: 1.5 }],
  ['1 > 2', { type: 'boolean', boolean: false }],
  ['today()', { type: 'date', date: { start: '2026-05-14', end: null, time_zone: null } }],
  ['now()', { type: 'date', date: { start: '2026-05-14T16:45:00.000+00:00', end: null, time_zone: null } }],
  ['prop("Tour")', { type: 'date', date: { start: '2026-01-05', end: '2026-03-01', time_zone: null } }],
  ['prop("Tags")', { type: 'string', string: 'rock, opera, ballad' }],
  ['prop("Playlists")', { type: 'string', string: 'Autumn, Berlin, Cellar' }],
  ['prop("Playlists").first()', { type: 'string', string: 'Autumn' }],
  ['prop("People")', { type: 'string', string: 'Ada, Bob' }],
  ['[1, today()]', { type: 'string', string: '1, May 14, 2026' }],
  ['[]', { type: 'string', string: '' }],
])('%s', (expression, expected) => {
  expect(formulaAnswer(compute(expression), titleOf)).toEqual(expected)
})
