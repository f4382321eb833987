import { expect, it } from 'vitest'
import { retryAfter } from '../../../src/notion/error-answer.ts'

const NOW = Date.UTC(2026, 6, 4, 10)
const httpDate = (ms: number) => new Date(ms).toUTCString()

it.each([
  ['seconds', { 'retry-after': '120' }, {}, 120],
  ['an HTTP date', { 'retry-after': httpDate(NOW + 90_000) }, {}, 90],
  [
    'an HTTP date of a clock that is an hour ahead',
    { 'retry-after': httpDate(NOW + 3_690_000), date: httpDate(NOW + 3_600_000) },
    {},
    90,
  ],
  [
    'an HTTP date of a clock that is an hour behind',
    { 'retry-after': httpDate(NOW - 3_510_000), date: httpDate(NOW - 3_600_000) },
    {},
    90,
  ],
  ['no header, the body', {}, { retry_after: '7' }, 7],
  ['nothing', {}, {}, 60],
  ['nonsense', { 'retry-after': 'soon' }, {}, 60],
  ['none at all', { 'retry-after': '0' }, {}, 1],
  ['a time that is over', { 'retry-after': httpDate(NOW - 5000) }, {}, 1],
  ['a negative number', { 'retry-after': '-5' }, {}, 60],
  ['more than a day, which is for another to judge', { 'retry-after': '1e9' }, {}, 1e9],
])('a wait named by %s', (_form, headers: Record<string, string>, data, seconds) => {
  const header = (name: string) => headers[name]
  expect((retryAfter({ header, data }, NOW) - NOW) / 1000).toBe(seconds)
})
