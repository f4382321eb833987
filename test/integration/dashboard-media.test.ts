// What is heard and seen of a track: its own file in the library, and nothing else of this machine.

import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTags } from '../../src/audio/tags/write.ts'
import { BEARER, type DashboardPlace, fileTrack, openDashboardPlace, pageOf } from '../support/dashboard-place.ts'
import { wav } from '../support/wav.ts'
import { rawly } from '../support/web-place.ts'

const ID = pageOf(1)
const AUDIO = `/api/tracks/${ID}/audio`
let place: DashboardPlace
beforeEach(async () => {
  place = await openDashboardPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const part = (range: string, more: Record<string, string> = {}) => place.get(AUDIO, { ...BEARER, range, ...more })

describe('audio', () => {
  it('is given whole, and says what it is', async () => {
    await fileTrack(place, ID)
    const answer = await place.get(`${AUDIO}?format=wav`)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
    })
    expect(await answer.text()).toBe('0123456789')
    const head = await fetch(place.url + AUDIO, { method: 'HEAD', headers: BEARER })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10'])
  })

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=9-99', '9', 'bytes 9-9/10'],
  ])('is given in part: %s', async (range, text, said) => {
    await fileTrack(place, ID)
    const answer = await part(range)
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([206, text, said])
  })

  it.each(['bytes=10-', 'bytes=-0', 'bytes=99999999999999-'])('there is no such part: %s', async range => {
    await fileTrack(place, ID)
    const answer = await part(range)
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  it.each(['bytes=5-2', 'bytes=a-b', 'bytes=-', 'items=0-1', 'bytes=0-1,3-4', 'bytes=1e3-2', 'bytes=0x1-2'])(
    'is given whole where no part is named that it can be given in: %s',
    async range => {
      await fileTrack(place, ID)
      expect((await part(range)).status).toBe(200)
    },
  )

  it('is given in part only while it is the same', async () => {
    await fileTrack(place, ID)
    const etag = (await place.get(AUDIO)).headers.get('etag') ?? ''
    expect((await part('bytes=0-1', { 'if-range': etag })).status).toBe(206)
    expect((await part('bytes=0-1', { 'if-range': '"another"' })).status).toBe(200)
    expect((await place.get(AUDIO, { ...BEARER, 'if-none-match': etag })).status).toBe(304)
    await fileTrack(place, ID, { content: Buffer.from('something longer') })
    expect((await part('bytes=0-1', { 'if-range': etag })).status).toBe(200)
  })

  it('of many listeners is let go when they leave', async () => {
    await fileTrack(place, ID, { content: Buffer.alloc(20 * 1024 * 1024) })
    for (let time = 0; time < 60; time += 1) {
      const over = new AbortController()
      const answer = await fetch(place.url + AUDIO, { headers: BEARER, signal: over.signal })
      expect(answer.status).toBe(200)
      over.abort()
    }
    // all of them are heard to have left, sooner or later
    for (;;) {
      const answer = await part('bytes=0-0')
      if (answer.status === 206) break
      expect(answer.status).toBe(503)
    }
  })

  it('is one of the formats that were filed', async () => {
    await fileTrack(place, ID)
    await fileTrack(place, ID, { format: 'm4a', content: Buffer.from('m4a') })
    expect((await place.get(`${AUDIO}?format=m4a`)).headers.get('content-type')).toBe('audio/mp4')
    for (const query of ['format=flac', 'format=', 'format=..%2f..%2fetc%2fpasswd', 'format=wav&format=m4a'])
      expect([query, (await place.get(`${AUDIO}?${query}`)).status]).toEqual([query, 404])
  })
})

describe('nothing else of this machine', () => {
  it('is given where the store names a file that lies elsewhere', async () => {
    const outside = join(place.dir, 'secret.wav')
    await fileTrack(place, ID, { path: outside })
    expect((await place.get(AUDIO)).status).toBe(404)
    await fileTrack(place, ID, { path: join(place.libraryDir, '..', 'secret.wav') })
    await fileTrack(place, ID, { path: '/etc/passwd', isThere: false })
    expect((await place.get(AUDIO)).status).toBe(404)
  })

  it('is given through a link, a folder or what is no file', async () => {
    const outside = join(place.dir, 'secret.txt')
    writeFileSync(outside, 'secret')
    symlinkSync(outside, join(place.libraryDir, 'link.wav'))
    mkdirSync(join(place.dir, 'elsewhere'))
    linkSync(outside, join(place.dir, 'elsewhere', 'in.wav'))
    symlinkSync(join(place.dir, 'elsewhere'), join(place.libraryDir, 'folder'))
    mkdirSync(join(place.libraryDir, 'dir.wav'))
    for (const [number, name] of ['link.wav', 'folder/in.wav', 'dir.wav', 'gone.wav'].entries()) {
      const id = pageOf(10 + number)
      await fileTrack(place, id, { path: join(place.libraryDir, name), isThere: false })
      const answer = await place.get(`/api/tracks/${id}/audio`)
      expect([name, answer.status, await answer.json()]).toEqual([name, 404, { error: 'there is nothing here' }])
      expect((await place.get(`/api/tracks/${id}/cover`)).status).toBe(204)
    }
  })

  it('is given by a name in the address', async () => {
    await fileTrack(place, ID)
    writeFileSync(join(place.dir, 'x.svg'), '<svg/>')
    const paths = [
      '/api/tracks/../../../../etc/passwd/audio',
      '/api/tracks/..%2f..%2fx/waveform',
      `/api/tracks/${ID}%2f..%2f..%2fx/waveform`,
      `/api/tracks/${ID}%00/audio`,
      '/api/tracks/%2e%2e/audio',
      '/static/%2e%2e%2f%2e%2e%2fetc/passwd',
      '//etc/passwd',
    ]
    for (const path of paths) {
      const answer = await rawly(
        place.port,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${BEARER.authorization}\r\nConnection: close\r\n\r\n`,
      )
      expect([path, answer.slice(9, 12)]).toEqual([path, expect.stringMatching(/^40[04]$/)])
    }
  })
})

describe('pictures', () => {
  it('the waveform is given as a picture in which nothing can happen', async () => {
    expect((await place.get(`/api/tracks/${ID}/waveform`)).status).toBe(204)
    writeFileSync(join(place.waveformsDir, `${ID}.svg`), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    const answer = await place.get(`/api/tracks/${ID.replaceAll('-', '').toUpperCase()}/waveform`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('the cover is the one in the file', async () => {
    const path = await fileTrack(place, ID, { content: Buffer.from(wav(1)) })
    expect((await place.get(`/api/tracks/${ID}/cover`)).status).toBe(204)
    const picture = join(place.dir, 'cover.png')
    writeFileSync(picture, PNG)
    await writeTags(path, 'wav', { title: 'Song', picture })
    const answer = await place.get(`/api/tracks/${ID}/cover`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true)
    const etag = answer.headers.get('etag') ?? ''
    expect((await place.get(`/api/tracks/${ID}/cover`, { ...BEARER, 'if-none-match': etag })).status).toBe(304)
    rmSync(path)
    expect((await place.get(`/api/tracks/${ID}/cover`)).status).toBe(204)
  })
})

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
