// A finished track goes into Eagle: once, with its size, its tags and its folder, and what a person does there stays.

import { statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sumOf } from '../../src/durable-file.ts'
import { type EagleHouse, MARK, openHouse, openUser, PAGE } from '../support/eagle/user.ts'

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

const OTHER_PAGE = '00000000-0000-4000-8000-000000000002'
const OTHER_MARK = 'track:00000000000040008000000000000002'
const items = () => house.server.main.items
const only = () => {
  expect(items()).toHaveLength(1)
  return items()[0] as (typeof house.server.main.items)[number]
}
const adds = () => house.server.count('POST /api/v2/item/add') + house.server.count('POST /api/item/addFromPath')
const wasOf = ({ files }: { files: { was: string }[] }) => files.map(({ was }) => was)
const sumTag = async ({ path }: { path: string }) => `fingerprint:${await sumOf(path)}`

describe.each(['V2', 'V1'] as const)('%s', version => {
  beforeEach(() => {
    house.server.state.version = version
  })

  it('files of a track go in together, each with its size, name, tags and link, in the folder of their playlist', async () => {
    const files = [house.file('a.wav', 'wav of it'), house.file('a.aiff', 'aiff')]
    const sums = await Promise.all(files.map(sumTag))
    const done = await user.put({
      files,
      tags: ['House', 'Sunday'],
      tempo: 127.6,
      key: 'F# minor',
      playlist: 'Sunday',
      link: 'https://example.org/1',
    })
    expect(wasOf(done)).toEqual(['added', 'added'])
    const folder = house.server.main.folders.find(({ name }) => name === 'Sunday')
    expect(house.server.main.tree()).toMatchObject([{ name: 'Playlists', children: [{ name: 'Sunday' }] }])
    for (const [at, item] of items().entries()) {
      expect(item).toMatchObject({
        id: done.files[at]?.id,
        name: 'Some One - Strobe',
        size: statSync(files[at]?.path ?? '').size,
        url: 'https://example.org/1',
        folders: [folder?.id],
        tags: [MARK, 'House', 'Sunday', 'BPM128', 'F# minor', sums[at]],
      })
    }
    expect(items().map(({ ext }) => ext)).toEqual(['wav', 'aiff'])
  })

  it('a second run finds them and writes nothing', async () => {
    const files = [house.file('a.wav'), house.file('a.aiff', 'other')]
    await user.put({ files, playlist: 'Sunday' })
    const before = JSON.stringify(items())
    const posts = () => house.server.asked.filter(line => /add|update|create|Trash|Thumbnail/i.test(line)).length
    const written = posts()
    expect(wasOf(await user.put({ files, playlist: 'Sunday' }))).toEqual(['there', 'there'])
    expect(posts()).toBe(written)
    expect(JSON.stringify(items())).toBe(before)
  })

  it("ours are brought up to date, a person's tags, name and note stay", async () => {
    const files = [house.file('a.wav')]
    await user.put({ files, tempo: 120, key: 'A minor', tags: ['House'] })
    const item = only()
    item.tags = ['before', ...item.tags.filter(tag => tag !== 'House'), 'after']
    item.annotation = 'bought in Berlin'
    item.name = 'My own name'
    await user.put({ files, tempo: 121, key: 'C major', tags: ['House', 'Techno'] })
    expect(only()).toMatchObject({
      name: 'My own name',
      annotation: 'bought in Berlin',
      tags: ['before', MARK, 'BPM121', 'C major', await sumTag(files[0] ?? { path: '' }), 'after', 'Techno'],
    })
  })

  it('L4: an add whose answer is lost is found again', async () => {
    house.server.next(version === 'V2' ? 'POST /api/v2/item/add' : 'POST /api/item/addFromPath', pass => {
      pass()
      return 'cut'
    })
    const files = [house.file('a.wav')]
    await expect(user.put({ files })).rejects.toMatchObject({ errorClass: 'Transient' })
    await user[Symbol.asyncDispose]()
    user = openUser(house)
    expect(wasOf(await user.put({ files }))).toEqual(['there'])
    only()
    expect(adds()).toBe(1)
  })

  it('L6: what a person took out is not put back, unless that is asked for', async () => {
    const files = [house.file('a.wav')]
    await user.put({ files })
    only().isDeleted = true
    for (const showsDeleted of [true, false]) {
      house.server.state.showsDeleted = showsDeleted
      const done = await user.put({ files })
      expect(done.files[0]).toMatchObject({ was: 'taken out', notes: [expect.stringContaining('not put back')] })
    }
    expect(wasOf(await user.put({ files, again: true }))).toEqual(['added'])
    expect(house.server.main.alive()).toHaveLength(1)
  })

  it('a new file of the same kind is added; the earlier item is left, and named', async () => {
    const { path } = house.file('a.wav', 'first')
    const first = await user.put({ files: [{ path }] })
    writeFileSync(path, 'second, longer')
    const second = await user.put({ files: [{ path }] })
    expect(second.files[0]).toMatchObject({ was: 'added', earlier: [first.files[0]?.id] })
    expect(house.server.main.alive()).toHaveLength(2)
    expect(wasOf(await user.put({ files: [{ path }] }))).toEqual(['there'])
  })

  it('a file that is there without our tag is taken over, not added again', async () => {
    const { path } = house.file('Strobe.wav', 'the same bytes')
    house.server.main.add({ path, tags: ['mine'] }, { hidden: 0, sizeless: 0 })
    expect(wasOf(await user.put({ files: [{ path }], tempo: 128 }))).toEqual(['there'])
    expect(only().tags).toEqual(['mine', MARK, 'BPM128', await sumTag({ path })])
  })

  it('one of the same name and size, but other content, is not', async () => {
    const { path } = house.file('Strobe.wav', 'aaaa')
    const other = house.file('other.wav', 'bbbb')
    house.server.main.add({ path: other.path, name: 'Strobe' }, { hidden: 0, sizeless: 0 })
    expect(wasOf(await user.put({ files: [{ path }] }))).toEqual(['added'])
    expect(items()).toHaveLength(2)
  })

  it('the very same file under another page is shared', async () => {
    const file = house.file('a.wav')
    const sum = await sumTag(file)
    await user.put({ files: [file] })
    expect(wasOf(await user.put({ files: [file], pageId: OTHER_PAGE, title: 'Other' }))).toEqual(['there'])
    expect(only().tags).toEqual([MARK, sum, OTHER_MARK])
    const id = only().id
    expect(await user.eagle.trash(OTHER_PAGE, [id], user.signal)).toEqual({ trashed: [], shared: [id], absent: [] })
    expect(only()).toMatchObject({ isDeleted: false, tags: [MARK, sum] })
  })

  it('is found behind more items than a page holds', async () => {
    const many = house.file('many.wav', 'm')
    house.server.main.fill(
      many.path,
      Array.from({ length: 1100 }, (_, number) => `Strobe ${number}`),
    )
    const { path } = house.file('Strobe.wav', 'me')
    house.server.main.add({ path }, { hidden: 0, sizeless: 0 })
    expect(wasOf(await user.put({ files: [{ path }] }))).toEqual(['there'])
    expect(items()).toHaveLength(1101)
  })

  it('items go to the trash and are known to be ours there', async () => {
    const files = [house.file('a.wav')]
    const { id = '' } = (await user.put({ files })).files[0] ?? {}
    expect(await user.eagle.trash(PAGE, [id, 'K999'], user.signal)).toEqual({
      trashed: [id],
      shared: [],
      absent: ['K999'],
    })
    expect(only().isDeleted).toBe(true)
    expect(wasOf(await user.put({ files }))).toEqual(['added'])
  })
})
