// Audio as the pipeline sees it: what a file is, one decode for everything, tags.

import type { AudioFormat } from '../config.ts'
import type { Analysis } from './analysis/analyser.ts'
import { startAnalyserThread } from './analysis/analyser-thread.ts'
import { decodeOnce, type Loudness } from './ffmpeg.ts'
import { type AudioFacts, probe } from './probe.ts'
import { findProgram } from './programs.ts'
import { readPicture, type TagValues, writeTags } from './tags.ts'

export interface AudioJob {
  input: string
  facts: AudioFacts
  outputs: Partial<Record<AudioFormat, string>>
  signal: AbortSignal
  onProgress?: (seconds: number) => void
}

export interface Measured extends Analysis {
  loudness: Loudness
}

export interface Audio {
  probe(path: string, signal: AbortSignal): Promise<AudioFacts>
  /** Makes all outputs and measures, from one decode. */
  process(job: AudioJob): Promise<Measured>
  tag(path: string, format: AudioFormat, values: TagValues): Promise<void>
  picture: typeof readPicture
}

export interface AudioConfig {
  ffmpegBin?: string
  ffprobeBin?: string
  m4aCodec: 'alac' | 'aac'
  /** Longest one decode may take. */
  timeoutMs: number
}

export function openAudio(config: AudioConfig): Audio {
  return {
    probe: (path, signal) => probe(findProgram('ffprobe', config.ffprobeBin), path, signal),
    async process(job) {
      const analyser = startAnalyserThread()
      try {
        const ffmpeg = findProgram('ffmpeg', config.ffmpegBin)
        const loudness = await decodeOnce({ ...job, ...config, ffmpeg, onSamples: samples => analyser.push(samples) })
        return { ...(await analyser.finish()), loudness }
      } finally {
        await analyser.close()
      }
    },
    tag: writeTags,
    picture: readPicture,
  }
}
