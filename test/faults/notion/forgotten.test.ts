// A person says beside a program that runs that a column is meant to be gone: it goes on without.

import { expect, it } from 'vitest'
import { Environment } from '../../../src/errors.ts'
import { KNOWN_COLUMNS } from '../../../src/notion/known-columns.ts'
import { openTracks } from '../../../src/notion/tracks.ts'
import { memoryOf, openNotionServer } from '../../support/notion-server.ts'

it('D19 a column that was taken away is missed until what was known of the columns is forgotten', async () => {
  await using server = await openNotionServer()
  const source = await server.sourceOf(server.ids.tracks)
  const memory = memoryOf()
  const tracks = await openTracks(server.open({ memory, lookAgainMs: 0 }), server.ids.tracks)
  await server.add(source, { URL: { url: 'https://example.org/song.mp3' } })
  await server.call(`PATCH data_sources/${source}`, { properties: { Tempo: null } })
  for (const _ of [1, 2]) await expect(tracks.listWanting({})).rejects.toBeInstanceOf(Environment)
  for (const name of memory.kept.keys()) if (name.startsWith(KNOWN_COLUMNS)) memory.kept.delete(name)
  expect(await tracks.listWanting({})).toHaveLength(1)
  expect(tracks.absent).toContain('tempo')
  await server.call(`PATCH data_sources/${source}`, { properties: { Camelot: null } })
  await expect(tracks.listWanting({})).rejects.toBeInstanceOf(Environment)
})
