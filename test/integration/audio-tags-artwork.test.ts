// Covers: what players take stays as it is, other pictures are made so, and what is none is left out.

import { readFile, writeFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Cover, coverOf } from '../../src/audio/artwork.ts'
import { pictureSize } from '../../src/audio/tags/image-size.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { type Folder, ffmpeg, openFolder, PROGRAMS } from '../unit/audio/files.ts'
import { makeFiles } from '../unit/audio/tag-files.ts'

const signal = new AbortController().signal
const pathOf = (cover: Cover | undefined) => (cover && 'path' in cover ? cover.path : undefined)

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  const cover = (folder: Folder, path: string, from: 'picture' | 'audio' = 'picture') =>
    coverOf(() => programs.ffmpeg, path, { from, dir: folder.dir, signal })
  const make = async (path: string, size: string, options: readonly string[] = []) => {
    await ffmpeg(programs, ['-f', 'lavfi', '-i', `testsrc2=s=${size}`, '-frames:v', '1', ...options, path])
    return path
  }

  describe.skipIf(!found)(name, () => {
    it.each(['small.jpg', 'small.png'])('%s stays as it is', async file => {
      await using folder = await openFolder()
      const path = await make(folder.at(file), '800x600')
      expect(await cover(folder, path)).toEqual({ path })
    })

    it.each([
      ['wide.jpg', '3000x1500', 800, 400],
      ['high.png', '700x1400', 400, 800],
      ['odd.jpg', '801x801', 800, 800],
    ])('%s of %s becomes a JPEG of %d × %d', async (file, size, width, height) => {
      await using folder = await openFolder()
      const made = pathOf(await cover(folder, await make(folder.at(file), size))) ?? ''
      expect(pictureSize(await readFile(made))).toEqual({ kind: 'jpeg', width, height })
    })

    it('a picture of more than 500 kB becomes smaller, though it has 800 pixels', async () => {
      await using folder = await openFolder()
      const noise = ['-vf', 'noise=alls=100:allf=u', '-q:v', '1']
      const path = await make(folder.at('noise.jpg'), '800x800', noise)
      expect((await readFile(path)).length).toBeGreaterThan(500_000)
      const made = await readFile(pathOf(await cover(folder, path)) ?? '')
      expect(made.length).toBeLessThanOrEqual(500_000)
      expect(pictureSize(made)).toEqual({ kind: 'jpeg', width: 800, height: 800 })
    })

    it('WebP becomes JPEG', async () => {
      await using folder = await openFolder()
      const path = folder.at('cover.webp')
      await writeFile(path, WEBP)
      expect(pictureSize(WEBP)).toEqual({ kind: 'webp', width: 2, height: 2 })
      const made = await readFile(pathOf(await cover(folder, path)) ?? '')
      expect(pictureSize(made)).toEqual({ kind: 'jpeg', width: 2, height: 2 })
    })

    it('the picture in an audio file is taken and made smaller', async () => {
      await using folder = await openFolder()
      const { path } = await makeFiles(programs, folder)
      expect(await cover(folder, path('m4a'), 'audio')).toBeUndefined()
      await writeTags(path('m4a'), 'm4a', { picture: await make(folder.at('large.png'), '1200x1200') })
      const made = await readFile(pathOf(await cover(folder, path('m4a'), 'audio')) ?? '')
      expect(pictureSize(made)).toMatchObject({ kind: 'jpeg', width: 800 })
    })

    it('a bomb is not even begun', async () => {
      await using folder = await openFolder()
      const path = folder.at('cover.png')
      await writeFile(path, png(60_000, 60_000))
      expect(await cover(folder, path)).toEqual({ leftOut: 'it claims 60000 × 60000 pixels' })
    })

    it.each<[string, () => Buffer]>([
      ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
      ['HTML', () => Buffer.from('<!doctype html><img src="http://127.0.0.1/">')],
      ['a playlist', () => Buffer.from('#EXTM3U\nfile:///etc/passwd\n')],
      ['nothing', () => Buffer.alloc(0)],
      ['a PNG of no size', () => png(0, 0)],
      ['a PNG that ends in its head', () => png(900, 900).subarray(0, 20)],
      ['a JPEG that begins only', () => Buffer.concat([JPEG_HEAD, Buffer.alloc(2000, 7)])],
      ['WebP that is none', () => Buffer.concat([WEBP.subarray(0, 30), Buffer.alloc(100, 7)])],
    ])('%s is left out, with a reason', async (_, bytes) => {
      await using folder = await openFolder()
      const path = folder.at('cover.jpg')
      await writeFile(path, bytes())
      expect(await cover(folder, path)).toEqual({ leftOut: expect.stringMatching(/\w{3}/) })
    })
  })
}

/** A whole file by its chunks, of an empty picture. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const chunk = (name: string, data: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    return Buffer.concat([size, Buffer.from(name), data, Buffer.alloc(4)])
  }
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(0))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** 900 × 900, and no picture behind it. */
const JPEG_HEAD = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 3, 132, 3, 132, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])

/** Two pixels by two. */
const WEBP = Buffer.from(
  'UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoCAAIAAgA0JaACdLoB+AADsAD+8Oj3/yC5YXXI1/8gP+QH/ID/+PIAAAA=',
  'base64',
)
