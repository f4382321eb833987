import { describe, expect, it } from 'vitest'
import type { TrackLine, TrackSort } from '../../../../src/web/dashboard/api.ts'
import { openLines } from '../../../../src/web/dashboard/tracks/lines.ts'
import fc from '../../../support/property.ts'

const lineOf = (id: string, more: Partial<TrackLine> = {}): TrackLine => ({
  id,
  title: `Song ${id}`,
  state: 'done',
  changedAt: 0,
  formats: [],
  ...more,
})

async function idsIn(lines: TrackLine[], sort: TrackSort, q = ''): Promise<string[]> {
  const held = openLines()
  for (const line of lines) held.put(line.id, line)
  return (await held.page({ sort, q })).items.map(({ id }) => id)
}

describe('lines', () => {
  it('stand in the order that is asked for; what is not known stands at the end, either way round', async () => {
    const lines = [
      lineOf('a', { tempo: 120, camelot: '10A', artist: 'Zoë' }),
      lineOf('b', { tempo: 90, camelot: '2B', artist: 'Älva' }),
      lineOf('c', {}),
      lineOf('d', { tempo: 100, camelot: '2A', artist: 'Émile' }),
    ]
    expect(await idsIn(lines, 'tempo')).toEqual(['b', 'd', 'a', 'c'])
    expect(await idsIn(lines, '-tempo')).toEqual(['a', 'd', 'b', 'c'])
    expect(await idsIn(lines, 'key')).toEqual(['d', 'b', 'a', 'c'])
    expect(await idsIn(lines, 'artist')).toEqual(['b', 'd', 'a', 'c'])
    expect(await idsIn(lines, '-artist')).toEqual(['a', 'd', 'b', 'c'])
  })

  it('are found by words in any order, of any script', async () => {
    const lines = [
      lineOf('a', { title: 'Ocean Drive', artist: 'Duke Dumont' }),
      lineOf('b', { title: '東京事変', artist: '椎名林檎' }),
      lineOf('c', { title: 'Ça Ira', artist: 'Joyce Jonathan' }),
    ]
    expect(await idsIn(lines, 'title', 'dumont oce')).toEqual(['a'])
    expect(await idsIn(lines, 'title', '事変')).toEqual(['b'])
    expect(await idsIn(lines, 'title', 'ca ira')).toEqual(['c'])
    expect(await idsIn(lines, 'title', '  ')).toHaveLength(3)
  })

  it('count their states, whatever is put and taken, and stay sorted', async () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      line: fc.option(
        fc.record({ state: fc.constantFrom('done', 'failed', 'queued'), changedAt: fc.nat(5), settle: fc.boolean() }),
        { nil: undefined },
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), async changes => {
        const held = openLines()
        const model = new Map<string, TrackLine>()
        for (const { id, line } of changes) {
          if (line) model.set(id, lineOf(id, { state: line.state as TrackLine['state'], changedAt: line.changedAt }))
          else model.delete(id)
          held.put(id, model.get(id))
          if (line?.settle) await held.page({})
        }
        const expected = [...model.values()].sort(
          (one, other) => one.changedAt - other.changedAt || (one.id < other.id ? -1 : 1),
        )
        expect((await held.page({ sort: 'changed' })).items).toEqual(expected)
        expect(held.all()).toEqual(expected.reverse())
        for (const state of ['done', 'failed', 'queued'] as const)
          expect(held.count(state)).toBe(expected.filter(line => line.state === state).length)
      }),
      { numRuns: 200 },
    )
  })

  it('of tens of thousands come page by page, each once', async () => {
    const held = openLines()
    const count = 20_010
    for (let number = 0; number < count; number += 1)
      held.put(String(number), lineOf(String(number), { tempo: number % 180, state: number % 3 ? 'done' : 'failed' }))
    const last = await held.page({ sort: 'tempo', page: 401 })
    expect([last.total, last.pages, last.items.length]).toEqual([count, 401, 10])
    expect(last.states).toEqual({ done: 13_340, failed: 6670 })
    const failed = await held.page({ state: ['failed'], q: 'song 2000', page: 1 })
    expect(failed.total).toBe(failed.items.length)
    expect(failed.items.every(({ state }) => state === 'failed')).toBe(true)
  })
})
