// Containers made of chunks that say their length (WAV, RF64, W64, AIFF, CAF, MP4, ASF): the sound's must lie in the file.

import type { Structure } from './integrity.ts'
import type { Reader } from './integrity-reader.ts'

interface Chunk {
  name: string
  /** With its header. */
  length: number
}

interface Kind {
  /** Where the first chunk begins. */
  start: number
  /** Chunks begin at multiples of this. */
  align: number
  /** Chunks of sound. */
  sound: readonly string[]
  read(header: Buffer): Chunk
}

/** Programs that write to a pipe do not know the length: all ones, or the largest number that others can read. */
const UNKNOWN = 0x7fff_0000
const HEADER = 24
/** A fragmented film of a day has fewer. */
const MOST_CHUNKS = 200_000

const latin = (header: Buffer, at: number) => header.toString('latin1', at, at + 4)
const guid = (header: Buffer) => header.toString('hex', 0, 4)
const long = (value: bigint) => (value > 2n ** 53n ? Infinity : Number(value))

const LITTLE: Kind = {
  start: 12,
  align: 2,
  sound: ['data'],
  read: header => ({ name: latin(header, 0), length: 8 + header.readUInt32LE(4) }),
}

const KINDS: Record<string, Kind> = {
  wav: LITTLE,
  aiff: {
    ...LITTLE,
    sound: ['SSND'],
    read: header => ({ name: latin(header, 0), length: 8 + header.readUInt32BE(4) }),
  },
  caf: {
    start: 8,
    align: 1,
    sound: ['data'],
    read: header => ({ name: latin(header, 0), length: 12 + long(header.readBigUInt64BE(4)) }),
  },
  w64: {
    start: 40,
    align: 8,
    sound: [guid(Buffer.from('data'))],
    read: header => ({ name: guid(header), length: long(header.readBigUInt64LE(16)) }),
  },
  asf: {
    start: 0,
    align: 1,
    sound: ['3626b275'],
    read: header => ({ name: guid(header), length: long(header.readBigUInt64LE(16)) }),
  },
  mov: {
    start: 0,
    align: 1,
    sound: ['mdat', 'moof'],
    read(header) {
      const short = header.readUInt32BE(0)
      const length = short === 1 ? long(header.readBigUInt64BE(8)) : short || Infinity
      return { name: latin(header, 4), length }
    },
  },
}

export async function chunksOf(reader: Reader, container: string): Promise<Structure> {
  const kind = KINDS[container.split(',')[0] ?? '']
  if (!kind) return {}
  let data64: number | undefined
  let count = 0
  for (let at = kind.start; at + 8 < reader.size; ) {
    count += 1
    if (count > MOST_CHUNKS) return { damage: 'damaged: it has more parts than any music' }
    const header = Buffer.alloc(HEADER)
    ;(await reader.at(at, HEADER)).copy(header)
    const { name, length } = kind.read(header)
    if (kind === LITTLE && name === 'ds64') data64 = 8 + long(header.readBigUInt64LE(16))
    const isLong = name === 'data' && length === 8 + 0xffff_ffff && data64 !== undefined
    const real = isLong ? (data64 ?? length) : length
    if (!isLong && isUnknown(kind, real, reader.size)) return {}
    if (kind.sound.includes(name) && at + real > reader.size) return { damage: cutBy(at + real - reader.size) }
    if (real < 8) return {}
    at += Math.ceil(real / kind.align) * kind.align
  }
  return {}
}

function isUnknown(kind: Kind, length: number, size: number): boolean {
  if (length === Infinity) return true
  return kind === LITTLE && length >= UNKNOWN && size < UNKNOWN
}

const cutBy = (bytes: number) => `cut: ${bytes.toLocaleString('en')} bytes of its sound are missing`
