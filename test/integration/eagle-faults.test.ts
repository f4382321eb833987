// Eagle is not there, is another program, wants its token, stands still or says no: what follows, and in what words.

import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exchange } from '../../src/eagle/exchange.ts'
import { healthOf } from '../../src/lanes/health.ts'
import { portOf } from '../support/bench.ts'
import { type EagleHouse, openHouse, openUser } from '../support/eagle/user.ts'
import { eagleError } from '../support/eagle.ts'

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

const SHORT = { patienceMs: 20, circuit: { failures: 1, openMs: 300, longestMs: 300 } }
const closed = async (user: ReturnType<typeof openUser>) => {
  while (user.lanes.parkedUntil('eagle') !== undefined) await new Promise(resolve => setTimeout(resolve, 20))
}

describe('whether tracks go in', () => {
  it('no, when it may but was never found running: said once', async () => {
    await house.server.quit()
    let now = 0
    const user = start({ now: () => now })
    expect(await user.eagle.isWanted(user.signal)).toBe(false)
    now += 61_000
    expect(await user.eagle.isWanted(user.signal)).toBe(false)
    expect(user.lines).toEqual(['info: Eagle is not running: tracks do not go into it'])
    const later = start()
    expect(await later.eagle.isWanted(later.signal)).toBe(false)
    expect(later.lines).toEqual([])
    expect(user.lanes.status()).toEqual([])
    await house.server.start()
    expect(await user.eagle.isWanted(user.signal)).toBe(false)
    now += 61_000
    await vi.waitUntil(() => user.eagle.isWanted(user.signal), { timeout: 20_000 }) // it is looked for beside the work
  })

  it('no, when another program answers there', async () => {
    const other = createServer((_request, response) => response.end('<html>hello</html>'))
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const user = start({ config: { url: `http://127.0.0.1:${portOf(other)}` } })
    expect(await user.eagle.isWanted(user.signal)).toBe(false)
    await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('another program than Eagle answers at'),
    })
    await new Promise(resolve => other.close(resolve))
  })

  it('yes, once it was used, also while it is away', async () => {
    await start().put({ files: [house.file('a.wav')] })
    await house.server.quit()
    const user = start()
    expect(await user.eagle.isWanted(user.signal)).toBe(true)
  })

  it.each([
    ['true', true],
    ['false', false],
  ] as const)('%s when the setting says so, and nobody is asked', async (mode, isWanted) => {
    const user = start({ config: { mode } })
    expect(await user.eagle.isWanted(user.signal)).toBe(isWanted)
    expect(house.server.asked).toEqual([])
  })
})

it('L1: not running is a matter of the surroundings, its lane rests, and the import follows when it is back', async () => {
  await house.server.quit()
  const user = start({ service: SHORT })
  const put = () => user.put({ files: [house.file('a.wav')] })
  await expect(put()).rejects.toMatchObject({
    errorClass: 'Environment',
    message: `Eagle is not running (nothing answers at 127.0.0.1:${house.server.port})`,
  })
  await expect(put()).rejects.toMatchObject({ errorClass: 'Limited' })
  await closed(user)
  await expect(put()).rejects.toMatchObject({ errorClass: 'Environment' })
  expect(user.lines.filter(line => line.startsWith('warn'))).toHaveLength(1)
  await house.server.start()
  await closed(user)
  expect((await put()).files).toMatchObject([{ was: 'added' }])
  expect(user.lines.at(-1)).not.toContain('warn')
})

it('it is left and started again in the middle of an import: the rest follows', async () => {
  const user = start({ service: { ...SHORT, patienceMs: 5000 } })
  const files = [house.file('a.wav'), house.file('b.aiff')]
  house.server.next('POST /api/v2/item/add', async pass => {
    pass()
    await house.server.quit()
    return 'cut' as const
  })
  await expect(user.put({ files })).rejects.toMatchObject({ errorClass: 'Transient' })
  await house.server.start()
  expect((await user.put({ files })).files).toMatchObject([{ was: 'there' }, { was: 'added' }])
  expect(house.server.main.items).toHaveLength(2)
})

it('L5: a program that answers in JSON of its own is not taken for Eagle', async () => {
  const other = createServer((_request, response) => response.end('{"ok":true}'))
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const user = start({ config: { url: `http://127.0.0.1:${portOf(other)}` } })
  await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Environment' })
  await new Promise(resolve => other.close(resolve))
})

