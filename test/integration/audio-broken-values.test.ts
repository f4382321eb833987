// Files that are whole, and yet no music: headers that cannot be, numbers that are none, nothing to hear.

import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { effectiveBits } from '../../src/audio/check-bits.ts'
import { checkSource } from '../../src/audio/check-source.ts'
import { inputOf, PROTOCOLS } from '../../src/audio/probe.ts'
import { ffmpeg, openFolder, PROGRAMS, pcmMd5, wavBytes, writeWav } from '../unit/audio/files.ts'
import { loop, silence, sine, whiteNoise } from '../unit/audio/signals.ts'
import { judge } from '../unit/audio/verdict.ts'

const NEVER = new AbortController().signal
const MUSIC = loop(124, 6)

/** A WAV whose header says something else at one place. */
function wavWith(at: number, value: number, width: 2 | 4): Buffer {
  const bytes = wavBytes([MUSIC])
  bytes.writeUIntLE(value, at, width)
  return bytes
}

/** Floating-point samples. */
function floatWav(samples: Float32Array): Buffer {
  const header = wavBytes([new Float32Array(0)])
  header.writeUInt16LE(3, 20)
  header.writeUInt32LE(4 * 44_100, 28)
  header.writeUInt16LE(4, 32)
  header.writeUInt16LE(32, 34)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}

const HEADERS: [string, Buffer, string][] = [
  ['1 Hz', wavWith(24, 1, 4), 'Not_Audio'],
  ['4 MHz', wavWith(24, 4_000_000, 4), 'Not_Audio'],
  ['a negative rate', wavWith(24, 0xffff_ff00, 4), 'Not_Audio'],
  ['64 channels', wavWith(22, 64, 2), 'Not_Audio'],
  ['no channels', wavWith(22, 0, 2), 'Not_Audio'],
  ['more sound than there is', wavWith(40, 50_000_000, 4), 'Corrupt_Audio'],
  ['ten hours', wavWith(40, 0x7000_0000, 4), 'Corrupt_Audio'],
  ['a format chunk of 4 GB', wavWith(16, 0xffff_fff0, 4), 'Not_Audio'],
]

const at = (seconds: number, value: number) => {
  const samples = Float32Array.from(MUSIC)
  samples[Math.round(seconds * 44_100)] = value
  return samples
}

for (const [name, found] of PROGRAMS) {
  const programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it.each(HEADERS)('a header that says %s', async (_, bytes, tag) => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), bytes)
      expect((await judge(programs, folder, folder.at('a.wav')))?.tag).toBe(tag)
    })

    it('a length that nobody knew when it was written is no fault', async () => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), wavWith(40, 0x7fff_f000, 4))
      const facts = await checkSource(programs, folder.at('a.wav'), NEVER)
      expect(facts.codec).toBe('pcm_s16le')
    })

    it.each([
      ['no number', at(2, Number.NaN)],
      ['infinity', at(4, Number.POSITIVE_INFINITY)],
      ['a huge number', at(5.9, 1e30)],
    ])('%s among the samples is damage', async (_, samples) => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), floatWav(samples))
      expect((await judge(programs, folder, folder.at('a.wav')))?.tag).toBe('Corrupt_Audio')
    })

    it('floating-point music above full scale is music', async () => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), floatWav(MUSIC.map(value => 3 * value)))
      expect(await judge(programs, folder, folder.at('a.wav'))).toBeUndefined()
    })

    it.each<[string, Float32Array[]]>([
      ['silence', [silence(10)]],
      ['short silence', [silence(3)]],
      ['short and dithered silence', [whiteNoise(3, 1 / 32_767)]],
      ['dithered silence', [whiteNoise(10, 1 / 32_767)]],
      ['a constant level', [silence(10).fill(0.5)]],
      ['a constant level in both channels', [silence(10).fill(0.3), silence(10).fill(-0.2)]],
    ])('%s is no track', async (_, channels) => {
      await using folder = await openFolder()
      const path = await writeWav(folder.at('a.wav'), channels)
      expect(await judge(programs, folder, path)).toEqual({
        tag: 'Not_Audio',
        sentence: 'the recording is silent from beginning to end',
      })
    })

    it.each<[string, Float32Array[]]>([
      ['one channel that is silent', [MUSIC, silence(6)]],
      ['channels against each other', [MUSIC, MUSIC.map(value => -value)]],
      ['very quiet music', [MUSIC.map(value => value / 300)]],
      ['music after a long silence', [new Float32Array(44_100 * 20).map((_, i) => MUSIC[i - 44_100 * 15] ?? 0)]],
      ['one second', [sine(440, 1, 0.5)]],
    ])('%s is music', async (_, channels) => {
      await using folder = await openFolder()
      const path = await writeWav(folder.at('a.wav'), channels)
      expect(await judge(programs, folder, path)).toBeUndefined()
    })

    it('thirty seconds of a promised two hundred are a preview', async () => {
      await using folder = await openFolder()
      const path = await writeWav(folder.at('a.wav'), [whiteNoise(30)])
      expect(await judge(programs, folder, path, { promisedSeconds: 200 })).toEqual({
        tag: 'Preview_Only',
        sentence: 'the source promised 3:20, the file has 0:30',
      })
    })

    it('two streams of sound: the first is taken, whatever the name says', async () => {
      await using folder = await openFolder()
      const [first, second] = [
        await writeWav(folder.at('1.wav'), [MUSIC]),
        await writeWav(folder.at('2.wav'), [whiteNoise(3)]),
      ]
      const both = ['-i', first, '-i', second, '-map', '0', '-map', '1']
      await ffmpeg(programs, [...both, '-c:a', 'alac', '-f', 'ipod', folder.at('a.mp3')])
      expect(await judge(programs, folder, folder.at('a.mp3'))).toBeUndefined()
      expect(await pcmMd5(programs, folder.at('out.wav'), 16, ['-ac', '1'])).toBe(await pcmMd5(programs, first, 16))
    })

    it('what stands before and behind the frames of an MP3 is no damage, and is not decoded', async () => {
      await using folder = await openFolder()
      await ffmpeg(programs, ['-i', await writeWav(folder.at('a.wav'), [MUSIC]), folder.at('plain.mp3')])
      const plain = await readFile(folder.at('plain.mp3'))
      const sound = await pcmMd5(programs, folder.at('plain.mp3'), 16)
      for (const [what, [before, behind]] of Object.entries(SURROUNDINGS)) {
        await writeFile(folder.at('b.mp3'), Buffer.concat([before, plain, behind]))
        const facts = await checkSource(programs, folder.at('b.mp3'), NEVER)
        expect(facts.end, what).toBe(behind.length ? before.length + plain.length : undefined)
        const input = ['-xerror', '-protocol_whitelist', PROTOCOLS, '-i', inputOf(folder.at('b.mp3'), facts)]
        const heard = await ffmpeg(programs, [...input, '-map', '0:a', '-c:a', 'pcm_s16le', '-f', 'md5', '-'])
        expect(heard, what).toBe(sound)
      }
    })

    it.each<[string, string[], 16 | 24]>([
      ['24 bits', ['-c:a', 'pcm_s24le', 'b.wav'], 24],
      ['24 bits', ['-sample_fmt', 's32', 'b.flac'], 24],
      ['24 bits', ['-c:a', 'pcm_f32le', 'b.wav'], 24],
      ['20 bits', ['-c:a', 'pcm_s24le', 'c.wav'], 24],
      ['16 bits', ['-c:a', 'pcm_s24le', 'b.wav'], 16],
      ['16 bits', ['-sample_fmt', 's32', 'b.flac'], 16],
      ['16 bits', ['-c:a', 'alac', '-sample_fmt', 's32p', 'b.m4a'], 16],
      ['16 bits', ['-c:a', 'pcm_f32le', 'b.wav'], 16],
      ['16 bits and one sample more', ['-c:a', 'pcm_s24le', 'b.wav'], 24],
      ['8 bits', ['-c:a', 'pcm_u8', 'b.wav'], 16],
    ])('%s in %j count as they are', async (what, options, expected) => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), deepWav(what))
      const path = folder.at(options.at(-1) ?? '')
      await ffmpeg(programs, ['-i', folder.at('a.wav'), ...options.slice(0, -1), path])
      expect((await checkSource(programs, path, NEVER)).bitDepth).toBe(expected)
    })

    it('a file that cannot be looked through keeps all of its bits', async () => {
      await using folder = await openFolder()
      await writeFile(folder.at('a.wav'), deepWav('16 bits'))
      const facts = { ...(await checkSource(programs, folder.at('a.wav'), NEVER)), bitDepth: 24 as const }
      await writeFile(folder.at('a.wav'), deepWav('16 bits').subarray(0, 50_001))
      expect(await effectiveBits({ ffmpeg: programs.ffmpeg, path: folder.at('a.wav'), facts, signal: NEVER })).toBe(24)
    })
  })
}

