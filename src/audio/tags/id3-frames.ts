// ID3v2 as frames. What is in a frame is not looked at, so what another program put there is written back as it was.

import { InputFault } from '../../errors.ts'

export interface Frame {
  id: string
  flags: number
  data: Buffer
}

export interface Id3 {
  /** 2.3 is what players read best; a tag that has 2.4 keeps it, as its frames are written for it. */
  version: 3 | 4
  frames: readonly Frame[]
}

export const NO_ID3: Id3 = { version: 3, frames: [] }
export const ID3_HEADER = 10

const WHOLE_UNSYNCHRONISED = 0x80
const EXTENDED = 0x40
const FRAME_UNSYNCHRONISED = 0x02

/** The bytes of a tag, of which `head` is the beginning; 0: it is none. */
export function id3Length(head: Buffer): number {
  if (head.length < ID3_HEADER || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const footer = (head[5] ?? 0) & 0x10 ? ID3_HEADER : 0
  return ID3_HEADER + spread(head, 6) + footer
}

/** @throws InputFault `Metadata_Failed` when a frame would be lost by writing it again */
export function parseId3(bytes: Buffer): Id3 {
  if (id3Length(bytes) === 0) return NO_ID3
  const [version, flags] = [bytes[3], bytes[5] ?? 0]
  let body = bytes.subarray(ID3_HEADER, ID3_HEADER + spread(bytes, 6))
  if (version === 3) {
    if (flags & WHOLE_UNSYNCHRONISED) body = synchronised(body)
    if (flags & EXTENDED) body = body.subarray(4 + body.readUInt32BE(0))
    const frames = framesIn(body, plain)
    if (frames) return { version, frames }
  }
  if (version === 4) {
    if (flags & EXTENDED) body = body.subarray(spread(body, 0))
    const frames = framesIn(body, spread) ?? framesIn(body, plain) // some programs write sizes as 2.3 has them
    const mark = flags & WHOLE_UNSYNCHRONISED ? FRAME_UNSYNCHRONISED : 0
    if (frames) return { version, frames: frames.map(frame => ({ ...frame, flags: frame.flags | mark })) }
  }
  throw new InputFault(`the file’s ID3v2.${version} tag cannot be kept`, 'Metadata_Failed')
}

/** @param padding room for what other programs may add */
export function renderId3({ version, frames }: Id3, padding = 0): Buffer {
  const parts = frames.flatMap(({ id, flags, data }) => {
    const head = Buffer.alloc(ID3_HEADER)
    head.write(id, 'latin1')
    if (version === 3) head.writeUInt32BE(data.length, 4)
    else spreadBytes(data.length).copy(head, 4)
    head.writeUInt16BE(flags, 8)
    return [head, data]
  })
  const body = Buffer.concat([...parts, Buffer.alloc(padding)])
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, 0]), spreadBytes(body.length), body])
}

/** Undefined when they do not add up. */
function framesIn(body: Buffer, sizeAt: (bytes: Buffer, at: number) => number): Frame[] | undefined {
  const frames: Frame[] = []
  let at = 0
  while (at + ID3_HEADER <= body.length && body[at] !== 0) {
    const id = body.toString('latin1', at, at + 4)
    const from = at + ID3_HEADER
    const to = from + sizeAt(body, at + 4)
    if (!/^[A-Z][A-Z0-9]{3}$/.test(id) || !(to <= body.length)) return undefined
    frames.push({ id, flags: body.readUInt16BE(at + 8), data: body.subarray(from, to) })
    at = to
  }
  return frames
}

const plain = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at)

/** Seven bits a byte; NaN when it is no such number. */
function spread(bytes: Buffer, at: number): number {
  const parts = bytes.subarray(at, at + 4)
  return parts.some(part => part > 0x7f) ? Number.NaN : parts.reduce((sum, part) => sum * 128 + part, 0)
}

const spreadBytes = (value: number) => Buffer.from([21, 14, 7, 0].map(bits => (value >> bits) & 0x7f))

/** Zeros that were put behind 0xFF are taken out again. */
const synchronised = (body: Buffer) => Buffer.from(body.filter((byte, at) => byte !== 0 || body[at - 1] !== 0xff))
