// What differs between Eagles: folders, covers, names, trash; and many tracks at once.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EagleHouse, openHouse, openUser, PAGE } from '../support/eagle/user.ts'

let house: EagleHouse
let user: ReturnType<typeof openUser>

beforeEach(async () => {
  house = await openHouse()
  user = openUser(house)
})
afterEach(async () => {
  await user[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

const items = () => house.server.main.items
const only = () => {
  expect(items()).toHaveLength(1)
  return items()[0] as (typeof house.server.main.items)[number]
}
const wasOf = ({ files }: { files: { was: string }[] }) => files.map(({ was }) => was)

it('a folder that a person made is taken, however it is written; of ten tracks at once one makes it', async () => {
  const root = house.server.main.addFolder('playlists')
  const tracks = Array.from({ length: 10 }, (_, number) => ({
    pageId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    title: `T${number}`,
    files: [house.file(`t${number}.wav`)],
    playlist: 'New',
  }))
  await Promise.all(tracks.map(track => user.put(track)))
  expect(house.server.main.folders).toMatchObject([{ id: root.id }, { name: 'New', parent: root.id }])
  expect(items()).toHaveLength(10)
  expect(items().every(({ folders }) => folders[0] === house.server.main.folders[1]?.id)).toBe(true)
  for (const track of tracks) await user.put(track)
  expect(items()).toHaveLength(10)
})

it('ten tracks in a row, each with two files, are twenty items in one folder', async () => {
  for (let number = 0; number < 10; number += 1) {
    const done = await user.put({
      pageId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      title: 'Same title',
      files: [house.file(`t${number}.wav`), house.file(`t${number}.aiff`)],
      playlist: 'New',
    })
    expect(wasOf(done)).toEqual(['added', 'added'])
  }
  expect(items()).toHaveLength(20)
  expect(new Set(items().flatMap(({ tags }) => tags.filter(tag => /^track:/.test(tag)))).size).toBe(10)
  expect(house.server.main.folders.map(({ name }) => name)).toEqual(['Playlists', 'New'])
})

it('an old Eagle tells no id of what it adds: the tag does', async () => {
  Object.assign(house.server.state, { version: 'V1', tellsId: false })
  const done = await user.put({ files: [house.file('a.wav'), house.file('a.m4a')] })
  expect(done.files.map(({ id }) => id)).toEqual(items().map(({ id }) => id))
})

it('answers that are nested otherwise are understood', async () => {
  house.server.state.isNested = true
  await user.put({ files: [house.file('a.wav')], playlist: 'One' })
  await user.put({ files: [house.file('a.wav')], playlist: 'One' })
  expect(house.server.main.folders.map(({ name }) => name)).toEqual(['Playlists', 'One'])
})

it('the source may go once the import is over: its copy is whole', async () => {
  const { path } = house.file('a.wav', 'all of it')
  await user.put({ files: [{ path }], title: 'What: a/b?' })
  const copy = join(house.server.main.path, 'images', `${only().id}.info`, 'Some One - What_ a_b_.wav')
  expect(readFileSync(copy, 'utf8')).toBe('all of it')
})

it('a source that is gone before Eagle read it is no success', async () => {
  await user[Symbol.asyncDispose]()
  user = openUser(house, { patience: { appearMs: 200, landMs: 200, lookEveryMs: 1 } })
  const { path } = house.file('a.wav')
  house.server.next('POST /api/v2/item/add', pass => {
    const answer = pass()
    writeFileSync(path, '')
    return answer
  })
  await expect(user.put({ files: [{ path }] })).rejects.toMatchObject({
    errorClass: 'Transient',
    message: expect.stringContaining('does not show it with its'),
  })
})

describe('what only V2 can', () => {
  it('the cover is shown, once, and not over what a person chose', async () => {
    const files = [house.file('a.wav')]
    const picture = house.file('cover.jpg').path
    await user.put({ files, picture })
    await user.put({ files, picture })
    expect(house.server.main.thumbnails).toEqual([{ id: only().id, path: picture }])
  })

  it('a cover that Eagle does not take is a note', async () => {
    house.server.next('POST /api/v2/item/setCustomThumbnail', pass => {
      pass()
      return Response.json({ status: 'error', message: 'no thumbnail' })
    })
    const done = await user.put({ files: [house.file('a.wav')], picture: house.file('cover.jpg').path })
    expect(done.files[0]).toMatchObject({ was: 'added', notes: [expect.stringContaining('no thumbnail')] })
  })

  it('a title that is mended is mended there too, as long as nobody else named it', async () => {
    const files = [house.file('a.wav')]
    await user.put({ files })
    await user.put({ files, title: 'Strobe (Club Edit)' })
    expect(only().name).toBe('Some One - Strobe (Club Edit)')
    only().name = 'Mine'
    await user.put({ files, title: 'Strobe (Dub)' })
    expect(only().name).toBe('Mine')
  })

  it('another playlist is another folder; one that a person took away stays away', async () => {
    const files = [house.file('a.wav')]
    await user.put({ files, playlist: 'One' })
    await user.put({ files, playlist: 'Two' })
    expect(only().folders).toHaveLength(2)
    only().folders = []
    await user.put({ files, playlist: 'Two' })
    expect(only().folders).toEqual([])
  })

  it('what we threw away comes out of the trash', async () => {
    const files = [house.file('a.wav')]
    const { id = '' } = (await user.put({ files })).files[0] ?? {}
    await user.eagle.trash(PAGE, [id], user.signal)
    await user.eagle.restore(PAGE, [id], user.signal)
    expect(only().isDeleted).toBe(false)
    expect(wasOf(await user.put({ files }))).toEqual(['there'])
  })
})

it('V1 cannot take items out of its trash, and says so', async () => {
  house.server.state.version = 'V1'
  const { id = '' } = (await user.put({ files: [house.file('a.wav')] })).files[0] ?? {}
  await user.eagle.trash(PAGE, [id], user.signal)
  await expect(user.eagle.restore(PAGE, [id], user.signal)).rejects.toMatchObject({ errorClass: 'Environment' })
  expect(only().isDeleted).toBe(true)
})
