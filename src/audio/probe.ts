// Is it audio, what kind, how long? ffprobe's word, never the file name's.

import { z } from 'zod'
import { Environment, InputFault } from '../errors.ts'
import { runProgram } from '../run-program.ts'

export interface AudioFacts {
  /** ffprobe's container name, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  container: string
  codec: string
  /** What the container promises; undefined when it says nothing. */
  seconds?: number
  sampleRate: number
  channels: number
  /** 24 when the source is lossless with more than 16 bits, else 16. */
  bitDepth: 16 | 24
  /** Index of the embedded picture's stream. */
  hasPicture: boolean
  title?: string
  artist?: string
  album?: string
}

/** Demuxers that hold music. A playlist in disguise (m3u8, concat, dash) is none of them. */
export const MUSIC_FORMATS = 'mp3,flac,wav,w64,aiff,ogg,mov,mp4,m4a,matroska,webm,aac,caf,wv,ape,asf,mpegts'

const LOSSLESS = /^(pcm_|flac|alac|wavpack|ape|tta|mlp|truehd)/
const SURE_ENOUGH = 25
/** The loader's answers, as for a missing library; ffprobe's own is 1. */
const CANNOT_START = [126, 127]

const Text = z.string().optional()
const Report = z.object({
  format: z.object({
    format_name: z.string(),
    duration: z.coerce.number().optional(),
    probe_score: z.number().default(0),
    tags: z.record(z.string(), z.string()).default({}),
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
    }),
  ),
})

/**
 * Looks at a local file with ffprobe.
 * @throws InputFault `Not_Audio` when it holds no music; Environment when ffprobe does not run
 */
export async function probe(ffprobe: string, path: string, signal: AbortSignal): Promise<AudioFacts> {
  const args = ['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', MUSIC_FORMATS]
  const result = await runProgram(
    ffprobe,
    [...args, '-show_format', '-show_streams', '-of', 'json', '-i', `file:${path}`],
    { signal, timeoutMs: 60_000 },
  )
  if (CANNOT_START.includes(result.exitCode))
    throw new Environment('ffprobe could not be started', { fields: { stderr: result.stderr } })
  if (result.exitCode !== 0) throw notAudio('the file is not audio', result.stderr)
  const { format, streams } = Report.parse(JSON.parse(result.stdout))
  const audio = streams.find(stream => stream.codec_type === 'audio')
  if (!audio) throw notAudio('the file holds no sound', format.format_name)
  if (!audio.channels || !audio.sample_rate || format.probe_score < SURE_ENOUGH)
    throw notAudio('the file only looks like audio', format.format_name)
  const bits = audio.bits_per_raw_sample || audio.bits_per_sample || 16
  const tag = (name: string) =>
    Object.entries(format.tags)
      .find(([key]) => key.toLowerCase() === name)?.[1]
      ?.trim() || undefined
  return {
    container: format.format_name,
    codec: audio.codec_name ?? 'unknown',
    seconds: audio.duration ?? format.duration,
    sampleRate: audio.sample_rate,
    channels: audio.channels,
    bitDepth: LOSSLESS.test(audio.codec_name ?? '') && bits > 16 ? 24 : 16,
    hasPicture: streams.some(stream => stream.codec_type === 'video'),
    title: tag('title'),
    artist: tag('artist'),
    album: tag('album'),
  }
}

const notAudio = (message: string, detail: string) =>
  new InputFault(message, 'Not_Audio', { fields: { detail: detail.slice(-300) } })
