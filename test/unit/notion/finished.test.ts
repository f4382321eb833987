import { expect, it } from 'vitest'
import { openFinished } from '../../../src/notion/finished.ts'
import fc from '../../support/property.ts'

const MINUTE = Date.parse('2026-11-21T10:00:00Z')
const timeOf = (minute: number) => new Date(MINUTE + minute * 60_000).toISOString()

/** A database whose rows of one minute come in another order each time, as Notion may give them. */
function tableOf(minutes: readonly number[], random: () => number) {
  const rows = minutes.map((minute, number) => ({ page: { id: `row ${number}`, created_time: timeOf(minute) } }))
  const asked: number[] = []
  const table = {
    async query({ filter, limit }: { filter: (schema: unknown) => { and: object[] }; limit: number }) {
      const since = JSON.stringify(filter({ columns: { downloaded: { id: 'd' } } })).match(
        /"on_or_after":"([^"]+)"/,
      )?.[1]
      asked.push(limit)
      return rows
        .filter(({ page }) => !since || page.created_time >= since)
        .map(row => ({ row, rank: random() }))
        .sort((a, b) => a.row.page.created_time.localeCompare(b.row.page.created_time) || a.rank - b.rank)
        .slice(0, limit)
        .map(({ row }) => row)
    },
  }
  return { table, asked, ids: rows.map(({ page }) => page.id) }
}

it('every finished row comes once, however many were made in one minute', async () => {
  const minutes = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 450 })), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      minutes,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (groups, numbers) => {
        const all = groups.flatMap(([minute, count]) => Array.from({ length: count }, () => minute))
        const { table, ids } = tableOf(all, () => numbers.next().value ?? 0)
        const found: string[] = []
        const toSeen = (rows: { page: { id: string } }[]) => rows.map(({ page }) => ({ track: { id: page.id } }))
        for await (const { track } of openFinished(table as never, toSeen as never).finished()) found.push(track.id)
        expect([...found].sort()).toEqual([...ids].sort())
      },
    ),
    { numRuns: 40, seed: 20_261_121 },
  )
})
