// How audio is worked on, as the settings say.

import type { Config } from '../config.ts'
import type { AudioConfig } from './audio.ts'

const LEAST_TIMEOUT_SECONDS = 600

export function audioConfig({ settings }: Config): AudioConfig {
  return {
    ffmpegBin: settings.FFMPEG_BIN,
    ffprobeBin: settings.FFPROBE_BIN,
    fpcalcBin: settings.FPCALC_BIN,
    m4aCodec: settings.M4A_CODEC,
    normaliseTo: settings.NORMALIZE_LUFS,
    timeoutMs: Math.max(LEAST_TIMEOUT_SECONDS, settings.MAX_TRACK_SECONDS) * 1000,
    maxSeconds: settings.MAX_TRACK_SECONDS,
  }
}