describe('L3: an error with status 200', () => {
  it.each([
    ['GET /api/v2/app/info', 'Environment', 'Eagle is running, but not ready yet'],
    ['GET /api/v2/library/info', 'Transient', 'Eagle does not tell its library: the library is locked'],
    ['GET /api/v2/item/countAll', 'Transient', 'Eagle does not count its items: the library is locked'],
    ['POST /api/v2/item/get', 'Transient', 'Eagle does not list items: the library is locked'],
    ['POST /api/v2/folder/get', 'Transient', 'Eagle does not list its folders: the library is locked'],
    ['POST /api/v2/folder/create', 'Transient', 'Eagle does not make a folder: the library is locked'],
    ['POST /api/v2/item/add', 'Transient', /^Eagle does not take .*a\.wav: the library is locked$/],
  ])('%s: %s', async (prefix, errorClass, message) => {
    const user = start()
    house.server.next(prefix, () => eagleError('the library is locked'))
    const put = () => user.put({ files: [house.file('a.wav')], playlist: 'One' })
    const expected = typeof message === 'string' ? message : expect.stringMatching(message)
    await expect(put()).rejects.toMatchObject({ errorClass, message: expected })
    const again = start({ patience: { appearMs: 20_000, landMs: 20, lookEveryMs: 1 } })
    await again.put({ files: [house.file('a.wav')], playlist: 'One' })
    expect(house.server.main.items).toHaveLength(1)
    expect(house.server.main.folders).toHaveLength(2)
  })

  it('says nothing against the service: other tracks go in', async () => {
    const user = start()
    house.server.next('POST /api/v2/item/add', () => eagleError('this one I do not like', 500))
    await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Transient' })
    expect(user.lanes.status()).toMatchObject([{ name: 'eagle', state: 'open' }])
  })

  it('an update that changes nothing is told after three tries', async () => {
    const user = start()
    await user.put({ files: [house.file('a.wav')] })
    const item = house.server.main.items[0]
    house.server.next('POST /api/v2/item/update', () => Response.json({ status: 'success', data: item }), 10)
    await expect(user.put({ files: [house.file('a.wav')], tempo: 128 })).rejects.toMatchObject({
      errorClass: 'Transient',
      message: 'Eagle does not keep the tags of “Some One - Strobe”',
    })
    expect(house.server.count('POST /api/v2/item/update')).toBe(3)
  })

  it('an item that is gone in between (`false`) is told', async () => {
    const user = start()
    await user.put({ files: [house.file('a.wav')] })
    house.server.next('POST /api/v2/item/update', () => Response.json({ status: 'success', data: false }))
    await expect(user.put({ files: [house.file('a.wav')], tempo: 128 })).rejects.toMatchObject({
      errorClass: 'Transient',
    })
  })
})

it('L3: an Eagle that stands still is given up after a while, and counts as away', async () => {
  house.server.next('GET /api/v2/library/info', () => 'silence')
  const asked = { path: '/api/v2/library/info', timeoutMs: 100, signal: new AbortController().signal }
  const fault = await exchange({ url: house.server.url, token: 'secret-42' }, asked).catch(error => error)
  expect(fault).toMatchObject({ errorClass: 'Transient', message: 'Eagle did not answer within 0.1 s' })
  expect(healthOf(fault)).toBe('away')
  expect(JSON.stringify(fault.fields)).not.toContain('secret-42')
})

it('half an answer, and one of a form that is not known, are told apart', async () => {
  const user = start()
  house.server.next('GET /api/v2/library/info', () => new Response('{"status":"succ'))
  await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Transient' })
  house.server.next('GET /api/v2/library/info', () => Response.json({ status: 'success', data: { title: 'x' } }))
  await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Environment' })
})

it('a stop of the program ends the wait at once', async () => {
  const user = start()
  house.server.state.hidden = Number.POSITIVE_INFINITY
  const stop = new AbortController()
  const track = { pageId: '1', title: 'A', tags: [], files: [house.file('a.wav')] }
  const going = user.eagle.importTrack(track, stop.signal)
  going.catch(() => {})
  while (house.server.count('POST /api/v2/item/get') < 8) await new Promise(resolve => setTimeout(resolve, 5))
  stop.abort(new Error('stopped'))
  await expect(going).rejects.toThrow('stopped')
})

describe('the token', () => {
  it('goes along where one is set', async () => {
    house.server.state.token = 'secret-42'
    await start({ config: { token: 'secret-42' } }).put({ files: [house.file('a.wav')] })
    expect(house.server.main.items).toHaveLength(1)
  })

  it('is asked for in words, and never told', async () => {
    house.server.state.token = 'secret-42'
    const user = start({ config: { token: 'wrong-42' } })
    const error = await user.put({ files: [house.file('a.wav')] }).catch(fault => fault)
    expect(error).toMatchObject({ errorClass: 'Environment', message: expect.stringContaining('EAGLE_TOKEN') })
    await house.server.quit()
    const away = await start({ config: { token: 'wrong-42' } })
      .put({ files: [house.file('a.wav')] })
      .catch(fault => fault)
    for (const fault of [error, away]) {
      expect(JSON.stringify([fault.message, fault.fields, user.lines])).not.toContain('wrong-42')
    }
  })

  it('is sent to this machine alone', async () => {
    const user = start({ config: { token: 'secret-42', url: 'http://192.0.2.1:41595' } })
    await expect(user.put({ files: [house.file('a.wav')] })).rejects.toMatchObject({ errorClass: 'Refused' })
  })
})
