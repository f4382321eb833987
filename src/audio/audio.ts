// Audio as the pipeline sees it: what a file is, one decode for everything, tags.

import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AudioFormat } from '../model/audio-format.ts'
import { type AnalyserThread, startAnalyserThread } from './analysis/analyser-thread.ts'
import type { Analysis, Curves } from './analysis/analysis.ts'
import { type Cover, type CoverOptions, coverOf } from './artwork.ts'
import { capabilitiesOf } from './capabilities.ts'
import { checkDecoded } from './check-decoded.ts'
import { checkOutputs } from './check-outputs.ts'
import { checkSource } from './check-source.ts'
import { requireEncoders } from './encoders.ts'
import { decodeOnce } from './ffmpeg.ts'
import { openFingerprinting } from './fingerprinting.ts'
import { gainTo, louderBy } from './normalise.ts'
import { type AudioFacts, probe } from './probe.ts'
import { findFpcalc, findProgram } from './programs.ts'
import { quickFingerprint } from './quick-fingerprint.ts'
import type { TagValues } from './tags/values.ts'
import { writeTags } from './tags/write.ts'

/** What a fingerprint tells. */
export const HEARD_SECONDS = 120

export interface AudioJob {
  input: string
  facts: AudioFacts
  /** None: it is only measured. */
  outputs: Partial<Record<AudioFormat, string>>
  signal: AbortSignal
  /** Only two minutes from this second on are measured. */
  from?: number
  /** The input is one of our files: as loud as it should be. */
  asItIs?: boolean
  /** 0 to 1, when the source promises its length. */
  onProgress?: (fraction: number) => void
}

export interface Processed {
  /** Of the files as they are made. */
  analysis: Analysis
  curves: Curves
  /** dB that the files are louder than the source. */
  gain: number
  /** Processor time of it all, in ms. */
  cpuMs: number
}

export interface Heard {
  facts: AudioFacts
  /** Undefined: it is too short. */
  fingerprint?: string
}

export interface HearOptions {
  dir: string
  signal: AbortSignal
  /** Seconds at which the 120 begin that are heard; default: its beginning. */
  from?: number
}

export interface Audio {
  probe(path: string, signal: AbortSignal): Promise<AudioFacts>
  /** A file that somebody gave us: is it music, whole, and how many bits has it really? */
  check(path: string, signal: AbortSignal): Promise<AudioFacts>
  /**
   * Chromaprint of the first 120 s, with nothing made of the file; undefined: no program here makes it.
   * @param dir for a working file; default: beside it
   */
  fingerprint(path: string, facts: AudioFacts, signal: AbortSignal, dir?: string): Promise<string | undefined>
  /** What a file is and how it sounds; nothing is written but in `dir`. @throws InputFault when it is no music that can be read */
  hear(path: string, options: HearOptions): Promise<Heard>
  /**
   * Makes all outputs and measures, from one decode; what was made is looked at.
   * @throws InputFault `Corrupt_Audio` when the source ends early, `Not_Audio` when nothing can be heard
   */
  process(job: AudioJob): Promise<Processed>
  tag(path: string, format: AudioFormat, values: TagValues): Promise<void>
  /** A cover for the tags, made of a picture or of the one in an audio file; undefined: that has none. */
  picture(path: string, options: CoverOptions): Promise<Cover | undefined>
}

export interface AudioConfig {
  ffmpegBin?: string
  ffprobeBin?: string
  fpcalcBin?: string
  m4aCodec: 'alac' | 'aac'
  /** Loudness the files are brought to, LUFS; absent: they stay as loud as the source. */
  normaliseTo?: number
  /** Longest one decode may take. */
  timeoutMs: number
  /** Of a longer source no more is read. */
  maxSeconds?: number
}

