// FLAC: blocks before the sound, of which two kinds are ours to change: the comments and the front cover.

import { InputFault } from '../../errors.ts'
import type { Changes } from './fields.ts'
import { ID3_HEADER, id3Length } from './id3-frames.ts'
import { pictureSize } from './image-size.ts'
import type { OldFile, Piece } from './pieces.ts'
import { NO_COMMENTS, parseComments, renderComments, setComments } from './vorbis.ts'

interface Block {
  type: number
  content: Buffer
}

const PADDING = 1
const COMMENTS = 4
const PICTURE = 6
const FRONT_COVER = 3
const LAST = 0x80
/** Room for what other programs may add without moving the sound. */
const ROOM = 4096

export async function flacPieces(file: OldFile, changes: Changes): Promise<Piece[]> {
  const start = id3Length(await file.read(0, ID3_HEADER)) // some programs put such a tag in front
  if ((await file.read(start, 4)).toString('latin1') !== 'fLaC') throw unfit('it is no FLAC')
  const { blocks, end } = await blocksOf(file, start + 4)
  const changed = [...setBlocks(blocks, changes), { type: PADDING, content: Buffer.alloc(ROOM) }]
  const rendered = changed.flatMap((block, index) => render(block, index === changed.length - 1))
  return [{ from: 0, to: start + 4 }, ...rendered, { from: end, to: file.size }]
}

async function blocksOf(file: OldFile, start: number): Promise<{ blocks: Block[]; end: number }> {
  const blocks: Block[] = []
  for (let at = start; ; ) {
    const head = await file.read(at, 4)
    if (head.length < 4) throw unfit('its head is cut')
    const content = await file.read(at + 4, head.readUIntBE(1, 3))
    const type = head.readUInt8(0)
    blocks.push({ type: type & ~LAST, content })
    at += 4 + content.length
    if (type & LAST) return { blocks, end: at }
  }
}

/** The stream's facts must stand first; the comments follow at once. */
function setBlocks(blocks: readonly Block[], { texts, picture }: Changes): Block[] {
  const [facts, ...others] = blocks.filter(({ type }) => type !== PADDING)
  if (!facts) throw unfit('it holds no facts of its sound')
  const before = others.find(({ type }) => type === COMMENTS)
  const comments = setComments(before ? parseComments(before.content) : NO_COMMENTS, texts)
  const isReplaced = ({ type, content }: Block) =>
    type === COMMENTS || (picture && type === PICTURE && content.readUInt32BE(0) === FRONT_COVER)
  return [
    facts,
    { type: COMMENTS, content: renderComments(comments) },
    ...(picture ? [{ type: PICTURE, content: pictureBlock(picture) }] : []),
    ...others.filter(block => !isReplaced(block)),
  ]
}

function pictureBlock({ data, type }: NonNullable<Changes['picture']>): Buffer {
  const size = pictureSize(data)
  const numbers = [0, size?.width ?? 0, size?.height ?? 0, 24, 0, data.length] // its description is empty
  return Buffer.concat([...[FRONT_COVER, type.length].map(number), Buffer.from(type), ...numbers.map(number), data])
}

function render({ type, content }: Block, isLast: boolean): Buffer[] {
  if (content.length > 0xffffff) throw unfit('a picture or a comment is too large')
  const head = number(content.length)
  head.writeUInt8(isLast ? type | LAST : type, 0)
  return [head, content]
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const unfit = (why: string) => new InputFault(`the file cannot be tagged: ${why}`, 'Metadata_Failed')
