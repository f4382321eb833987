// Formats by setting, what is taken over unchanged, loudness on request, and the three makers of fingerprints.

import { chmod, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type Audio, openAudio } from '../../src/audio/audio.ts'
import { capabilitiesOf } from '../../src/audio/capabilities.ts'
import { openFingerprinting } from '../../src/audio/fingerprinting.ts'
import type { AudioFacts } from '../../src/audio/probe.ts'
import { findFpcalc } from '../../src/audio/programs.ts'
import { Environment } from '../../src/errors.ts'
import { AUDIO_FORMATS, type AudioFormat, endingOf } from '../../src/model/audio-format.ts'
import {
  audioOf,
  type Folder,
  ffmpeg,
  openFolder,
  PROGRAMS,
  type Programs,
  pcmMd5,
  writeWav,
} from '../unit/audio/files.ts'
import { loop, sine, whiteNoise } from '../unit/audio/signals.ts'

const NEVER = new AbortController().signal

interface Case {
  audio: Audio
  folder: Folder
  input: string
  formats: readonly AudioFormat[]
  /** In place of what was found. */
  said?: Partial<AudioFacts>
}

async function convert({ audio, folder, input, formats, said }: Case) {
  const facts = { ...(await audio.check(input, NEVER)), ...said }
  const outputs = Object.fromEntries(formats.map(format => [format, folder.at(`out.${endingOf(format)}`)]))
  const result = await audio.process({ input, facts, outputs, signal: NEVER })
  return { facts, outputs, ...result }
}

const music = (seconds: number) => [
  loop(124, seconds),
  loop(124, seconds).map((value, i) => 0.6 * value + (i % 7) / 1000),
]

for (const [name, found] of PROGRAMS) {
  const programs: Programs = found ?? { ffmpeg: '', ffprobe: '' }
  describe.skipIf(!found)(name, () => {
    it('makes all six formats in one pass', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), music(10))
      const audio = audioOf(programs)
      const { outputs } = await convert({ audio, folder, input, formats: AUDIO_FORMATS })
      const codecs: Record<string, string> = {}
      for (const [format, path] of Object.entries(outputs)) codecs[format] = (await audio.probe(path, NEVER)).codec
      expect(codecs).toEqual({
        m4a: 'alac',
        wav: 'pcm_s16le',
        aiff: 'pcm_s16be',
        flac: 'flac',
        mp3: 'mp3',
        aac: 'aac',
      })
      const source = await pcmMd5(programs, input, 16)
      for (const format of ['m4a', 'wav', 'aiff', 'flac'])
        expect(await pcmMd5(programs, outputs[format] ?? '', 16), format).toBe(source)
    })

    it.each<[string, AudioFormat, string, readonly string[]]>([
      ['AAC', 'aac', 'm4a', ['-c:a', 'aac', '-b:a', '128k']],
      ['AAC of a raw stream', 'aac', 'aac', ['-c:a', 'aac', '-b:a', '128k']],
      ['MP3', 'mp3', 'mp3', ['-c:a', 'libmp3lame', '-b:a', '128k']],
    ])('%s stays the very stream it is', async (_, format, ending, options) => {
      await using folder = await openFolder()
      const wav = await writeWav(folder.at('a.wav'), music(8))
      const input = folder.at(`source.${ending}`)
      await ffmpeg(programs, ['-i', wav, ...options, input])
      const audio = audioOf(programs)
      const { outputs } = await convert({ audio, folder, input, formats: [format, 'wav'] })
      const packets = (path: string) =>
        ffmpeg(programs, [
          '-i',
          path,
          '-map',
          '0:a',
          '-c',
          'copy',
          ...(format === 'aac' && ending === 'aac' && path === input ? ['-bsf:a', 'aac_adtstoasc'] : []),
          '-f',
          'md5',
          '-',
        ])
      expect(await packets(outputs[format] ?? '')).toBe(await packets(input))
    })

    it('lossy formats of a 96 kHz source have a rate that players know; lossless ones keep it', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), music(4), { rate: 96_000, bits: 24 })
      const audio = audioOf(programs)
      const { outputs } = await convert({ audio, folder, input, formats: ['flac', 'mp3', 'aac'] })
      const rates = Object.values(outputs).map(async path => (await audio.probe(path, NEVER)).sampleRate)
      expect(await Promise.all(rates)).toEqual([96_000, 48_000, 48_000])
      expect(await pcmMd5(programs, outputs.flac ?? '', 24)).toBe(await pcmMd5(programs, input, 24))
    })

    it('a source that does not tell its length is read a second longer than is taken, and no more', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), music(12))
      const audio = openAudio({
        ffmpegBin: programs.ffmpeg,
        ffprobeBin: programs.ffprobe,
        m4aCodec: 'alac',
        timeoutMs: 60_000,
        maxSeconds: 5,
      })
      const { analysis, outputs } = await convert({
        audio,
        folder,
        input,
        formats: ['wav'],
        said: { seconds: undefined },
      })
      expect(analysis.seconds).toBe(6)
      expect((await audio.probe(outputs.wav ?? '', NEVER)).seconds).toBe(6)
    })

    it('tells the processor time it took', async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), music(20))
      const { cpuMs } = await convert({ audio: audioOf(programs), folder, input, formats: ['m4a'] })
      expect(cpuMs).toBeGreaterThan(50)
      expect(cpuMs).toBeLessThan(20_000)
    })
  })

  describe.skipIf(!found)(`${name}: NORMALIZE_LUFS`, () => {
    const open = (normaliseTo: number) =>
      openAudio({
        ffmpegBin: programs.ffmpeg,
        ffprobeBin: programs.ffprobe,
        m4aCodec: 'alac',
        timeoutMs: 60_000,
        normaliseTo,
      })
    const again = async (path: string) => {
      const audio = audioOf(programs)
      return (await audio.process({ input: path, facts: await audio.probe(path, NEVER), outputs: {}, signal: NEVER }))
        .analysis
    }

    it('makes it quieter or louder, and says what the files then measure', async () => {
      await using folder = await openFolder()
      const tone = sine(997, 12, 10 ** (-10 / 20))
      const input = await writeWav(folder.at('a.wav'), [tone, tone])
      for (const target of [-14, -8]) {
        const { analysis, gain, outputs } = await convert({
          audio: open(target),
          folder,
          input,
          formats: ['wav', 'flac'],
        })
        expect(analysis.loudness).toBeCloseTo(target, 0)
        expect(gain).toBeCloseTo(target + 10, 0)
        const measured = await again(outputs.wav ?? '')
        expect(Math.abs((measured.loudness ?? 0) - (analysis.loudness ?? 0))).toBeLessThanOrEqual(0.1)
        expect(Math.abs((measured.truePeak ?? 0) - (analysis.truePeak ?? 0))).toBeLessThanOrEqual(0.2)
        expect(await pcmMd5(programs, outputs.wav ?? '', 16)).toBe(await pcmMd5(programs, outputs.flac ?? '', 16))
      }
    })

    it('raises no peak above −1 dBTP', async () => {
      await using folder = await openFolder()
      const quiet = loop(124, 12).map(value => 0.3 * value)
      quiet[300_000] = 0.8
      const input = await writeWav(folder.at('a.wav'), [quiet, quiet])
      const { outputs, gain } = await convert({ audio: open(-5), folder, input, formats: ['wav'] })
      expect(gain).toBeGreaterThan(0)
      const { truePeak = 0 } = await again(outputs.wav ?? '')
      expect(truePeak).toBeLessThanOrEqual(-0.9)
      expect(truePeak).toBeGreaterThan(-1.6)
    })
  })
}

