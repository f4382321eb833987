import { readdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkTags } from '../../../src/audio/tags/check.ts'
import { withOurs } from '../../../src/audio/tags/comment.ts'
import type { Changes } from '../../../src/audio/tags/fields.ts'
import { setId3 } from '../../../src/audio/tags/id3.ts'
import { parseId3, renderId3 } from '../../../src/audio/tags/id3-frames.ts'
import { pictureSize } from '../../../src/audio/tags/image-size.ts'
import { mp4Pieces } from '../../../src/audio/tags/mp4.ts'
import { readOwn } from '../../../src/audio/tags/own.ts'
import { type OldFile, type Piece, rewrite } from '../../../src/audio/tags/pieces.ts'
import { changesOf } from '../../../src/audio/tags/values.ts'
import { parseComments, renderComments, setComments } from '../../../src/audio/tags/vorbis.ts'
import { writeTags } from '../../../src/audio/tags/write.ts'
import fc from '../../support/property.ts'
import { openFolder, writeWav } from './files.ts'
import { big, box, id3, latin, noise } from './foreign-tags.ts'

const titled = (title: string): Changes => ({ texts: { title } })

describe('our part of a comment', () => {
  it.each([
    [undefined, 'a', '[source: a]'],
    ['', 'a', '[source: a]'],
    ['8A - Energy 6', 'a', '8A - Energy 6 [source: a]'],
    ['8A [source: old]', 'a', '8A [source: a]'],
    ['8A [source: old] peak [source: older]', 'a', '8A peak [source: a]'],
    ['[source: old] 5/5', 'a', '5/5 [source: a]'],
    ['[live] see [2]', 'https://x/[y]', '[live] see [2] [source: https://x/[y%5D]'],
  ])('%j and %j', (before, ours, after) => {
    expect(withOurs(before, ours)).toBe(after)
    expect(withOurs(after, ours)).toBe(after)
  })

  it('never changes what is another’s, however often it is put in', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.webUrl(), { minLength: 1, maxLength: 4 }), (theirs, links) => {
        fc.pre(!theirs.includes('[source: '))
        const after = links.reduce((comment: string, link) => withOurs(comment, link), theirs)
        expect(after.startsWith(theirs.trim())).toBe(true)
        expect(after.split('[source: ')).toHaveLength(2)
      }),
    )
  })
})

describe('ID3', () => {
  const frame24 = (id: string, flags: number, data: Buffer) =>
    Buffer.concat([latin(id), Buffer.from([0, 0, data.length >> 7, data.length & 127]), Buffer.from([0, flags]), data])

  it('a tag of version 2.4 stays one, with its date in one frame', () => {
    const theirs = [frame24('TXXX', 0, Buffer.from('\x03ä\0b')), frame24('GEOB', 0, noise(300))]
    const old = id3([frame24('TDRC', 0, latin('\x031999-01-01')), ...theirs], { version: 4 })
    const bytes = renderId3(setId3(parseId3(old), { texts: { title: 'T', date: '2024-05-31' } }))
    const { version, frames } = parseId3(bytes)
    expect([version, frames.map(({ id }) => id)]).toEqual([4, ['TIT2', 'TDRC', 'TXXX', 'GEOB']])
    expect(frames[1]?.data.toString('latin1')).toBe('\x002024-05-31')
    for (const frame of theirs) expect(bytes.includes(frame)).toBe(true)
  })

  it('sizes that a program wrote into 2.4 as 2.3 has them are understood', () => {
    const long = Buffer.concat([latin('GEOB'), big(300), Buffer.alloc(2), noise(300)])
    const { frames } = parseId3(id3([long, frame24('TIT2', 0, latin('\0T'))], { version: 4 }))
    expect(frames.map(({ id, data }) => [id, data.length])).toEqual([
      ['GEOB', 300],
      ['TIT2', 2],
    ])
  })

  it('2.3 in its unsynchronised form is written in the plain one', () => {
    const content = Buffer.from([0xff, 0x00, 0xe0, 1])
    const frame = Buffer.concat([latin('PRIV'), big(3), Buffer.alloc(2), content])
    const tag = parseId3(id3([frame], { flags: 0x80 }))
    expect(tag.frames.map(({ data }) => [...data])).toEqual([[0xff, 0xe0, 1]])
    expect(renderId3(tag)[5]).toBe(0)
  })

  it('a packed frame of the same name is not looked into, and stays', () => {
    const packed = Buffer.concat([latin('COMM'), big(9), Buffer.from([0, 0x80]), noise(9)])
    const tag = setId3(parseId3(id3([packed])), { texts: { comment: 'x' } })
    expect(tag.frames.map(({ id, flags }) => [id, flags])).toEqual([
      ['COMM', 0],
      ['COMM', 0x80],
    ])
  })

  it.each([
    ['a frame longer than the tag', id3([Buffer.concat([latin('TIT2'), big(5000), Buffer.alloc(8)])])],
    ['names that are none', id3([Buffer.concat([latin('tit2'), big(2), Buffer.alloc(4)])])],
    ['version 2.2', id3([latin('TT2\0\0\x02\0a')], { version: 2 })],
  ])('%s: nothing is written that would lose it', (_, bytes) => {
    expect(() => parseId3(bytes)).toThrow(/cannot be kept/)
  })

  it('any frames of others come out as they went in', () => {
    const name = fc.stringMatching(/^[XYZ][A-Z0-9]{3}$/)
    const frames = fc.array(
      fc.record({
        id: name,
        flags: fc.nat(0xffff),
        data: fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
      }),
    )
    fc.assert(
      fc.property(frames, fc.constantFrom<3 | 4>(3, 4), fc.nat(2000), (theirs, version, padding) => {
        const once = renderId3(setId3({ version, frames: theirs }, titled('T')), padding)
        const again = parseId3(renderId3(setId3(parseId3(once), titled('U'))))
        expect(again.frames.slice(1)).toEqual(theirs)
      }),
    )
  })
})

