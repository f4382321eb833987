// Songs that several machines make: put there, waited for, counted.

import { expect } from 'vitest'
import type { Machines } from './machines.ts'

export async function addSongs({ bench }: Machines, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1)
    ids.push(await bench.addTrack(`song${n}`, bench.media.url(`/song${n}.wav?pitch=${400 + 37 * n}`)))
  return ids
}

export const areDone = async ({ bench }: Machines, ids: readonly string[]): Promise<boolean> =>
  (await Promise.all(ids.map(id => bench.row(id)))).every(({ downloaded }) => downloaded)

export const isHeld = async (machines: Machines): Promise<boolean> => (await machines.tries()).length > 0

export const isCoordinated = async (machines: Machines): Promise<boolean> =>
  (await machines.nodes()).some(({ role }) => role === 'coordinator')

/** Each row has its file, no other is there, and each was told once. */
export async function expectOnce(machines: Machines, ids: readonly string[]): Promise<void> {
  const songs = await machines.songs()
  const own = ids.map(id => songs.filter(name => name.includes(id.replaceAll('-', '').slice(-8))))
  const writes = ids.map(id => machines.bench.writes.filter(line => line === `PATCH /v1/pages/${id}`))
  expect(own.map(({ length }) => length)).toEqual(ids.map(() => 1))
  expect(songs).toHaveLength(ids.length)
  expect(writes.map(({ length }) => length)).toEqual(ids.map(() => 1))
}
