// MP3: an ID3 tag, then the sound; what stands at the end stays.

import type { Changes } from './fields.ts'
import { setId3 } from './id3.ts'
import { ID3_HEADER, id3Length, parseId3, renderId3 } from './id3-frames.ts'
import type { OldFile, Piece } from './pieces.ts'

/** Room for a DJ program's marks, so that it need not move the sound. */
const ROOM = 4096

export async function mp3Pieces(file: OldFile, changes: Changes): Promise<Piece[]> {
  const length = id3Length(await file.read(0, ID3_HEADER))
  const tag = setId3(parseId3(await file.read(0, length)), changes)
  return [renderId3(tag, ROOM), { from: length, to: file.size }]
}
