// The formats that are made of a track.

export const AUDIO_FORMATS = ['m4a', 'wav', 'aiff', 'flac', 'mp3', 'aac'] as const
export type AudioFormat = (typeof AUDIO_FORMATS)[number]

/** How the names of its files end: AAC lies in an MP4 container, as players want it, and may stand beside the other M4A. */
export const endingOf = (format: AudioFormat): string => (format === 'aac' ? 'aac.m4a' : format)

/** The format that a file name stands for; undefined: none of ours. */
export function formatOf(name: string): AudioFormat | undefined {
  const lower = name.toLowerCase()
  const longestFirst = [...AUDIO_FORMATS].sort((a, b) => endingOf(b).length - endingOf(a).length)
  return longestFirst.find(format => lower.endsWith(`.${endingOf(format)}`))
}
