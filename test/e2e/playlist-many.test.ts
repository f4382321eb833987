// `orchestrator playlist` with many entries.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListPlace, openListPlace } from '../support/list-place.ts'

let place: ListPlace
beforeEach(async () => {
  place = await openListPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('many entries', () => {
  it('five hundred entries: rows made once, and looked up again in few requests', { timeout: 180_000 }, async () => {
    const id = (n: number) => `spotify:track:T${String(n).padStart(21, '0')}`
    const lines = Array.from({ length: 500 }, (_, n) => `${id(n)},Title ${n},Artist ${n}`)
    const path = await place.put('five.csv', ['Track URI,Track Name,Artist Name(s)', ...lines].join('\n'))
    expect((await place.report(['playlist', path])).text).toMatch(/^five: 500 entries, 500 rows made/)
    const again = await place.report(['playlist', path])
    expect(again.text).toMatch(/^five: 500 entries, 500 rows there/)
    expect(again.requests).toBeLessThan(25)
    expect(new Set((await place.rows()).map(({ cell }) => cell('Title'))).size).toBe(500)
    expect(await place.rows()).toHaveLength(500)
  })
})
