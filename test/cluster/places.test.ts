import { expect, it } from 'vitest'
import { placesForTracks } from '../../src/cluster/machines/watch.ts'

const worker = (concurrency: number, ...kinds: string[]) => ({ concurrency, kinds })
const cluster = (...machines: ReturnType<typeof worker>[]) => ({ last: { machines } })

it('several tracks are begun for each place, so that no machine waits while one is fetched', () => {
  expect(placesForTracks(cluster(worker(1, 'track')), 0)).toBeGreaterThanOrEqual(3)
  const four = cluster(worker(2, 'track', 'library'), worker(2, 'track'))
  expect(placesForTracks(four, 0)).toBe(4 * placesForTracks(cluster(worker(1, 'track')), 0))
})

it('a machine that takes no tracks has no place for one; with none there is still a track that waits', () => {
  const places = placesForTracks(cluster(worker(1, 'track')), 0)
  expect(placesForTracks(cluster(worker(1, 'track'), worker(8, 'library')), 0)).toBe(places)
  expect(placesForTracks(cluster(), 0)).toBe(places)
  expect(placesForTracks(cluster(), 2)).toBe(2 * places)
})
