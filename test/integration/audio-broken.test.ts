// What is no audio, or is damaged, ends with the right word for it, whatever its name says.

import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { decodeOnce } from '../../src/audio/ffmpeg.ts'
import { InputFault } from '../../src/errors.ts'
import { isOutcome, type StageContext, type TrackWork } from '../../src/pipeline/stage.ts'
import { convertAndAnalyse } from '../../src/pipeline/stages/convert-and-analyse.ts'
import { verifyAudio } from '../../src/pipeline/stages/verify-audio.ts'
import {
  audioOf,
  type Folder,
  ffmpeg,
  openFolder,
  PROGRAMS,
  type Programs,
  wavBytes,
  writeWav,
} from '../unit/audio/files.ts'
import { loop, noise, whiteNoise } from '../unit/audio/signals.ts'

const NEVER = new AbortController().signal

/** The verdict of the two stages that look at the sound: a tag, or nothing when it is fine. */
async function verdict(programs: Programs, folder: Folder, path: string): Promise<string | undefined> {
  const audio = audioOf(programs)
  const tools = { audio, maxTrackSeconds: 600, formats: ['wav'] }
  const context = { tools, signal: NEVER, progress: () => {} } as unknown as StageContext // all that the two stages ask for
  const work = { staging: folder.dir, source: { path }, outputs: {}, files: {}, notes: [] } as unknown as TrackWork
  try {
    const verified = await verifyAudio.run(work, context)
    if (isOutcome(verified)) throw new Error('no outcome was expected')
    await convertAndAnalyse.run(verified, context)
    return undefined
  } catch (error) {
    if (error instanceof InputFault) return error.tag
    throw error
  }
}

function randomBytes(length: number, seed: number): Buffer {
  const next = noise(seed)
  return Buffer.from(Array.from({ length }, () => Math.floor((next() + 1) * 128) & 0xff))
}

const NO_AUDIO: [string, string, Buffer | string][] = [
  ['nothing', 'a.mp3', ''],
  ['zero bytes', 'a.mp3', Buffer.alloc(50_000)],
  ['HTML', 'a.mp3', `<!doctype html><html><body>${'<p>Not found</p>'.repeat(200)}</body></html>`],
  ['HTML', 'a.m4a', `<!doctype html><html><body>${'<p>Not found</p>'.repeat(200)}</body></html>`],
  ['JSON', 'a.wav', JSON.stringify({ error: 'not found', list: Array.from({ length: 500 }, (_, i) => i) })],
  ['random bytes', 'a.mp3', randomBytes(200_000, 5)],
  ['other random bytes', 'a.mp3', randomBytes(200_000, 77)],
  ['random bytes', 'a.flac', randomBytes(50_000, 6)],
  [
    'a JPEG',
    'a.mp3',
    Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(30_000, 8)]),
  ],
  [
    'an ID3 tag alone',
    'a.mp3',
    Buffer.concat([Buffer.from('494433030000000000 0a'.replace(' ', ''), 'hex'), Buffer.alloc(10)]),
  ],
  ['the header of a WAV', 'a.wav', wavBytes([new Float32Array(0)])],
]

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each(NO_AUDIO)('%s named %s is not audio', async (_, file, content) => {
      await using folder = await openFolder()
      await writeFile(folder.at(file), content)
      expect(await verdict(programs, folder, folder.at(file))).toBe('Not_Audio')
    })

    it('a film without sound is not audio', async () => {
      await using folder = await openFolder()
      const path = folder.at('a.mp4')
      await ffmpeg(programs, ['-f', 'lavfi', '-i', 'testsrc=d=2:s=64x64:r=10', '-c:v', 'mpeg4', path])
      expect(await verdict(programs, folder, path)).toBe('Not_Audio')
    })

    it.each([
      [
        'an HLS playlist',
        (target: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n${target}\n#EXT-X-ENDLIST\n`,
      ],
      ['an ffconcat list', (target: string) => `ffconcat version 1.0\nfile '${target}'\n`],
    ])('%s in disguise opens no other file', async (_, write) => {
      await using folder = await openFolder()
      const target = await writeWav(folder.at('secret.wav'), [whiteNoise(5)])
      await writeFile(folder.at('a.mp3'), write(target))
      expect(await verdict(programs, folder, folder.at('a.mp3'))).toBe('Not_Audio')
      let heard = 0
      const decoding = decodeOnce({
        ffmpeg: programs.ffmpeg,
        input: folder.at('a.mp3'),
        facts: { container: 'mp3', codec: 'mp3', sampleRate: 44_100, channels: 2, bitDepth: 16, hasPicture: false },
        outputs: { wav: folder.at('out.wav') },
        m4aCodec: 'alac',
        signal: NEVER,
        timeoutMs: 10_000,
        onSamples: async samples => {
          heard += samples.length
          return undefined
        },
      })
      await expect(decoding).rejects.toThrow(InputFault)
      expect(heard).toBe(0)
    })

    it.each([
      ['wav', 0.97],
      ['aiff', 0.5],
      ['flac', 0.9],
      ['mp3', 0.9],
      ['m4a', 0.5],
      ['faststart.m4a', 0.6],
    ])('%s cut at %d of its length is not taken for whole', async (extension, share) => {
      await using folder = await openFolder()
      const source = await writeWav(folder.at('source.wav'), [loop(124, 6)])
      const whole = folder.at(`whole.${extension}`)
      const options = extension.startsWith('faststart') ? ['-movflags', '+faststart'] : []
      await ffmpeg(programs, ['-i', source, ...options, whole])
      expect(await verdict(programs, folder, whole)).toBeUndefined()
      const bytes = await readFile(whole)
      await writeFile(folder.at(`cut.${extension}`), bytes.subarray(0, bytes.length * share))
      const expected = extension === 'm4a' ? 'Not_Audio' : 'Corrupt_Audio' // its table of contents stood at the end
      expect(await verdict(programs, folder, folder.at(`cut.${extension}`))).toBe(expected)
    })

    it.each(['flac', 'm4a'])('%s with flipped bytes is corrupt', async extension => {
      await using folder = await openFolder()
      const source = await writeWav(folder.at('source.wav'), [loop(124, 6)])
      const path = folder.at(`a.${extension}`)
      await ffmpeg(programs, ['-i', source, ...(extension === 'm4a' ? ['-c:a', 'alac'] : []), path])
      const bytes = await readFile(path)
      for (let i = 0; i < 400; i += 1) {
        const at = 20_000 + ((i * 7919) % (bytes.length - 30_000))
        bytes[at] = (bytes[at] ?? 0) ^ 0xff
      }
      await writeFile(path, bytes)
      expect(await verdict(programs, folder, path)).toBe('Corrupt_Audio')
    })
  })
}
