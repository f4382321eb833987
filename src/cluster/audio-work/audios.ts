// Audio as pieces of work ask for it: their settings, and this machine's programs.

import { type Audio, openAudio } from '../../audio/audio.ts'
import { audioConfig } from '../../audio/audio-config.ts'
import { findProgram } from '../../audio/programs.ts'
import type { Config } from '../../config.ts'
import type { Encoding } from './piece.ts'

/** One for each kind of encoding: its threads are kept. */
export function audiosOf(config: Config): (encoding: Encoding) => Audio {
  const opened = new Map<string, Audio>()
  return encoding => {
    const key = JSON.stringify(encoding)
    const known = opened.get(key) ?? openAudio({ ...audioConfig(config), ...encoding })
    opened.set(key, known)
    return known
  }
}

/** @throws Environment naming the line that installs what is missing */
export function requireAudioPrograms({ settings }: Config): void {
  findProgram('ffmpeg', settings.FFMPEG_BIN)
  findProgram('ffprobe', settings.FFPROBE_BIN)
}
