// Ogg: pages with a checksum and a number; the last one of each stream says that it is the last (RFC 3533).

import type { Structure } from './integrity.ts'
import type { Reader } from './integrity-reader.ts'

const HEADER = 27
const LONGEST = HEADER + 255 + 255 * 255
const LAST = 4
/** Pages are looked for so far, and so many times. What is longer was meant to be music. */
const FAR = 1 << 20
const MOST_FALSE = 64
const CAPTURE = Buffer.from('OggS')

interface Stream {
  number: number
  hasEnded: boolean
}

export async function pagesOf(reader: Reader): Promise<Structure> {
  const streams = new Map<number, Stream>()
  for (let at = 0; at < reader.size; ) {
    const page = pageIn(await reader.at(at, LONGEST))
    if (!page) {
      const next = await nextPage(reader, at + 1)
      if (next === undefined && reader.size - at <= FAR) break
      const isBetween = [...streams.values()].every(stream => stream.hasEnded)
      if (next === undefined || !isBetween) return { damage: 'damaged: a part is missing' }
      at = next
      continue
    }
    if (!page.isSound) return { damage: 'damaged: a checksum is wrong' }
    const before = streams.get(page.stream)
    if (before && !before.hasEnded && page.number !== before.number + 1) return { damage: 'damaged: a part is missing' }
    streams.set(page.stream, { number: page.number, hasEnded: page.isLast })
    at += page.length
  }
  const isWhole = [...streams.values()].every(stream => stream.hasEnded)
  return isWhole ? {} : { damage: 'cut: its last page is missing' }
}

function pageIn(bytes: Buffer) {
  if (bytes.length < HEADER || bytes.compare(CAPTURE, 0, 4, 0, 4) !== 0 || bytes[4] !== 0) return undefined
  const segments = bytes[26] ?? 0
  let length = HEADER + segments
  for (let i = 0; i < segments; i += 1) length += bytes[HEADER + i] ?? 0
  if (bytes.length < length) return undefined
  return {
    length,
    stream: bytes.readUInt32LE(14),
    number: bytes.readUInt32LE(18),
    isLast: ((bytes[5] ?? 0) & LAST) !== 0,
    isSound: checksum(bytes, length) === bytes.readUInt32LE(22),
  }
}

/** Where a page begins that is really one. */
async function nextPage(reader: Reader, from: number): Promise<number | undefined> {
  let wrong = 0
  for (let at = from; at < Math.min(reader.size, from + FAR) && wrong < MOST_FALSE; ) {
    const found = (await reader.at(at, LONGEST)).indexOf(CAPTURE)
    if (found < 0) {
      at += LONGEST - CAPTURE.length + 1
      continue
    }
    if (pageIn(await reader.at(at + found, LONGEST))?.isSound) return at + found
    at += found + 1
    wrong += 1
  }
  return undefined
}

const TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i << 24
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value
})

/** CRC-32, the highest bit first, its own place read as zero. */
function checksum(bytes: Buffer, length: number): number {
  let crc = 0
  for (let i = 0; i < length; i += 1) {
    const byte = i >= 22 && i < 26 ? 0 : (bytes[i] ?? 0)
    crc = (crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)
  }
  return crc >>> 0
}
