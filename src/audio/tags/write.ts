// Writes tags into finished files.

import { Fault, InputFault } from '../../errors.ts'
import type { AudioFormat } from '../../model/audio-format.ts'
import { checkTags } from './check.ts'
import { aiffPieces, wavPieces } from './chunks.ts'
import type { Changes } from './fields.ts'
import { flacPieces } from './flac.ts'
import { mp3Pieces } from './mp3.ts'
import { mp4Pieces } from './mp4.ts'
import { type OldFile, type Piece, rewrite } from './pieces.ts'
import { changesOf, type TagValues } from './values.ts'

const LAYOUTS: Record<AudioFormat, (file: OldFile, changes: Changes) => Promise<Piece[]>> = {
  m4a: mp4Pieces,
  aac: mp4Pieces,
  wav: wavPieces,
  aiff: aiffPieces,
  flac: flacPieces,
  mp3: mp3Pieces,
}

/**
 * Puts the values into a file and checks them with another library. The sound, and all that other programs put there, stay as
 * they are; so do values that are not given.
 * @throws InputFault `Metadata_Failed` when a value cannot be written or does not survive
 */
export async function writeTags(path: string, format: AudioFormat, values: TagValues): Promise<void> {
  const changes = await changesOf(values)
  await rewrite(
    path,
    file => LAYOUTS[format](file, changes).catch(unfit),
    next => checkTags(next, changes).catch(unfit),
  )
}

/** Faults, and what the system says of the disk, stay what they are; the rest is said of the file's content. */
function unfit(cause: unknown): never {
  const isOfFile = cause instanceof RangeError || !(cause instanceof Fault || hasCode(cause))
  if (!isOfFile) throw cause
  throw new InputFault('the file cannot be tagged: it is cut or damaged', 'Metadata_Failed', { cause })
}

const hasCode = (cause: unknown) => cause instanceof Error && 'code' in cause
