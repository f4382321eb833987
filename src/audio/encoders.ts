// How each format is encoded: lossless ones keep every sample, lossy ones take over what is theirs already.

import { Environment } from '../errors.ts'
import type { AudioFormat } from '../model/audio-format.ts'
import type { Capabilities } from './capabilities.ts'
import type { AudioFacts } from './probe.ts'

export interface Encoding {
  facts: AudioFacts
  m4aCodec: 'alac' | 'aac'
  /** dB that the files are made louder by; default 0. */
  gain?: number
}

const AAC = ['-c:a', 'aac', '-b:a', '256k']
const MP4 = ['-movflags', '+faststart', '-f', 'ipod']

/** The options of an output, after its `-map`. */
export function encoderOptions(format: AudioFormat, encoding: Encoding): string[] {
  const deep = encoding.facts.bitDepth === 24
  if (isTakenOver(format, encoding)) return ['-c:a', 'copy', ...(format === 'mp3' ? MP3 : MP4)]
  switch (format) {
    case 'm4a':
      return encoding.m4aCodec === 'aac'
        ? [...AAC, ...MP4]
        : ['-c:a', 'alac', '-sample_fmt', deep ? 's32p' : 's16p', ...MP4]
    case 'wav':
      return ['-c:a', deep ? 'pcm_s24le' : 'pcm_s16le', '-f', 'wav']
    case 'aiff':
      return ['-c:a', deep ? 'pcm_s24be' : 'pcm_s16be', '-f', 'aiff']
    case 'flac':
      return ['-c:a', 'flac', '-sample_fmt', deep ? 's32' : 's16', '-f', 'flac']
    case 'mp3':
      return ['-c:a', 'libmp3lame', '-b:a', '320k', ...MP3]
    case 'aac':
      return [...AAC, ...MP4]
  }
}

const MP3 = ['-id3v2_version', '3', '-f', 'mp3']

/** AAC stays the AAC it is, and MP3 the MP3: encoding it anew would only take from it. Players know two channels. */
export function isTakenOver(format: AudioFormat, { facts, m4aCodec, gain }: Encoding): boolean {
  if (gain || facts.channels > 2) return false
  if (format === 'mp3') return facts.codec === 'mp3'
  return facts.codec === 'aac' && (format === 'aac' || (format === 'm4a' && m4aCodec === 'aac'))
}

/** MP3 knows no rates above 48 kHz, and players no AAC above it. */
export function rateOf(format: AudioFormat, { facts, m4aCodec }: Encoding): number {
  const isLossy = format === 'mp3' || format === 'aac' || (format === 'm4a' && m4aCodec === 'aac')
  if (!isLossy) return facts.sampleRate
  if (LOSSY_RATES.includes(facts.sampleRate)) return facts.sampleRate
  return facts.sampleRate % 11_025 === 0 ? 44_100 : 48_000
}

const LOSSY_RATES = [32_000, 44_100, 48_000]

/** @throws Environment naming what this ffmpeg cannot make */
export function requireEncoders(formats: readonly AudioFormat[], encoding: Encoding, able: Capabilities): void {
  for (const format of formats) {
    const options = encoderOptions(format, encoding)
    const encoder = options[options.indexOf('-c:a') + 1] ?? ''
    if (encoder === 'copy' || able.encoders.has(encoder)) continue
    throw new Environment(
      `this ffmpeg (${able.version}) cannot make ${format}: it lacks the encoder ${encoder}; take a complete one, or leave ${format} out of AUDIO_FORMATS`,
    )
  }
}
