// A download that was cut goes on only when the server proves that it still holds the same bytes.

import { readFile, truncate, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Download, openDownload, recording, sum } from './downloads.ts'
import { type Behaviour, type Content, type MediaServer, openMediaServer } from './range-server.ts'

const LENGTH = 3_000_000
const CUT = 2_000_000
const OLD = 'Mon, 02 Nov 2026 08:00:00 GMT'
const NEWER = 'Tue, 03 Nov 2026 08:00:00 GMT'
const ETAG = { etag: '"one"' }
const DATE = { lastModified: OLD }

interface Half extends AsyncDisposable {
  server: MediaServer
  download: Download
  /** So many bytes are there; what was under way when the connection broke is not. */
  kept: number
}

/** A download that the server cut after two of three million bytes. */
async function cutDownload(marks: Partial<Content>, behaviour: Behaviour = {}): Promise<Half> {
  const server = await openMediaServer({ bytes: recording(LENGTH), ...marks })
  const download = await openDownload(server)
  server.behaviour = { ...behaviour, cutAt: CUT }
  await expect(download.go()).rejects.toMatchObject({ errorClass: 'Transient' })
  server.behaviour = behaviour
  server.asked = []
  return {
    server,
    download,
    kept: await keptBytes(download),
    async [Symbol.asyncDispose]() {
      await download[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** It ends with what the server holds now; the answers it took are told by their status. */
async function expectWhole({ server, download }: Half, statuses: number[], link?: string): Promise<void> {
  const found = await download.go(link)
  expect(found).toMatchObject({ bytes: server.content.bytes.length, sha256: sum(server.content.bytes) })
  expect(sum(await download.content())).toBe(found.sha256)
  expect(await download.names()).toEqual(['media.wav'])
  expect(server.asked.map(asked => asked.status)).toEqual(statuses)
}

describe('a download that was cut', () => {
  it.each([
    ['a strong ETag', ETAG, '"one"'],
    ['an old date and a length', DATE, OLD],
    ['both', { ...ETAG, ...DATE }, '"one"'],
    ['a weak ETag beside an old date', { etag: 'W/"one"', ...DATE }, OLD],
  ])('goes on by %s', async (_, marks, ifRange) => {
    await using half = await cutDownload(marks)
    expect(await half.download.names()).toEqual(['media.part', 'media.part.json'])
    await expectWhole(half, [206])
    expect(half.server.asked).toMatchObject([{ range: `bytes=${half.kept}-`, ifRange, sent: LENGTH - half.kept }])
  })

  it.each([
    ['a weak ETag', { etag: 'W/"one"' }, {}],
    ['nothing', {}, {}],
    ['a date without a length', DATE, { headers: { 'content-length': undefined } }],
    ['a date that is not a minute old', { lastModified: new Date().toUTCString() }, {}],
    ['a date, and no clock to hold it against', DATE, { headers: { date: '' } }],
  ])('begins anew with %s', async (_, marks, behaviour) => {
    await using half = await cutDownload(marks, behaviour)
    expect(await half.download.names()).toEqual([])
    await expectWhole(half, [200])
    expect(half.server.asked).toMatchObject([{ range: undefined }])
  })

  it('goes on after it was stopped', async () => {
    await using server = await openMediaServer({ bytes: recording(LENGTH), ...ETAG })
    await using download = await openDownload(server)
    server.behaviour = { holdAt: CUT }
    await expect(download.go(undefined, { downloadTimeoutMs: 500 })).rejects.toMatchObject({ errorClass: 'Transient' })
    server.behaviour = {}
    expect(await download.go()).toMatchObject({ sha256: sum(server.content.bytes) })
    expect(server.asked.map(asked => asked.status)).toEqual([200, 206])
  })

  it.each([429, 500, 503])('waits for better times: %d keeps the half', async status => {
    await using half = await cutDownload(ETAG)
    half.server.behaviour = { status }
    await expect(half.download.go()).rejects.toMatchObject({ errorClass: status === 429 ? 'Limited' : 'Transient' })
    half.server.behaviour = {}
    await expectWhole(half, [status, 206])
  })

  it.each([
    ['the link is dead', { status: 404 }, {}],
    ['it is larger than allowed', {}, { maxBytes: LENGTH - 1 }],
    ['the rest is packed', { headers: { 'content-encoding': 'gzip' } }, {}],
  ])('is thrown away when %s', async (_, behaviour: Behaviour, changes) => {
    await using half = await cutDownload(ETAG)
    half.server.behaviour = behaviour
    await expect(half.download.go(undefined, changes)).rejects.toThrow()
    expect(await half.download.names()).toEqual([])
  })
})

describe('H6: the content changed in between', () => {
  it.each([
    ['a new ETag', ETAG, { etag: '"two"' }, {}, [200]],
    ['a new date', DATE, { lastModified: NEWER }, {}, [200]],
    ['a new ETag, sent as the rest', ETAG, { etag: '"two"' }, { ignoreIfRange: true }, [206, 200]],
    ['a new date, sent as the rest', DATE, { lastModified: NEWER }, { ignoreIfRange: true }, [206, 200]],
    ['a new date beside the ETag', { ...ETAG, ...DATE }, { ...ETAG, lastModified: NEWER }, {}, [206, 200]],
    ['no ETag any more', ETAG, { etag: undefined }, { ignoreIfRange: true }, [206, 200]],
    ['no date any more', DATE, { lastModified: undefined }, { ignoreIfRange: true }, [206, 200]],
    ['a weak ETag now', ETAG, { etag: 'W/"one"' }, { ignoreIfRange: true }, [206, 200]],
    ['another place behind the link', ETAG, ETAG, { redirect: '/elsewhere.wav' }, [206, 200]],
  ])('%s: no splice', async (_, before, after, behaviour, statuses) => {
    await using half = await cutDownload(before)
    half.server.content = { bytes: recording(LENGTH), ...after }
    half.server.behaviour = behaviour
    await expectWhole(half, statuses)
  })

  it.each([-1, 1])('the same ETag and another length (%d): no splice', async more => {
    await using half = await cutDownload(ETAG)
    half.server.content = { bytes: recording(LENGTH + more), ...ETAG }
    await expectWhole(half, [206, 200])
  })

  it('it is shorter now than what is there: all of it is asked for', async () => {
    await using half = await cutDownload(ETAG)
    half.server.content = { bytes: recording(half.kept - 1), ...ETAG }
    await expectWhole(half, [416, 200])
  })

  it('another link in the same folder: nothing is taken over', async () => {
    await using half = await cutDownload(ETAG)
    await expectWhole(half, [200], half.server.url('/another.wav'))
    expect(half.server.asked).toMatchObject([{ range: undefined }])
  })
})

describe('H7: the server does not give parts, or the wrong ones', () => {
  it('it ignores Range', async () => {
    await using half = await cutDownload(ETAG)
    half.server.behaviour = { ignoreRange: true }
    await expectWhole(half, [200])
    expect(half.server.asked).toMatchObject([{ range: `bytes=${half.kept}-`, sent: LENGTH }])
  })

  it.each<[string, (kept: number) => string | undefined]>([
    ['from elsewhere', kept => `bytes ${kept - 1}-${LENGTH - 1}/${LENGTH}`],
    ['of an unknown whole', kept => `bytes ${kept}-${LENGTH - 1}/*`],
    ['of nothing that is said', () => undefined],
    ['in words', () => 'the rest'],
  ])('a part %s', async (_, range) => {
    await using half = await cutDownload(ETAG)
    half.server.behaviour = { headers: { 'content-range': range(half.kept) } }
    await expectWhole(half, [206, 200])
  })

  it('the rest is cut too: it goes on from there', async () => {
    await using half = await cutDownload(ETAG)
    half.server.behaviour = { cutAt: 500_000 }
    await expect(half.download.go()).rejects.toMatchObject({ errorClass: 'Transient' })
    half.server.behaviour = {}
    const kept = await keptBytes(half.download)
    expect(kept).toBeGreaterThan(half.kept)
    await expectWhole(half, [206, 206])
    expect(half.server.asked[1]).toMatchObject({ range: `bytes=${kept}-` })
  })
})

describe('what is left on the disk is not believed, but proven', () => {
  it.each<[string, (half: Half) => Promise<void>]>([
    [
      'a flipped byte in the part',
      half => edit(half, 'media.part', bytes => bytes.fill(bytes.readUInt8(9) ^ 1, 9, 10)),
    ],
    ['a part that lost its end', half => truncate(half.download.at('media.part'), half.kept - 1)],
    ['a part full of zeros, as after a power cut', half => edit(half, 'media.part', bytes => bytes.fill(0, 1_000_000))],
    ['half a note', half => truncate(half.download.at('media.part.json'), 40)],
    ['an empty note', half => truncate(half.download.at('media.part.json'), 0)],
    ['a note of no kind', half => writeFile(half.download.at('media.part.json'), '{"bytes": 12}')],
  ])('%s: it begins anew', async (_, damage) => {
    await using half = await cutDownload(ETAG)
    await damage(half)
    await expectWhole(half, [200])
  })

  it('bytes after the proven ones are not used', async () => {
    await using half = await cutDownload(ETAG)
    await writeFile(half.download.at('media.part'), 'never proven', { flag: 'a' })
    await expectWhole(half, [206])
  })
})

/** What the note says; zero without one. */
async function keptBytes(download: Download): Promise<number> {
  if (!(await download.names()).includes('media.part.json')) return 0
  return z.object({ bytes: z.number() }).parse(JSON.parse(await readFile(download.at('media.part.json'), 'utf8'))).bytes
}

async function edit({ download }: Half, name: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(download.at(name), change(await readFile(download.at(name))))
}
