import { describe, expect, it } from 'vitest'
import { isMatch, pathOf } from '../../../../src/workspace/switches/path-match.ts'
import { readRules, readSettings } from '../../../../src/workspace/switches/settings.ts'

describe('settings', () => {
  it('are off when nothing is said', () => {
    expect(readSettings({})).toEqual({
      rateLimits: { windowMs: 60_000, endpoints: [] },
      overload: { next: 0, share: 0, retryAfter: 5 },
      lagMs: 0,
      faults: [],
      webhook: { delayMs: 1000, retryMs: 16_000, shuffle: false, duplicate: 0, drop: 0 },
    })
  })

  it('retry a webhook for about a day', () => {
    const { retryMs } = readSettings({}).webhook
    const hours = [0, 1, 2, 3, 4, 5, 6].reduce((sum, power) => sum + retryMs * 4 ** power, 0) / 3_600_000
    expect(hours).toBeGreaterThan(23)
    expect(hours).toBeLessThan(25)
  })

  it.each<[string, unknown, string]>([
    ['an unknown field', { lag: 5 }, 'body: Unrecognized key: "lag"'],
    ['a wrong kind', { faults: [{ fault: { kind: 'latte' } }] }, 'body.faults[0].fault.kind: '],
    ['a wrong share', { webhook: { drop: 2 } }, 'body.webhook.drop: '],
    [
      'a wrong expression',
      { faults: [{ match: { path: '(' }, fault: { kind: 'cut' } }] },
      'body.faults[0].match.path: ',
    ],
    ['a status that is none', { faults: [{ fault: { kind: 'html', status: 200 } }] }, 'body.faults[0].fault.status: '],
    [
      'a header that is none',
      { faults: [{ fault: { kind: 'html', status: 502, headers: { 'a b': '' } } }] },
      'body.faults[0].fault.headers',
    ],
    ['no object', [], 'body: Invalid input: expected object'],
    ['two faults at once', { lagMs: -1, overload: { next: 0.5 } }, '; body.lagMs: '],
  ])('name %s', (_name, given, said) => {
    expect(() => readSettings(given)).toThrow(said)
  })

  it('take one rule or several', () => {
    const rule = { fault: { kind: 'committed' } }
    expect(readRules(rule)).toEqual([{ match: {}, fault: { kind: 'committed' } }])
    expect(readRules([rule, rule])).toHaveLength(2)
    expect(() => readRules([rule, { times: 0, fault: { kind: 'cut' } }])).toThrow('body[1].times: ')
  })
})

describe('a match', () => {
  const asked = { method: 'PATCH', path: '/v1/pages/1' }
  it.each([
    [{}, true],
    [{ method: 'PATCH' }, true],
    [{ method: 'GET' }, false],
    [{ path: '/v1/pages' }, true],
    [{ path: '/pages/' }, true],
    [{ path: '/pages$' }, false],
    [{ path: 'pages/\\d$' }, true],
    [{ path: '^pages' }, false],
    [{ method: 'GET', path: '/v1/pages' }, false],
  ])('%j is %s', (match, is) => {
    expect(isMatch(match, asked)).toBe(is)
  })

  it('sees a doubled slash as one', () => {
    expect(pathOf('http://x//v1//pages?a=//b')).toBe('/v1/pages')
  })
})
