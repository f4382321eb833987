// What a finished file says of its sound, and the comment it carries.

import { textsIn } from './check.ts'
import { FIELDS } from './fields.ts'

export interface FileSound {
  /** Hz. */
  sampleRate?: number
  /** kbit/s. */
  bitRate?: number
  comment?: string
}

/** From its headers alone. A file that cannot be understood says nothing. */
export async function soundOf(path: string): Promise<FileSound> {
  const { parseFile } = await import('music-metadata')
  const metadata = await parseFile(path, { duration: false, skipCovers: true }).catch(() => undefined)
  if (!metadata) return {}
  const { sampleRate, bitrate } = metadata.format
  const texts = textsIn(metadata)
  const { id3, mp4, vorbis } = FIELDS.comment
  return {
    sampleRate,
    bitRate: bitrate ? Math.floor(bitrate / 1000) : undefined,
    comment: [id3, mp4, ...vorbis].flatMap(name => texts.get(name) ?? [])[0],
  }
}
