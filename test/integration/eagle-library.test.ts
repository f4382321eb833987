// Only the library that is meant is written: its path, its name and how much it holds are looked at first.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EagleHouse, openHouse, openUser, PAGE } from '../support/eagle/user.ts'

let house: EagleHouse
const users: ReturnType<typeof openUser>[] = []

beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  for (const user of users.splice(0)) await user[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

function start(options: Parameters<typeof openUser>[1] = {}) {
  const user = openUser(house, options)
  users.push(user)
  return user
}

const HOUR = 3600_000
const written = () =>
  house.server.asked.filter(line => /item\/(add|update|moveToTrash)|folder\/create/.test(line)).length

it('the library that is open at the first use is the one from then on', async () => {
  const user = start()
  await user.put({ files: [house.file('a.wav')] })
  expect(user.lines).toContain("info: Eagle's library “Music” is written from now on")
  house.server.state.library = house.server.addLibrary('Other')
  const before = written()
  await expect(start().put({ files: [house.file('b.wav')], playlist: 'New' })).rejects.toMatchObject({
    errorClass: 'Environment',
    message: expect.stringMatching(
      /^Eagle has the library “Other” \(.*\) open, not “Music” \(.*\); nothing is written/,
    ),
  })
  expect(written()).toBe(before)
  house.server.state.library = house.server.main
  await start().put({ files: [house.file('b.wav')], title: 'B' })
  expect(house.server.main.alive()).toHaveLength(2)
})

it.each([
  ['its path', () => house.server.main.path],
  ['its path with a slash behind it', () => `${house.server.main.path}/`],
  ['its name', () => 'Music'],
  ['the name of its folder', () => 'Music.library'],
])('a library that is named by %s is written, another is not', async (_how, named) => {
  const user = start({ config: { library: named() } })
  const other = house.server.addLibrary('Other')
  house.server.state.library = other
  await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Environment' })
  house.server.state.library = house.server.main
  await user.put({ files: [house.file('a.wav')] })
  expect([house.server.main.items.length, other.items.length, other.folders.length]).toEqual([1, 0, 0])
})

it('naming another library is how one changes over', async () => {
  await start().put({ files: [house.file('a.wav')] })
  const other = house.server.addLibrary('Other')
  house.server.state.library = other
  const user = start({ config: { library: 'Other' } })
  const done = await user.put({ files: [house.file('a.wav')] })
  expect(done).toMatchObject({ library: { name: 'Other' }, files: [{ was: 'added' }] })
  expect(other.items).toHaveLength(1)
})

it('trash and restore look first, too', async () => {
  const user = start()
  const { id = '' } = (await user.put({ files: [house.file('a.wav')] })).files[0] ?? {}
  house.server.state.library = house.server.addLibrary('Other')
  await expect(user.eagle.trash(PAGE, [id], user.signal)).rejects.toMatchObject({ errorClass: 'Environment' })
  await expect(user.eagle.restore(PAGE, [id], user.signal)).rejects.toMatchObject({ errorClass: 'Environment' })
  expect(house.server.main.alive()).toHaveLength(1)
})

describe('L2: switched while an import runs', () => {
  const switchAt = (prefix: string, isBefore: boolean) => {
    const other = house.server.addLibrary('Other')
    house.server.next(prefix, pass => {
      const first = isBefore ? undefined : pass()
      house.server.state.library = other
      return first ?? pass()
    })
    return other
  }

  it('between the check and the add: nothing is written', async () => {
    const user = start()
    await user.put({ files: [house.file('a.wav')] })
    const other = switchAt('POST /api/v2/item/get', false)
    await expect(user.put({ files: [house.file('b.wav')], pageId: PAGE.replace('1', '2') })).rejects.toMatchObject({
      errorClass: 'Environment',
    })
    other.settle()
    expect([house.server.main.items.length, other.items.length]).toEqual([1, 0])
  })

  it('in the very moment of the add: it is told, and the track is still put where it belongs', async () => {
    const user = start()
    await user.put({ files: [house.file('a.wav')] })
    const other = switchAt('POST /api/v2/item/add', true)
    const track = { files: [house.file('b.wav')], pageId: PAGE.replace('1', '2') }
    await expect(user.put(track)).rejects.toMatchObject({ errorClass: 'Environment' })
    expect(user.lines).toContain(
      'error: Eagle’s library was switched while something was written: it may lie in this one',
    )
    other.settle()
    expect(other.items).toHaveLength(1)
    house.server.state.library = house.server.main
    const again = start({ patience: { appearMs: 5000, landMs: 50, lookEveryMs: 5 } })
    expect((await again.put(track)).files).toMatchObject([{ was: 'added' }])
    expect([house.server.main.alive().length, other.alive().length]).toEqual([2, 1])
  })
})

describe.each(['V2', 'V1'] as const)('how much it holds (%s)', version => {
  const fill = (count: number) =>
    house.server.main.fill(
      house.file('fill.txt').path,
      Array.from({ length: count }, (_, number) => `Old ${number}`),
    )

  it('a library that lost most of what it held is not written for a day', async () => {
    house.server.state.version = version
    fill(150)
    let now = 1_800_000_000_000
    const user = start({ now: () => now })
    await user.put({ files: [house.file('a.wav')] })
    house.server.main.items.splice(0, 140)
    house.server.main.addFolder('any') // it writes its list anew
    const put = () => user.put({ files: [house.file('b.wav')], title: 'Other', pageId: PAGE.replace('1', '2') })
    await expect(put()).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringMatching(/“Music” holds 11 items, and 15\d before; nothing is written until/),
    })
    now += 23 * HOUR
    await expect(put()).rejects.toMatchObject({ errorClass: 'Environment' })
    expect(house.server.main.items).toHaveLength(11)
    now += 2 * HOUR
    await put()
    expect(house.server.main.items).toHaveLength(12)
  })

  it('one that is whole again is written at once, and one that shrinks little always', async () => {
    house.server.state.version = version
    fill(150)
    const user = start()
    await user.put({ files: [house.file('a.wav')] })
    const away = house.server.main.items.splice(0, 140)
    house.server.main.addFolder('any')
    const put = (name: string) => user.put({ files: [house.file(name)], title: name, pageId: PAGE.replace('1', '2') })
    await expect(put('b.wav')).rejects.toMatchObject({ errorClass: 'Environment' })
    house.server.main.items.push(...away.slice(60))
    house.server.main.addFolder('more')
    await put('b.wav')
    expect(house.server.main.items).toHaveLength(92)
  })
})

describe('a library that cannot be read from here', () => {
  const path = '/nowhere/Music.library'
  const OTHER_PAGE = PAGE.replace('1', '2')

  it('is written all the same: Eagle tells when an item has its size', async () => {
    house.server.state.toldPath = path
    const file = house.file('a.wav', 'a hundred bytes')
    await start().put({ files: [file] })
    expect(house.server.main.items).toMatchObject([{ size: 15 }])
  })

  it('a file of the same name, size and kind is taken over; of another size, or of another page, it is not', async () => {
    house.server.state.toldPath = path
    const add = (content: string, tags: string[]) =>
      house.server.main.add({ path: house.file('Strobe.wav', content).path, tags }, { hidden: 0, sizeless: 0 })
    add('longer', [])
    add('abcd', [`track:${OTHER_PAGE.replaceAll('-', '')}`])
    const file = house.file('Strobe.wav', 'efgh')
    expect((await start().put({ files: [file] })).files).toMatchObject([{ was: 'added' }])
    const mine = add('1234', [])
    const other = house.file('Strobe.wav', '5678')
    const done = await start().put({ files: [other], pageId: PAGE.replace('1', '3') })
    expect(done.files).toMatchObject([{ was: 'there', id: mine }])
  })
})
