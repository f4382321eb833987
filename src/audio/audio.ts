// Audio as the pipeline sees it: what a file is, one decode for everything, tags.

import type { AudioFormat } from '../model/audio-format.ts'
import type { Measured } from './analysis/analyser.ts'
import { type AnalyserThread, startAnalyserThread } from './analysis/analyser-thread.ts'
import { decodeOnce } from './ffmpeg.ts'
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
  const threads = openThreads()
  return {
    probe: (path, signal) => probe(findProgram('ffprobe', config.ffprobeBin), path, signal),
    process: job =>
      threads.use(async analyser => {
        const ffmpeg = findProgram('ffmpeg', config.ffmpegBin)
        await decodeOnce({ ...job, ...config, ffmpeg, onSamples: samples => analyser.push(samples) })
        return analyser.finish()
      }),
    tag: writeTags,
    picture: readPicture,
  }
}

/** Analysis threads are kept for the next track: a new one would compile everything again. */
function openThreads() {
  const idle: AnalyserThread[] = []
  return {
    async use<T>(work: (thread: AnalyserThread) => Promise<T>): Promise<T> {
      const thread = idle.pop() ?? startAnalyserThread()
      try {
        const result = await work(thread)
        idle.push(thread)
        return result
      } catch (error) {
        await thread.close() // it may hold half a recording
        throw error
      }
    },
  }
}
