// Tags that programs leave before and behind the frames of an MP3.

import type { Reader } from './integrity-reader.ts'

/** The length of an ID3v2 tag that begins there; 0: none does. */
export function id3Length(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10)
  if ((a | b | c | d) & 0x80) return 0
  const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0
  return 10 + a * 2 ** 21 + b * 2 ** 14 + c * 2 ** 7 + d + (hasFooter ? 10 : 0)
}

/** Where the music ends at the latest: before ID3v1 and APEv2 tags, which may hold a picture and be long. */
export async function endBeforeTags(reader: Reader): Promise<number> {
  let end = reader.size
  for (;;) {
    const start = Math.max(0, end - 355)
    const length = tagLength(await reader.at(start, end - start))
    if (length === 0 || length > end) return end
    end -= length
  }
}

/** The length of the tag that these bytes end with. */
function tagLength(bytes: Buffer): number {
  const text = (fromEnd: number, length: number) =>
    bytes.length < fromEnd ? '' : bytes.toString('latin1', bytes.length - fromEnd, bytes.length - fromEnd + length)
  if (text(128, 3) === 'TAG') return text(355, 4) === 'TAG+' ? 355 : 128
  if (text(32, 8) === 'APETAGEX') {
    const footer = bytes.subarray(-32)
    const hasHeader = footer.readUInt32LE(20) >= 0x8000_0000
    return footer.readUInt32LE(12) + (hasHeader ? 32 : 0)
  }
  return 0
}
