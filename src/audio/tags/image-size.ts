// What a picture's first bytes say: its kind and how large it will be. Nothing is decoded.

export interface PictureSize {
  kind: 'jpeg' | 'png' | 'webp'
  width: number
  height: number
}

/** Undefined: it is none of the three, or is cut before its size. */
export function pictureSize(bytes: Buffer): PictureSize | undefined {
  try {
    return pngSize(bytes) ?? jpegSize(bytes) ?? webpSize(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function pngSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined
  return { kind: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** The size stands in the segment "start of frame", of which there are several kinds. */
function jpegSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; ; ) {
    const marker = bytes.readUInt16BE(at)
    if (marker === 0xffff) {
      at += 1 // a byte to fill up
      continue
    }
    if (marker < 0xff00) return undefined
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { kind: 'jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
}

function webpSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const kind = bytes.toString('latin1', 12, 16)
  if (kind === 'VP8X') return webp(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
  if (kind === 'VP8 ') return webp(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
  const bits = bytes.readUInt32LE(21)
  return kind === 'VP8L' ? webp((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1) : undefined
}

const webp = (width: number, height: number): PictureSize => ({ kind: 'webp', width, height })
