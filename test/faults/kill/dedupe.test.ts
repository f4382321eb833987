// A plan that the program made, applied and taken back by a program that is killed on the way.

import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type DedupePlace, openDedupePlace, type SongRow } from '../../support/applied-place.ts'
import { orchestrator } from '../../support/cli.ts'

const Made = z.object({ file: z.string(), plan: z.object({ groups: z.array(z.unknown()).length(1) }) })
const LABEL = { label: { how: 'fill', value: 'Low Records' } } as const
const MORE = { genre: { how: 'fill', value: 'House' }, tempo: { how: 'fill', value: 120 } } as const

let place: DedupePlace
let songs: SongRow[]
beforeAll(async () => {
  place = await openDedupePlace()
  const one = await place.song({ title: 'Song', seed: 31, cells: MORE })
  songs = [one, await place.song({ title: 'Song', seed: 31, louder: 0.7, cells: LABEL })]
  return () => place[Symbol.asyncDispose]()
}, 60_000)

const run = (args: readonly string[], failpoints = '') =>
  orchestrator(['dedupe', ...args, '--var', place.varDir, '--log-level', 'error'], {
    EAGLE_ENABLED: 'false',
    FAILPOINTS: failpoints,
  })

describe('killed', () => {
  it.each([
    ['dedupe.gained', 'dedupe.back.row'],
    ['dedupe.row', 'trash.moved'],
    ['trash.moved', 'dedupe.back.kept'],
  ])('at %s, and on the way back at %s, it ends the same', { timeout: 120_000 }, async (point, back) => {
    const before = await place.state(songs)
    await place.closed(async () => {
      const { file } = Made.parse(JSON.parse((await run(['--json'])).stdout))
      const apply = ['--apply', file, '--yes-remove', '2']
      expect((await run(['--apply', file])).code).toBe(3)
      expect((await run(apply, `${point}=kill`)).code).toBe(-1)
      expect(await run(apply)).toMatchObject({ code: 0, stderr: '' })
    })
    expect(await (await place.tools.tracks()).read(songs[0]?.page ?? '')).toMatchObject({ label: 'Low Records' })
    const after = await place.state(songs)
    expect(Object.keys(after.files).filter(name => name.startsWith('trash '))).toHaveLength(1)
    expect([Object.keys(after.files), after.journal.flat()].map(({ length }) => length)).toEqual([2, 1])
    expect(after.rows).toHaveLength(1)
    await place.closed(async () => {
      expect((await run(['--undo'], `${back}=kill`)).code).toBe(-1)
      const taken = await run(['--undo', '--json'])
      if (taken.code !== 0) expect(taken.stderr).toContain('no plan was applied') // it was killed at its very end
    })
    await place.tools.outbox.drain(new AbortController().signal)
    expect(await place.state(songs)).toEqual(before)
  })
})
