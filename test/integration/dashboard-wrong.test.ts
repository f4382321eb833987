// Wrong requests to the dashboard's API: one shape of answer, with what was expected, in words of our own.

import { expect, it, onTestFinished } from 'vitest'
import { BEARER, openDashboardPlace } from '../support/dashboard-place.ts'

async function open() {
  const place = await openDashboardPlace()
  onTestFinished(() => place[Symbol.asyncDispose]())
  return {
    ...place,
    said: async (answer: Promise<Response>) => [(await answer).status, await (await answer).json()],
    order: (body: string, type = 'application/json') =>
      fetch(`${place.url}/api/act`, { method: 'POST', body, headers: { ...BEARER, 'content-type': type } }),
  }
}

it('each answer is one sentence that says what was expected', async () => {
  const { get, said } = await open()
  const asked: [string, number, string][] = [
    ['tracks?page=0', 400, 'page: expected at least 1'],
    ['tracks?page=x', 400, 'page: expected a number'],
    ['tracks?q=a&q=b', 400, 'q: expected one text'],
    [`tracks?q=${'x'.repeat(1001)}`, 400, 'q: expected at most 1000 characters'],
    [
      'tracks?state=lost',
      400,
      'state: expected running, queued, later, waiting, review, failed, set aside, ignored, done or skipped',
    ],
    ['runs?before=-1', 400, 'before: expected at least 1'],
    ['runs?outcome=x', 400, 'outcome: expected done, skipped, retry, failed or blocked'],
    ['charts?days=0', 400, 'days: expected at least 1'],
    ['charts?days=1.5', 400, 'days: expected a whole number'],
    ['charts?days=366', 400, 'days: expected at most 365'],
    ['tracks/xyz', 400, 'expected a page id of 32 hex digits'],
    ['tracks/%zz', 400, 'the request is broken: expected an address and a body in the usual form'],
    [`tracks/${'a'.repeat(300)}`, 414, 'expected a shorter address'],
    ['nothing', 404, 'there is nothing here'],
    ['act', 405, 'expected POST'],
  ]
  for (const [path, status, error] of asked) expect(await said(get(`/api/${path}`))).toEqual([status, { error }])
})

it('of many searches at once each is answered, or refused with when to ask again', async () => {
  const { get } = await open()
  const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => get(`/api/tracks?q=${at}`)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(60)
  for (const one of refused) {
    expect(one.headers.get('retry-after')).toBe('1')
    expect(await one.json()).toEqual({ error: 'too much is asked at once: try again in a moment' })
  }
})

it('also of an order', async () => {
  const { order, said, acts } = await open()
  const kinds = 'expected retry, candidate, ignore, unignore, force, pause or resume'
  const given: [string, string][] = [
    ['{', 'the body is no JSON in UTF-8'],
    ['[]', 'the body: expected an object'],
    ['null', 'the body: expected an object'],
    ['{}', `kind: ${kinds}`],
    ['{"kind":"nope"}', `kind: ${kinds}`],
    ['{"kind":"retry"}', 'what: expected one text'],
    ['{"kind":"retry","what":" "}', 'what: expected at least 1 character'],
    ['{"kind":"force","page":"x"}', 'page: expected 32 hex digits (dashes allowed) or a Notion URL'],
    [`{"kind":"candidate","page":"${'0'.repeat(32)}","choice":"1"}`, 'choice: expected a number'],
  ]
  for (const [body, error] of given) expect([body, ...(await said(order(body)))]).toEqual([body, 400, { error }])
  expect(await said(order('x', 'text/xml'))).toEqual([415, { error: 'expected Content-Type: application/json' }])
  expect(acts).toEqual([])
})