describe('comments of FLAC', () => {
  it('any comments of others come out as they went in', () => {
    const entry = fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes))
    fc.assert(
      fc.property(entry, fc.array(entry), (vendor, entries) => {
        fc.pre(!entries.some(one => /^title=/i.test(one.toString('latin1'))))
        const block = renderComments(setComments({ vendor, entries }, { title: 'T' }))
        expect(parseComments(block)).toEqual({ vendor, entries: [Buffer.from('TITLE=T'), ...entries] })
      }),
    )
  })

  it('a cut block is refused', () => {
    expect(() => parseComments(Buffer.concat([big(0), Buffer.from([200, 0, 0, 0]), Buffer.alloc(8)]))).toThrow(
      RangeError,
    )
  })
})

describe('MP4', () => {
  const table = (type: string, ...offsets: Buffer[]) => box(type, big(0), big(offsets.length), ...offsets)
  const sound = noise(64)
  const movie = (...tables: Buffer[]) => box('moov', box('trak', box('mdia', box('minf', box('stbl', ...tables)))))
  const ftyp = box('ftyp', latin('M4A '))
  const open = (bytes: Buffer): OldFile => ({
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
  })
  const join = (bytes: Buffer, pieces: readonly Piece[]) =>
    Buffer.concat(pieces.map(piece => (piece instanceof Uint8Array ? piece : bytes.subarray(piece.from, piece.to))))

  it.each(['stco', 'co64'])('places in %s go with the sound; those in front of the list stay', async type => {
    const wide = (value: number) => (type === 'co64' ? Buffer.concat([big(0), big(value)]) : big(value))
    const size = movie(table(type, wide(0), wide(0))).length
    const first = box('mdat', sound)
    const early = ftyp.length + 8
    const late = ftyp.length + first.length + size + 16
    const mdat = Buffer.concat([big(1), latin('mdat'), big(0), big(16 + sound.length), sound]) // a long size
    const bytes = Buffer.concat([ftyp, first, movie(table(type, wide(early), wide(late))), mdat])
    const made = join(bytes, await mp4Pieces(open(bytes), titled('A title')))
    const at = made.indexOf(type) + 12
    const offsets = [0, 1].map(i =>
      type === 'co64' ? Number(made.readBigUInt64BE(at + 8 * i)) : made.readUInt32BE(at + 4 * i),
    )
    expect(offsets[0]).toBe(early)
    expect(offsets.map(offset => made.subarray(offset, offset + sound.length))).toEqual([sound, sound])
    expect(made.includes('A title')).toBe(true)
  })

  it('a file in fragments is refused, as is one whose places do not fit', async () => {
    const fragments = Buffer.concat([ftyp, movie(), box('moof', noise(20)), box('mdat', sound)])
    await expect(mp4Pieces(open(fragments), titled('T'))).rejects.toMatchObject({ tag: 'Metadata_Failed' })
    const far = Buffer.concat([ftyp, movie(table('stco', big(0xfffffff0))), box('mdat', sound)])
    await expect(mp4Pieces(open(far), titled('T'))).rejects.toMatchObject({ tag: 'Metadata_Failed' })
  })

  it('a last box without a size reaches to the end', async () => {
    const bytes = Buffer.concat([ftyp, movie(), big(0), latin('mdat'), sound])
    expect(join(bytes, await mp4Pieces(open(bytes), titled('T'))).subarray(-72)).toEqual(bytes.subarray(-72))
  })
})

