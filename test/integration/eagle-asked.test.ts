// What a track asks of Eagle on its way: it gets an answer, or goes on. What it asks is counted, not timed.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EagleHouse, MARK, openHouse, openUser, PAGE } from '../support/eagle/user.ts'
import { eagleError } from '../support/eagle.ts'

let house: EagleHouse
let user: ReturnType<typeof openUser>
let now: number

beforeEach(async () => {
  now = 1_000_000
  house = await openHouse()
  user = openUser(house, { now: () => now })
})
afterEach(async () => {
  await user[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

const LINK = 'https://www.youtube.com/watch?v=abcdefghijk'
const SHORT = 'https://youtu.be/abcdefghijk?si=share'
const all = () => house.server.asked.length
const holds = (link = LINK, pageId = PAGE) => user.eagle.holds({ pageId, link }, user.signal)

function put(name: string, more: { tags?: string[]; website?: string } = {}) {
  const { path } = house.file(`${name}.wav`)
  house.server.main.add({ path, name, ...more }, { hidden: 0, sizeless: 0 })
}

describe('a port that takes connections and never answers', () => {
  it('is looked at once a minute, beside the tracks, and counts as no Eagle', async () => {
    house.server.next('', () => 'silence', 100)
    for (let track = 0; track < 20; track += 1) expect(await user.eagle.isWanted(user.signal)).toBe(false)
    expect(await holds()).toEqual([])
    expect(house.server.asked).toEqual(['GET /api/v2/app/info'])
    now += 61_000
    for (let track = 0; track < 20; track += 1) expect(await user.eagle.isWanted(user.signal)).toBe(false)
    await vi.waitUntil(() => all() === 2, { timeout: 20_000 })
    expect(user.lines).toEqual(['info: Eagle is not running: tracks do not go into it'])
  })

  it('is asked for one track at most when it stopped answering after it was used', async () => {
    await user.put({ files: [house.file('a.wav')] })
    expect(await user.eagle.isWanted(user.signal)).toBe(true)
    await holds()
    house.server.next('', () => 'silence', 100)
    const before = all()
    for (let track = 0; track < 20; track += 1) expect(await holds()).toEqual([])
    expect(all() - before).toBe(1)
  })
})

describe('what Eagle holds of a track', () => {
  it('by its link in both spellings, and by the tag of its page; not what was thrown away', async () => {
    put('canonical', { website: LINK })
    put('as the row says', { website: SHORT })
    put('another', { website: 'https://www.youtube.com/watch?v=zzzzzzzzzzz' })
    put('tagged', { tags: [MARK, `fingerprint:${'a'.repeat(64)}`] })
    put('thrown away', { website: LINK })
    Object.assign(house.server.main.items.at(-1) ?? {}, { isDeleted: true })
    const found = await holds(SHORT)
    expect(found.map(({ name }) => name)).toEqual(['as the row says', 'canonical', 'tagged'])
    expect(found.at(-1)).toMatchObject({ pages: [PAGE], sha256: 'a'.repeat(64), ext: 'wav' })
    expect(found.every(({ path, name }) => path?.endsWith(`${name}.wav`))).toBe(true)
  })

  it('V1 knows no links: only the tag', async () => {
    house.server.state.version = 'V1'
    put('linked', { website: LINK })
    put('tagged', { tags: [MARK] })
    expect((await holds()).map(({ name }) => name)).toEqual(['tagged'])
  })

  it('only looks: the library that is open is not taken for the one that is meant', async () => {
    await holds()
    expect(house.facts.fact('eagle library')).toBeUndefined()
    expect(await user.eagle.libraryPath()).toBeUndefined()
    await user.put({ files: [house.file('a.wav')] })
    expect(await user.eagle.libraryPath()).toBe(house.server.main.path)
    put('here', { website: LINK })
    house.server.state.library = house.server.addLibrary('Other')
    expect(await holds()).toEqual([])
    house.server.state.library = house.server.main
    expect((await holds()).map(({ name }) => name)).toEqual(['here', 'Some One - Strobe'])
  })

  it('L3 an error with 200 is nothing; a minute later it is asked again', async () => {
    put('here', { website: LINK })
    house.server.next('POST /api/v2/item/get', () => eagleError('busy'))
    expect(await holds()).toEqual([])
    expect(await holds()).toEqual([])
    now += 61_000
    await vi.waitUntil(async () => (await holds()).length === 1, { timeout: 20_000 })
  })
})

describe('several items that are the file already', () => {
  it.each(['V2', 'V1'] as const)('%s: one of them is taken, none is added', async version => {
    house.server.state.version = version
    const { path } = house.file('Strobe.wav', 'the same bytes')
    for (const name of ['Strobe', 'Strobe', 'Some One - Strobe'])
      house.server.main.add({ path, name }, { hidden: 0, sizeless: 0 })
    const { files } = await user.put({ files: [{ path }] })
    expect(files).toMatchObject([{ was: 'there' }])
    const again = await user.put({ files: [{ path }] })
    expect(again.files[0]?.id).toBe(files[0]?.id)
    const { items } = house.server.main
    expect(items).toHaveLength(3)
    expect(items.filter(({ tags }) => tags.includes(MARK))).toHaveLength(1)
  })

  it('the one whose bytes are the same, among others of its name and size', async () => {
    for (const content of ['aaaa', 'bbbb', 'cccc']) {
      const { path } = house.file(`${content}.wav`, content)
      house.server.main.add({ path, name: 'Strobe' }, { hidden: 0, sizeless: 0 })
    }
    const { files } = await user.put({ files: [house.file('Strobe.wav', 'bbbb')] })
    expect(files).toMatchObject([{ was: 'there', id: house.server.main.items[1]?.id }])
  })

  it('switched to another library before one of them is tagged: none there is written, and it goes on here', async () => {
    const { path } = house.file('Strobe.wav', 'the same bytes')
    house.server.main.add({ path, name: 'Strobe' }, { hidden: 0, sizeless: 0 })
    await user.put({ files: [house.file('first.wav')], title: 'First' })
    const other = house.server.addLibrary('Other')
    house.server.next('POST /api/v2/item/get', pass => {
      const answer = pass()
      house.server.state.library = other
      return answer
    })
    const job = { files: [{ path }], pageId: '00000000-0000-4000-8000-000000000002' }
    await expect(user.put(job)).rejects.toMatchObject({ errorClass: 'Environment' })
    expect(other.items).toEqual([])
    house.server.state.library = house.server.main
    expect((await user.put(job)).files).toMatchObject([{ was: 'there' }])
    expect(house.server.main.items).toHaveLength(2)
  })
})

it('a file that a page shares is not put back when a person took it out under the other page', async () => {
  const files = [house.file('a.wav')]
  const shared = { files, pageId: '00000000-0000-4000-8000-000000000002', sharedWith: PAGE }
  await user.put({ files })
  house.server.main.items.length = 0
  expect((await user.put(shared)).files).toMatchObject([{ was: 'taken out' }])
  expect((await user.put({ ...shared, again: true })).files).toMatchObject([{ was: 'added' }])
})
