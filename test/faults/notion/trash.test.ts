// A row into Notion's trash and out of it, with answers that do not come or are broken.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputFault } from '../../../src/errors.ts'
import { openTracks, type TrackTable } from '../../../src/notion/tracks.ts'
import { type NotionServer, openNotionServer, refusal, savedButLate, savedThen } from '../../support/notion-server.ts'

const UPDATE = 'PATCH pages/'

let server: NotionServer
let tracks: TrackTable
let id: string
beforeEach(async () => {
  server = await openNotionServer()
  tracks = await openTracks(server.open(), server.ids.tracks)
  id = (await tracks.create({ title: 'A song', link: 'https://soundcloud.com/a/song' })).id
})
afterEach(() => server[Symbol.asyncDispose]())

describe('the trash', () => {
  it('takes a row and gives it back, each once', async () => {
    for (const inTrash of [true, true, false, false]) {
      await tracks.setTrash(id, inTrash)
      expect((await tracks.read(id)).inTrash).toBe(inTrash)
    }
    expect(server.count(UPDATE)).toBe(2)
  })

  it('is looked at before it is asked again', async () => {
    server.next(UPDATE, savedThen('cut'))
    await tracks.setTrash(id, true)
    server.next(UPDATE, () => refusal(500, 'internal_server_error'))
    await tracks.setTrash(id, false)
    expect([server.count(UPDATE), (await tracks.read(id)).inTrash]).toEqual([3, false])
    server.next(UPDATE, (_asked, pass) => savedButLate(pass))
    await tracks.setTrash(id, true)
    expect([server.count(UPDATE), (await tracks.read(id)).inTrash]).toEqual([4, true])
  })

  it('knows no row that is not there', async () => {
    const gone = id.replace(/^.{8}/, '00000000')
    await expect(tracks.setTrash(gone, true)).rejects.toBeInstanceOf(InputFault)
    expect(server.count(UPDATE)).toBe(0)
  })
})
