// Is it audio, what kind, how long? ffprobe's word, never the file name's.

import { access, constants, stat } from 'node:fs/promises'
import { z } from 'zod'
import { Environment, InputFault } from '../errors.ts'
import { runProgram } from '../run-program.ts'
import { type SourceTags, sourceTags } from './source-tags.ts'

export interface AudioFacts {
  /** ffprobe's container name, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  container: string
  codec: string
  /** What the container promises; undefined when it says nothing. */
  seconds?: number
  /** The byte behind the music, when something else follows there. */
  end?: number
  sampleRate: number
  channels: number
  /** 24 when the source is lossless with more than 16 bits, else 16. */
  bitDepth: 16 | 24
  /** No encoder took anything away. */
  isLossless?: boolean
  /** What a lossless file of this program says it was made of, where that was lossy. */
  madeOf?: { codec: string; bitRate?: number }
  /** Bits per second of the sound; of the whole file where only that is known. */
  bitRate?: number
  /** The program that made it, e.g. `LAME3.100`. */
  encoder?: string
  /** Index of the embedded picture's stream. */
  hasPicture: boolean
  /** What the file says of its music. */
  tags?: SourceTags
}

/** Demuxers that hold music. A playlist in disguise (m3u8, concat, dash) is none of them. */
export const MUSIC_FORMATS = 'mp3,flac,wav,w64,aiff,ogg,mov,mp4,m4a,matroska,webm,aac,caf,wv,ape,asf,mpegts'

/** What ffmpeg may open for `inputOf`. */
export const PROTOCOLS = 'subfile,file'

/** A local file for ffmpeg's `-i`, up to the end of its music: padding and foreign tags look like damage to a decoder. */
export const inputOf = (path: string, { end }: Pick<AudioFacts, 'end'>): string =>
  end === undefined ? `file:${path}` : `subfile,,start,0,end,${end},,:file:${path}`

/** Of telephones, PCM is lossy too. */
const LOSSLESS = /^(pcm_(?!alaw|mulaw|vidc)|flac|alac|wavpack|ape|tta|mlp|truehd)/

/** @param codec ffprobe's name of it */
export const isLosslessCodec = (codec: string): boolean => LOSSLESS.test(codec)

const SURE_ENOUGH = 25
/** Hz of what is music: telephones lie below, no converter above. A header may say anything. */
const RATES = { least: 4000, most: 400_000 }
/** 7.1. */
const MOST_CHANNELS = 8
/** The loader's answers, as for a missing library; ffprobe's own is 1. */
const CANNOT_START = [126, 127]

const Text = z.string().optional()
const Tags = z.record(z.string(), z.string()).default({})
const Report = z.object({
  format: z.object({
    format_name: z.string(),
    duration: z.coerce.number().optional(),
    probe_score: z.number().default(0),
    bit_rate: z.coerce.number().optional(),
    tags: Tags,
  }),
  streams: z.array(
    z.object({
      codec_type: Text,
      codec_name: Text,
      channels: z.number().optional(),
      sample_rate: z.coerce.number().optional(),
      bits_per_raw_sample: z.coerce.number().optional(),
      bits_per_sample: z.coerce.number().optional(),
      duration: z.coerce.number().optional(),
      bit_rate: z.coerce.number().optional(),
      tags: Tags,
    }),
  ),
})

/**
 * Looks at a local file with ffprobe.
 * @throws InputFault `Not_Audio` when it holds no music; Environment when ffprobe does not run or the file cannot be read
 */
export async function probe(ffprobe: string, path: string, signal: AbortSignal): Promise<AudioFacts> {
  await requireFile(path)
  const args = ['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', MUSIC_FORMATS]
  const result = await runProgram(
    ffprobe,
    [...args, '-show_format', '-show_streams', '-of', 'json', '-i', `file:${path}`],
    { signal, timeoutMs: 60_000 },
  )
  if (CANNOT_START.includes(result.exitCode))
    throw new Environment('ffprobe could not be started', { fields: { stderr: result.stderr } })
  if (result.exitCode !== 0) await requireReadable(path)
  if (result.exitCode !== 0) throw notAudio('the file is not audio', result.stderr)
  const { format, streams } = Report.parse(JSON.parse(result.stdout))
  const audio = streams.find(stream => stream.codec_type === 'audio')
  if (!audio) throw notAudio('the file holds no sound', format.format_name)
  if (!audio.channels || !audio.sample_rate || format.probe_score < SURE_ENOUGH)
    throw notAudio('the file only looks like audio', format.format_name)
  const { channels, sample_rate: rate } = audio
  if (rate < RATES.least || rate > RATES.most || channels > MOST_CHANNELS)
    throw notAudio(`no music has ${channels} channels at ${rate} Hz, as the file says`, format.format_name)
  const isLossless = isLosslessCodec(audio.codec_name ?? '')
  const bits = audio.bits_per_raw_sample || audio.bits_per_sample || 16
  return {
    container: format.format_name,
    codec: audio.codec_name ?? 'unknown',
    seconds: audio.duration ?? format.duration,
    sampleRate: rate,
    channels,
    bitDepth: isLossless && bits > 16 ? 24 : 16,
    isLossless,
    madeOf: isLossless ? lossyIn({ ...audio.tags, ...format.tags }) : undefined,
    bitRate: audio.bit_rate ?? format.bit_rate,
    encoder: tagOf(format.tags, 'encoder') ?? tagOf(audio.tags, 'encoder'),
    hasPicture: streams.some(stream => stream.codec_type === 'video'),
    tags: sourceTags(audio.tags, format.tags),
  }
}

/** A pipe would be waited for, and a folder is none. */
async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined) // what is not there is told apart below
  if (found && !found.isFile()) throw notAudio('this is no file but a folder, a pipe or a device', path)
}

async function requireReadable(path: string): Promise<void> {
  await access(path, constants.R_OK).catch(cause => {
    throw new Environment('the file is not there or may not be read', { cause })
  })
}

const tagOf = (tags: Record<string, string>, name: string) =>
  Object.entries(tags)
    .find(([key]) => key.toLowerCase() === name)?.[1]
    ?.trim() || undefined

/** What it was made of, as our tags say. */
function lossyIn(tags: Record<string, string>): AudioFacts['madeOf'] {
  const codec = tagOf(tags, 'source_codec')
  if (!codec || isLosslessCodec(codec)) return undefined
  return { codec, bitRate: 1000 * Number(tagOf(tags, 'source_bitrate')) || undefined }
}

const notAudio = (message: string, detail: string) =>
  new InputFault(message, 'Not_Audio', { fields: { detail: detail.slice(-300) } })
