// WAV and AIFF: a list of chunks, of which one is an ID3 tag. All others stay, byte for byte.

import { InputFault } from '../../errors.ts'
import type { Changes } from './fields.ts'
import { setId3 } from './id3.ts'
import { type Id3, NO_ID3, parseId3, renderId3 } from './id3-frames.ts'
import type { OldFile, Piece } from './pieces.ts'

interface Kind {
  form: string
  types: readonly string[]
  /** What the tag's chunk is called. */
  name: string
  little: boolean
}

const WAV: Kind = { form: 'RIFF', types: ['WAVE'], name: 'id3 ', little: true }
const AIFF: Kind = { form: 'FORM', types: ['AIFF', 'AIFC'], name: 'ID3 ', little: false }

interface Chunk {
  name: string
  from: number
  /** Of its content, without the byte that makes it even. */
  to: number
}

const HEAD = 12
const CHUNK_HEAD = 8
const LARGEST = 0xffffffff

export const wavPieces = (file: OldFile, changes: Changes) => pieces(WAV, file, changes)
export const aiffPieces = (file: OldFile, changes: Changes) => pieces(AIFF, file, changes)

/** The tag comes last: simple readers look for the sound where it always is. */
async function pieces(kind: Kind, file: OldFile, changes: Changes): Promise<Piece[]> {
  const head = await file.read(0, HEAD)
  const type = head.toString('latin1', 8)
  if (head.toString('latin1', 0, 4) !== kind.form || !kind.types.includes(type)) throw unfit(`it is no ${kind.form}`)
  const chunks = await chunksOf(kind, file)
  const isTag = ({ name }: Chunk) => name.toUpperCase() === 'ID3 '
  const tag = renderId3(setId3(await tagIn(file, chunks.filter(isTag)), changes))
  const parts: Piece[] = chunks.filter(chunk => !isTag(chunk)).flatMap(even)
  parts.push(headOf(kind, kind.name, tag.length), tag, padding(tag.length))
  const end = chunks.at(-1)?.to ?? HEAD
  const size = parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : part.to - part.from), 4)
  if (size > LARGEST) throw unfit('it is too large for a tag')
  const rest = { from: Math.min(file.size, end + (end % 2)), to: file.size }
  return [headOf(kind, kind.form, size), Buffer.from(type, 'latin1'), ...parts, rest]
}

async function chunksOf(kind: Kind, file: OldFile): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for (let at = HEAD; at + CHUNK_HEAD <= file.size; ) {
    const head = await file.read(at, CHUNK_HEAD)
    const name = head.toString('latin1', 0, 4)
    if (!/^[ -~]{4}$/.test(name)) break // bytes behind the last chunk are no chunk
    const to = at + CHUNK_HEAD + (kind.little ? head.readUInt32LE(4) : head.readUInt32BE(4))
    if (to > file.size) throw unfit(`its chunk "${name}" is cut`)
    chunks.push({ name, from: at, to })
    at = to + (to % 2)
  }
  return chunks
}

/** Where programs have put in several, their frames are one tag's. */
async function tagIn(file: OldFile, chunks: readonly Chunk[]): Promise<Id3> {
  let tag = NO_ID3
  for (const { from, to } of chunks) {
    const { version, frames } = parseId3(await file.read(from + CHUNK_HEAD, to - from - CHUNK_HEAD))
    if (frames.length > 0 && tag.frames.length > 0 && tag.version !== version) throw unfit('its two tags differ')
    if (frames.length > 0) tag = { version, frames: [...tag.frames, ...frames] }
  }
  return tag
}

const even = ({ from, to }: Chunk): Piece[] => [{ from, to }, padding(to - from)]
const padding = (length: number) => Buffer.alloc(length % 2)

function headOf({ little }: Kind, name: string, size: number): Buffer {
  const head = Buffer.alloc(CHUNK_HEAD)
  head.write(name, 'latin1')
  if (little) head.writeUInt32LE(size, 4)
  else head.writeUInt32BE(size, 4)
  return head
}

const unfit = (why: string) => new InputFault(`the file cannot be tagged: ${why}`, 'Metadata_Failed')
