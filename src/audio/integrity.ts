// Is the file whole? Its own structure says so: decoders pass over much that is missing.

import { chunksOf } from './integrity-chunks.ts'
import { matroskaOf } from './integrity-matroska.ts'
import { framesOf } from './integrity-mpeg.ts'
import { pagesOf } from './integrity-ogg.ts'
import { openReader, type Reader } from './integrity-reader.ts'

export interface Structure {
  /** What is wrong, as the end of "the file is …"; undefined: nothing was found. */
  damage?: string
  /** Counted, where the container's own word is a guess. */
  seconds?: number
  /** The byte behind the music, where a decoder would stumble over what follows. */
  end?: number
}

/**
 * What is lost counts, were it a single frame: it would be a click on the floor. What stands before or behind the music
 * and is none of it (tags, padding, bytes that somebody appended, the rest of a frame where a capture began) does not.
 * @param container ffprobe's name for it
 */
export async function structureOf(path: string, container: string): Promise<Structure> {
  await using reader = await openReader(path)
  return (await walkOf(container)?.(reader)) ?? {}
}

function walkOf(container: string): ((reader: Reader) => Promise<Structure>) | undefined {
  if (container === 'mp3' || container === 'aac') return framesOf
  if (container === 'ogg') return pagesOf
  if (container.startsWith('matroska')) return matroskaOf
  return reader => chunksOf(reader, container)
}
