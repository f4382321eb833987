// Writes that meet another one, comments whose answer is lost, and values Notion does not take.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputFault, Transient } from '../../../src/errors.ts'
import { commentOnce } from '../../../src/notion/comment.ts'
import { openTracks, type TrackTable } from '../../../src/notion/tracks.ts'
import { type NotionServer, openNotionServer, refusal, savedThen } from '../../support/notion-server.ts'

const UPDATE = 'PATCH pages/'

let server: NotionServer
let tracks: TrackTable
let id: string
beforeEach(async () => {
  server = await openNotionServer()
  tracks = await openTracks(server.open(), server.ids.tracks)
  id = await server.add(await server.sourceOf(server.ids.tracks), {})
})
afterEach(() => server[Symbol.asyncDispose]())

const conflict = () => refusal(409, 'conflict_error')
const faultOf = (call: Promise<unknown>): Promise<unknown> => call.catch((caught: unknown) => caught)
const person = (tempo: number) => server.call(`PATCH pages/${id}`, { properties: { Tempo: { number: tempo } } })

describe('a write that meets another', () => {
  it('D10 is made again after a look, five times at most', async () => {
    server.next(UPDATE, conflict, 4)
    expect(await tracks.update(id, { tempo: 120 })).toMatchObject({ tempo: 120 })
    expect(server.count(UPDATE)).toBe(5)
    expect(server.count('GET pages/')).toBe(5)
    server.next(UPDATE, conflict, 99)
    expect(await faultOf(tracks.update(id, { tempo: 121 }))).toBeInstanceOf(Transient)
    expect(server.count(UPDATE)).toBe(10)
  })

  it('D10 waits between a quarter of a second and four between its tries', async () => {
    const at: number[] = []
    server.next(
      UPDATE,
      () => {
        at.push(performance.now())
        return conflict()
      },
      2,
    )
    const slow = await openTracks(server.open({ firstWaitMs: undefined }), server.ids.tracks)
    await slow.update(id, { tempo: 120 })
    const waited = (at[1] ?? 0) - (at[0] ?? 0)
    expect(waited).toBeGreaterThanOrEqual(250)
  })

  it.each([
    ['a conflict', conflict],
    ['a cut connection', () => 'cut' as const],
  ])('D10 after %s does not go over what a person wrote meanwhile: it is decided anew', async (_name, reaction) => {
    await tracks.rows.read(id)
    server.next(UPDATE, async () => {
      await person(90)
      return reaction()
    })
    const fault = await faultOf(tracks.rows.write(id, { tempo: 120 }))
    expect(fault).toBeInstanceOf(Transient)
    expect(String(fault)).toContain('tempo was changed by somebody else')
    expect(server.count(UPDATE)).toBe(1)
    expect(await tracks.read(id)).toMatchObject({ tempo: 90 })
  })

  it('D10 is not repeated once a person changed what it was decided by', async () => {
    await tracks.rows.read(id)
    server.next(UPDATE, async () => {
      await server.call(`PATCH pages/${id}`, {
        properties: { 'SoundCloud URL': { url: 'https://soundcloud.com/a/b' } },
      })
      return conflict()
    })
    const fault = await faultOf(tracks.rows.write(id, { tempo: 120 }, ['soundcloudUrl']))
    expect(String(fault)).toContain('soundcloudUrl was changed by somebody else')
    expect(server.count(UPDATE)).toBe(1)
    expect(await tracks.read(id)).toMatchObject({ tempo: undefined, soundcloudUrl: 'https://soundcloud.com/a/b' })
  })

  it('D10 goes on where the person wrote something else', async () => {
    await tracks.rows.read(id)
    server.next(UPDATE, async () => {
      await server.call(`PATCH pages/${id}`, { properties: { Album: { rich_text: [{ text: { content: 'mine' } }] } } })
      return conflict()
    })
    await tracks.rows.write(id, { tempo: 120 })
    expect(await tracks.read(id)).toMatchObject({ tempo: 120, album: 'mine' })
  })
})

describe('a comment', () => {
  const said = async () => {
    const { results } = await server.call(`GET comments?block_id=${id}`)
    return Array.isArray(results) ? results.length : -1
  }

  it.each([
    ['a cut connection', 'cut' as const],
    ['no answer', 'silence' as const],
    ['500', refusal(500, 'internal_server_error')],
  ])('D11 made although %s came is not made again', async (_name, reaction) => {
    const notion = server.open()
    server.next('POST comments', savedThen(reaction))
    await commentOnce(notion, id, 'found, and not written')
    await commentOnce(notion, id, 'found, and not written')
    expect(server.count('POST comments')).toBe(1)
    expect(await said()).toBe(1)
  })

  it('D11 that was not made is made by the next try', async () => {
    const notion = server.open()
    server.next('POST comments', () => 'cut')
    expect(await faultOf(commentOnce(notion, id, 'x'))).toBeInstanceOf(Transient)
    await commentOnce(notion, id, 'x')
    expect(await said()).toBe(1)
  })
})

describe('a value that does not fit', () => {
  it('D12 a text of 300,000 characters is cut with a mark before it is sent, and taken', async () => {
    await tracks.update(id, { summary: 'word '.repeat(60_000) })
    expect(JSON.stringify(await server.call(`GET pages/${id}`))).toContain('… (cut: Notion takes no more)')
  })

  it('D12 101 options are refused before anything is sent: the others would be lost', async () => {
    const tags = Array.from({ length: 101 }, (_, at) => `tag ${at}`)
    expect(await faultOf(tracks.update(id, { tags }))).toBeInstanceOf(InputFault)
    expect(server.count(UPDATE)).toBe(0)
  })

  it('D12 a request that is too large is a fault of that write alone', async () => {
    const long = '🎧'.repeat(50_000)
    const fault = await faultOf(tracks.update(id, { summary: long, title: long, artist: long, album: long }))
    expect(fault).toBeInstanceOf(InputFault)
    expect(await tracks.update(id, { tempo: 99 })).toMatchObject({ tempo: 99 })
  })

  it('D12 a refusal that remains is a fault of that write alone', async () => {
    server.next(UPDATE, () => refusal(400, 'validation_error'))
    expect(await faultOf(tracks.rows.write(id, { tempo: 99 }))).toBeInstanceOf(InputFault)
    await tracks.rows.write(id, { tempo: 99 })
    expect(await tracks.read(id)).toMatchObject({ tempo: 99 })
  })
})