describe('values', () => {
  it('empty ones are none, and a tempo has its whole number and its decimals', async () => {
    expect(await changesOf({ title: '', artist: 'A', tempo: 127.996 })).toEqual({
      texts: { artist: 'A', tempo: '128', exactTempo: '128' },
      picture: undefined,
    })
    expect((await changesOf({ tempo: 93.333 })).texts).toEqual({ tempo: '93', exactTempo: '93.33' })
  })
})

describe('a file made anew', () => {
  it('that cannot be finished, or is refused, leaves the old one, and nothing beside it', async () => {
    await using folder = await openFolder()
    const path = folder.at('a.bin')
    await writeFile(path, noise(9))
    const rewritten = (to: number, refusal?: string) =>
      rewrite(
        path,
        async () => [noise(5), { from: 0, to }],
        async () => {
          if (refusal) throw new Error(refusal)
        },
      )
    await expect(rewritten(10)).rejects.toThrow(RangeError)
    await expect(rewritten(9, 'not fit')).rejects.toThrow('not fit')
    expect(await readFile(path)).toEqual(noise(9))
    expect(await readdir(folder.dir)).toEqual(['a.bin'])
  })
})

describe('the check', () => {
  it('names what the file does not say', async () => {
    await using folder = await openFolder()
    const path = await writeWav(folder.at('a.wav'), [new Float32Array(100)])
    const { own, ...values } = { title: 'T', artist: 'A', date: '2024', tempo: 120, comment: 'c', own: { page: 'p' } }
    await writeTags(path, 'wav', values)
    await checkTags(path, await changesOf(values))
    const others = {
      title: 'U',
      artist: 'A',
      date: '2023',
      tempo: 120.4,
      comment: 'd',
      genre: 'g',
      own,
      trackNumber: 2,
    }
    const picture = { data: noise(20), type: 'image/png' } as const
    await expect(checkTags(path, { ...(await changesOf(others)), picture })).rejects.toMatchObject({
      tag: 'Metadata_Failed',
      fields: { fields: ['title', 'date', 'comment', 'genre', 'exactTempo', 'trackNumber', 'own', 'picture'] },
    })
  })
})

describe('our mark', () => {
  it.each(['{"page":', '[]', '{"page":7}', 'null'])('%s is none', async text => {
    await using folder = await openFolder()
    const frame = latin(`\0application/json\0\0orchestrator\0${text}`)
    const path = folder.at('a.mp3')
    await writeFile(path, id3([Buffer.concat([latin('GEOB'), big(frame.length), Buffer.alloc(2), frame])]))
    expect(await readOwn(path)).toBeUndefined()
  })
})

describe('the size of a picture', () => {
  it('is never asked for in vain', () => {
    const heads = [[], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], [...latin('RIFF\0\0\0\0WEBPVP8')]]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 60 }), (head, rest) => {
        const size = pictureSize(Buffer.from([...head, ...rest]))
        if (size) expect(Number.isSafeInteger(size.width * size.height)).toBe(true)
      }),
    )
  })

  it('stands behind other segments of a JPEG, and fill bytes', () => {
    const exif = [0xff, 0xe1, 0, 6, 0xff, 0xc0, 1, 1]
    const frame = [0xff, 0xff, 0xc2, 0, 17, 8, 2, 88, 3, 32]
    expect(pictureSize(Buffer.from([0xff, 0xd8, ...exif, ...frame]))).toEqual({ kind: 'jpeg', width: 800, height: 600 })
  })
})
