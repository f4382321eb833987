// The header of an MPEG audio or ADTS frame, and the count of frames that encoders leave in the first one.

export interface Frame {
  /** Bytes with the header. */
  length: number
  samples: number
  rate: number
  /** Version and layer. */
  kind: string
}

/** kbit/s by index; free format (0) gives no length. */
const BITRATES = {
  '1,1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1,2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1,3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2,1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2,2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2,3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const RATES = [44_100, 48_000, 32_000]
const ADTS_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]

/** The frame that begins with these bytes; undefined: none does. */
export function frameIn(bytes: Buffer): Frame | undefined {
  const [sync = 0, second = 0, third = 0] = bytes
  if (bytes.length < 4 || sync !== 0xff || (second & 0xe0) !== 0xe0) return undefined
  const layer = 4 - ((second >> 1) & 3)
  if (layer === 4) return adtsIn(bytes)
  const version = (second >> 3) & 3
  const rate = RATES[(third >> 2) & 3]
  if (version === 1 || rate === undefined) return undefined
  const generation = version === 3 ? 1 : 2
  const kilobits = BITRATES[`${generation},${layer as 1 | 2 | 3}`][third >> 4]
  if (!kilobits) return undefined
  const real = rate / (version === 3 ? 1 : version === 2 ? 2 : 4)
  const padding = (third >> 1) & 1
  const samples = layer === 1 ? 384 : layer === 3 && generation === 2 ? 576 : 1152
  const slots = layer === 1 ? Math.floor((12_000 * kilobits) / real) : Math.floor((samples * 125 * kilobits) / real)
  return { length: (slots + padding) * (layer === 1 ? 4 : 1), samples, rate: real, kind: `${version},${layer}` }
}

function adtsIn(bytes: Buffer): Frame | undefined {
  if (bytes.length < 7 || (bytes.readUInt8(1) & 0xf0) !== 0xf0) return undefined
  const rate = ADTS_RATES[(bytes.readUInt8(2) >> 2) & 15]
  const length = ((bytes.readUInt8(3) & 3) << 11) | (bytes.readUInt8(4) << 3) | (bytes.readUInt8(5) >> 5)
  if (rate === undefined || length < 7) return undefined
  return { length, samples: 1024 * ((bytes.readUInt8(6) & 3) + 1), rate, kind: 'adts' }
}

/** What a Xing, Info or VBRI header says; undefined: there is none. */
export function promisedFrames(frame: Buffer): number | undefined {
  for (const at of [36, 21, 13, 38, 23, 15]) {
    // behind the side information, with and without a checksum
    const name = frame.toString('latin1', at, at + 4)
    if (name !== 'Xing' && name !== 'Info') continue
    return frame.length >= at + 12 && (frame.readUInt8(at + 7) & 1) === 1 ? frame.readUInt32BE(at + 8) : undefined
  }
  if (frame.length >= 54 && frame.toString('latin1', 36, 40) === 'VBRI') return frame.readUInt32BE(50)
  return undefined
}