function id3(length: number): Buffer {
  const size = [21, 14, 7, 0].map(shift => (length >> shift) & 0x7f)
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from(size), Buffer.alloc(length)])
}

function ape(length = 4): Buffer {
  const head = Buffer.from('\0\0\0\0\x02\0\0\0Picture\0', 'latin1')
  head.writeUInt32LE(length)
  const item = Buffer.concat([head, Buffer.alloc(length, 0x41)])
  const edge = (flags: number) => {
    const bytes = Buffer.alloc(32)
    bytes.write('APETAGEX')
    for (const [i, value] of [2000, item.length + 32, 1, flags].entries()) bytes.writeUInt32LE(value, 8 + 4 * i)
    return bytes
  }
  return Buffer.concat([edge(0xa000_0000), item, edge(0x8000_0000)])
}

const NOTHING = Buffer.alloc(0)
const ID3V1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x41)])
const WORDS = 'LYRICSBEGININD0000200LYR00010hello all!'
const LYRICS = Buffer.from(`${WORDS}${String(WORDS.length).padStart(6, '0')}LYRICS200`)

const SURROUNDINGS: Record<string, [Buffer, Buffer]> = {
  ID3v1: [NOTHING, ID3V1],
  APEv2: [NOTHING, ape()],
  'APEv2 and ID3v1': [NOTHING, Buffer.concat([ape(), ID3V1])],
  'Lyrics3 and ID3v1': [NOTHING, Buffer.concat([LYRICS, ID3V1])],
  zeros: [NOTHING, Buffer.alloc(20_000)],
  'a few bytes': [NOTHING, Buffer.from('hello')],
  'a page': [NOTHING, Buffer.from('<html>'.repeat(100))],
  'APEv2 with a picture, and ID3v1': [NOTHING, Buffer.concat([ape(1_500_000), ID3V1])],
  'a huge tag in front': [id3(6_000_000), NOTHING],
}

/** Music of so many bits in a WAV of 24. */
function deepWav(what: string): Buffer {
  const bytes = wavBytes([MUSIC], { bits: 24 })
  const step = what.startsWith('24') ? 1 : what.startsWith('20') ? 16 : 256
  for (let place = 44; place < bytes.length; place += 3)
    bytes.writeIntLE(Math.floor(bytes.readIntLE(place, 3) / step) * step, place, 3)
  if (what.endsWith('more')) bytes.writeUInt8(1, 44 + 3 * 250_000)
  return bytes
}
