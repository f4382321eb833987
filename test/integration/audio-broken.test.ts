// What is no audio, or is damaged, ends with the right word for it, whatever its name says.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { decodeOnce } from '../../src/audio/ffmpeg.ts'
import { Environment, InputFault } from '../../src/errors.ts'
import { runProgram } from '../../src/run-program.ts'
import { ffmpeg, openFolder, PROGRAMS, wavBytes, writeWav } from '../unit/audio/files.ts'
import { noise, whiteNoise } from '../unit/audio/signals.ts'
import { judge } from '../unit/audio/verdict.ts'

const NEVER = new AbortController().signal

/** A tag, or nothing when it is fine. */
const verdict = async (...of: Parameters<typeof judge>) => (await judge(...of))?.tag

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
  ['a PNG', 'a.mp3', Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(30_000, 9)])],
  ['a ZIP', 'a.wav', Buffer.concat([Buffer.from('504b03041400000008000000', 'hex'), randomBytes(60_000, 10)])],
  ['a program', 'a.mp3', await readFile(process.execPath).then(bytes => bytes.subarray(0, 300_000))],
  ['the head of an MP3', 'a.mp3', Buffer.from('fffb9064', 'hex')],
  ['the head of an M4A', 'a.m4a', Buffer.from('00000020667479704d344120000002004d344120', 'hex')],
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
      [
        'a DASH manifest',
        (target: string) =>
          `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="audio/wav"><Representation id="1" bandwidth="1"><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
      ],
      ['an ASX list', (target: string) => `<asx version="3.0"><entry><ref href="file://${target}"/></entry></asx>`],
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

    it('a folder and a pipe are not audio, and nobody waits for them', async () => {
      await using folder = await openFolder()
      await mkdir(folder.at('a.mp3'))
      await runProgram('mkfifo', [folder.at('b.mp3')])
      expect(await verdict(programs, folder, folder.at('a.mp3'))).toBe('Not_Audio')
      expect(await verdict(programs, folder, folder.at('b.mp3'))).toBe('Not_Audio')
    })

    it('a file that is gone is no fault of the recording', async () => {
      await using folder = await openFolder()
      await expect(judge(programs, folder, folder.at('gone.mp3'))).rejects.toThrow(Environment)
    })
  })
}