describe('what ffmpeg can do', () => {
  it('an ffmpeg without an encoder that is needed is named with what it lacks', async () => {
    await using folder = await openFolder()
    const poor = folder.at('ffmpeg')
    const answer =
      '#!/bin/sh\ncase "$2" in\n-version) echo "ffmpeg version 9.9-poor";;\n-encoders) echo " A..... alac  ALAC";;\n-muxers) echo "  E wav  WAV";;\nesac\n'
    await writeFile(poor, answer)
    await chmod(poor, 0o755)
    expect(await capabilitiesOf(poor)).toEqual({
      version: '9.9-poor',
      encoders: new Set(['alac']),
      muxers: new Set(['wav']),
    })
    const input = await writeWav(folder.at('a.wav'), music(2))
    const audio = openAudio({ ffmpegBin: poor, m4aCodec: 'alac', timeoutMs: 10_000 })
    const fault = await convert({ audio, folder, input, formats: ['m4a', 'mp3'] }).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(Environment)
    expect(String(fault)).toContain('cannot make mp3: it lacks the encoder libmp3lame')
  })
})

describe('fingerprints', () => {
  const [, system] = PROGRAMS[0] ?? []
  const fpcalc = findFpcalc(undefined)

  it.skipIf(!system || !fpcalc)(
    'are made by ffmpeg, by fpcalc or by the analysis (needs ffmpeg and fpcalc on PATH)',
    async () => {
      await using folder = await openFolder()
      const input = await writeWav(folder.at('a.wav'), [
        loop(118, 40),
        whiteNoise(40, 0.1).map((value, i) => value + Math.sin(i / 40) / 4),
      ])
      const npm = PROGRAMS[1]?.[1]
      const { analysis: byFfmpeg } = await convert({
        audio: audioOf(system ?? { ffmpeg: '', ffprobe: '' }),
        folder,
        input,
        formats: [],
      })
      const able = { version: 'none', encoders: new Set<string>(), muxers: new Set<string>() }
      const byFpcalc = openFingerprinting({ input, able, fpcalc })
      // fpcalc rounds otherwise: a word of three hundred differs in a bit (its words: audio-fingerprint.test.ts)
      expect((await byFpcalc.result(NEVER))?.slice(0, 300)).toBe(byFfmpeg.fingerprint?.slice(0, 300))
      expect(openFingerprinting({ input, able }).isBuiltIn).toBe(true)
      if (!npm) return
      const { PATH } = process.env
      process.env.PATH = '' // no fpcalc either
      try {
        const { analysis: builtIn } = await convert({ audio: audioOf(npm), folder, input, formats: [] })
        expect(builtIn.fingerprint).toBe(byFfmpeg.fingerprint)
      } finally {
        process.env.PATH = PATH
      }
    },
  )
})