export function openAudio(config: AudioConfig): Audio {
  const threads = openThreads()
  const theFfmpeg = () => findProgram('ffmpeg', config.ffmpegBin)
  const theFfprobe = () => findProgram('ffprobe', config.ffprobeBin)

  /** First what was decoded, then what was made of it: nothing is adopted before. */
  async function check(job: Omit<AudioJob, 'onProgress'>, { analysis, curves, gain }: Omit<Processed, 'cpuMs'>) {
    if (formatsOf(job).length === 0) return
    checkDecoded({ analysis, curves }, job.facts)
    const encoding = { ...config, facts: job.facts, gain }
    await checkOutputs(theFfprobe(), job, { encoding, seconds: analysis.seconds })
  }

  /** One pass: what `outputs` names is made, and everything measured. */
  const measure = ({ onProgress, ...job }: AudioJob) =>
    threads.use(async analyser => {
      const { input, facts, signal, from } = job
      const ffmpeg = theFfmpeg()
      const able = await capabilitiesOf(ffmpeg)
      requireEncoders(formatsOf(job), { ...config, facts }, able)
      const fpcalc = from === undefined ? findFpcalc(config.fpcalcBin) : undefined
      const fingerprint = openFingerprinting({ input, able, fpcalc, dir: folderOf(job) })
      try {
        analyser.begin({ fingerprint: fingerprint.isBuiltIn })
        const decodeMs = await decodeOnce({
          ...job,
          ...config,
          ...(from !== undefined && { maxSeconds: HEARD_SECONDS }),
          ffmpeg,
          fingerprint: fingerprint.file,
          onSamples: samples => analyser.push(samples),
          onProgress: seconds => facts.seconds && onProgress?.(seconds / facts.seconds),
        })
        const measured = await analyser.finish(await fingerprint.result(signal))
        const result = { ...measured, gain: 0, cpuMs: decodeMs + measured.cpuMs }
        await check(job, result)
        return result
      } finally {
        await fingerprint.end()
      }
    })

  /** Two passes: how loud it is decides how the files are made. */
  async function normalise(job: AudioJob): Promise<Processed> {
    const half = (from: number) => (fraction: number) => job.onProgress?.(from + fraction / 2)
    const measured = await measure({ ...job, outputs: {}, onProgress: half(0) })
    const gain = gainTo(config.normaliseTo, measured.analysis)
    const ffmpeg = theFfmpeg()
    requireEncoders(formatsOf(job), { ...config, facts: job.facts, gain }, await capabilitiesOf(ffmpeg))
    const onProgress = (seconds: number) => half(0.5)(seconds / measured.analysis.seconds)
    const encodeMs = await decodeOnce({ ...job, ...config, ffmpeg, gain, onProgress })
    await check(job, { ...measured, gain })
    return { ...measured, analysis: louderBy(gain, measured.analysis), gain, cpuMs: measured.cpuMs + encodeMs }
  }

  return {
    probe: (path, signal) => probe(theFfprobe(), path, signal),
    check: (path, signal) => checkSource({ ffmpeg: theFfmpeg(), ffprobe: theFfprobe() }, path, signal),
    async fingerprint(input, facts, signal, dir = dirname(input)) {
      const ffmpeg = theFfmpeg()
      const able = await capabilitiesOf(ffmpeg)
      const fpcalc = findFpcalc(config.fpcalcBin)
      return quickFingerprint({ input, facts, signal, ffmpeg, fpcalc, able, dir })
    },
    async hear(path, { dir, signal, from }) {
      const facts = await probe(theFfprobe(), path, signal)
      const ffmpeg = theFfmpeg()
      const able = await capabilitiesOf(ffmpeg)
      const fpcalc = from === undefined ? findFpcalc(config.fpcalcBin) : undefined // it knows beginnings alone
      await mkdir(dir, { recursive: true })
      const quick = await quickFingerprint({ input: path, facts, signal, ffmpeg, fpcalc, able, dir, from })
      if (quick) return { facts, fingerprint: quick }
      const { analysis } = await measure({ input: path, facts, outputs: {}, signal, from }) // it says what is wrong, too
      return { facts, fingerprint: analysis.fingerprint }
    },
    process: job =>
      config.normaliseTo === undefined || job.asItIs || formatsOf(job).length === 0 ? measure(job) : normalise(job),
    tag: writeTags,
    picture: (path, options) => coverOf(() => findProgram('ffmpeg', config.ffmpegBin), path, options),
  }
}

/** Of the files that are made: what a killed run leaves there is tidied. */
function folderOf({ outputs }: Pick<AudioJob, 'outputs'>): string | undefined {
  const [first] = Object.values(outputs)
  return first && dirname(first)
}

const formatsOf = ({ outputs }: AudioJob) => Object.keys(outputs) as AudioFormat[]

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
