// Events of Notion: signed, once each, and only those that concern this program wake it.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { arm, keptKey } from '../../src/web/handshake.ts'
import {
  BOT,
  eventOf,
  KEY,
  NOTION,
  openWebPlace,
  PAGE,
  post,
  postNotion,
  signed,
  type WebPlace,
} from '../support/web-place.ts'

let place: WebPlace
beforeEach(async () => {
  place = await openWebPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const HOUR = 3600_000
const send = (event: unknown, key?: string) => postNotion(place.url, event, key)
const statusOf = async (event: unknown, key?: string) => (await send(event, key)).status
const at = (ms: number) => new Date(place.clock.now - ms).toISOString()

describe('events', () => {
  it('F4: one that comes again counts once', async () => {
    const event = eventOf()
    expect(await statusOf(event)).toBe(202)
    expect(await statusOf({ ...event, attempt_number: 2 })).toBe(202)
    expect(place.events()).toEqual([{ id: event.id, judged: 'wake' }])
    expect([place.rung.wake, place.judged]).toEqual([1, ['wake', 'known']])
  })

  it('F3: a thousand deliveries of one at once are one', async () => {
    const event = eventOf()
    const statuses = await Promise.all(Array.from({ length: 1000 }, () => statusOf(event)))
    expect(new Set(statuses)).toEqual(new Set([202]))
    expect([place.events().length, place.rung.wake]).toEqual([1, 1])
  })

  it('F1: a wrong signature is refused with nothing said and nothing kept', async () => {
    const body = JSON.stringify(eventOf())
    const right = signed(body, KEY)
    for (const signature of [
      undefined,
      '',
      right.slice(0, -1),
      `${right}0`,
      right.toUpperCase(),
      right.replace('sha256=', ''),
      right.replace('sha256', 'sha1'),
      `sha256=${'z'.repeat(64)}`,
      ` ${right.replace('=', '= ')}`,
      `${right}, ${right}`,
      signed(body, 'another key'),
      signed(`${body} `, KEY),
    ]) {
      const response = await post(
        place.url + NOTION,
        body,
        signature === undefined ? {} : { 'x-notion-signature': signature },
      )
      expect([signature, response.status, await response.text()]).toEqual([signature, 401, ''])
    }
    const noJson = await post(place.url + NOTION, '{{{', { 'x-notion-signature': 'sha256=00' })
    expect(noJson.status).toBe(401)
    expect([place.events(), place.rung.wake]).toEqual([[], 0])
  })

  it('F2: the same event in other bytes needs another signature', async () => {
    const event = eventOf()
    const signature = signed(JSON.stringify(event), KEY)
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(event).reverse()))
    const response = await post(place.url + NOTION, reordered, { 'x-notion-signature': signature })
    expect(response.status).toBe(401)
  })

  it('F5: an old one is taken for what it is', async () => {
    expect(await statusOf(eventOf({ timestamp: at(25 * HOUR) }))).toBe(202)
    expect(await statusOf(eventOf({ timestamp: at(27 * HOUR) }))).toBe(202)
    expect(await statusOf(eventOf({ timestamp: at(30 * 24 * HOUR) }))).toBe(202)
    expect([place.rung.wake, place.judged]).toEqual([1, ['wake', 'late', 'late']])
  })

  it('F5: ids are kept for 30 days and then go', async () => {
    const first = eventOf()
    await send(first)
    place.clock.now += 29 * 24 * HOUR
    await send(eventOf({ timestamp: at(0) }))
    expect(place.events()).toHaveLength(2)
    place.clock.now += 2 * 24 * HOUR
    await send(eventOf({ timestamp: at(0) }))
    expect(place.events().map(({ id }) => id)).not.toContain(first.id)
    expect(place.events()).toHaveLength(2)
  })

  it('F6: in whatever order they come, the same is kept', async () => {
    const events = Array.from({ length: 6 }, (_, minute) => eventOf({ timestamp: at(minute * 60_000) }))
    for (const event of events.toReversed()) await send(event)
    expect(place.events().map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted())
    expect(place.rung.wake).toBe(6)
  })

  it('F9: what the connection wrote itself wakes nothing; what a person wrote with it does', async () => {
    const own = { id: BOT, type: 'bot' }
    await send(eventOf({ authors: [own] }))
    expect(place.rung.wake).toBe(0)
    await send(eventOf({ authors: [own, { id: 'somebody', type: 'person' }] }))
    await send(eventOf({ authors: [{ id: 'another bot', type: 'bot' }] }))
    expect([place.rung.wake, place.judged]).toEqual([2, ['own', 'wake', 'wake']])
  })

  it('F23: other places and unknown kinds are kept and wake nothing', async () => {
    const elsewhere = { parent: { id: 'dddddddd-0000-4000-8000-00000000000d', type: 'database' } }
    await send(eventOf({ data: elsewhere }))
    await send(eventOf({ type: 'galaxy.collapsed' }))
    await send(eventOf({ type: 'comment.created', data: { ...elsewhere, page_id: PAGE } }))
    expect([place.events().length, place.judged]).toEqual([3, ['elsewhere', 'unknown kind', 'wake']])
  })

  it('what is signed and no event is refused', async () => {
    for (const body of [{}, [], 7, { ...eventOf(), id: undefined }, { ...eventOf(), timestamp: 'yesterday' }])
      expect(await statusOf(body)).toBe(400)
    expect(place.events()).toEqual([])
  })
})

describe('the handshake', () => {
  const token = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl'
  const shake = async (word: string, key = word) => statusOf({ verification_token: word }, key)

  it('F7: that nobody asked for changes nothing', async () => {
    expect(await shake(token)).toBe(409)
    expect([keptKey(place.dir), place.said]).toEqual([undefined, []])
    expect(await statusOf(eventOf(), token)).toBe(401)
  })

  it('F7: is taken in once while it is armed, then no other one', async () => {
    arm(place.dir, place.clock.now)
    expect(await shake(token, 'not itself')).toBe(401)
    expect(await shake(token)).toBe(202)
    expect(place.said).toEqual([token])
    expect(statSync(join(place.dir, 'notion-webhook.json')).mode & 0o777).toBe(0o600)
    expect(await statusOf(eventOf(), token)).toBe(202)
    expect(await shake('secret_ofSomebodyElse')).toBe(409)
    expect(await shake(token)).toBe(202) // Notion did not hear the first answer
    expect([keptKey(place.dir)?.token, place.said]).toEqual([token, [token]])
  })

  it('F7: two at once: one is taken', async () => {
    arm(place.dir, place.clock.now)
    const statuses = await Promise.all([shake('secret_theFirst'), shake('secret_theSecond')])
    expect(statuses.toSorted()).toEqual([202, 409])
    expect(place.said).toHaveLength(1)
  })

  it('F7: is too late after ten minutes', async () => {
    arm(place.dir, place.clock.now)
    place.clock.now += 601_000
    expect(await shake(token)).toBe(409)
  })

  it('F8: the former key counts for a day after a new one, those of the settings as long as they stand there', async () => {
    for (const word of ['secret_theFormer', 'secret_theNewer']) {
      arm(place.dir, place.clock.now)
      expect(await shake(word)).toBe(202)
    }
    const statuses = async () => [
      await statusOf(eventOf(), 'secret_theFormer'),
      await statusOf(eventOf(), 'secret_theNewer'),
      await statusOf(eventOf(), KEY),
    ]
    expect(await statuses()).toEqual([202, 202, 202])
    place.clock.now += 25 * HOUR
    expect(await statuses()).toEqual([401, 202, 202])
  })
})
