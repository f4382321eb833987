// What other programs leave in files: marks of DJ programs, pictures, ratings, chunks nobody knows.

import { wavBytes } from './files.ts'

export const latin = (text: string) => Buffer.from(text, 'latin1')
export const big = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
export const little = (value: number) => Buffer.from([value, value >>> 8, value >>> 16, value >>> 24])
export const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 37 + 11) % 256))

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
const frame = (id: string, ...parts: Buffer[]) => {
  const data = Buffer.concat(parts)
  return Buffer.concat([latin(id), big(data.length), Buffer.alloc(2), data])
}

const geob = (name: string, size: number) =>
  frame('GEOB', latin(`\0application/octet-stream\0\0${name}\0`), noise(size))

/** Frames that have to stay, byte for byte. */
export const FRAMES = [
  geob('Serato Markers2', 301),
  geob('Serato BeatGrid', 57),
  frame('PRIV', latin('TRAKTOR4\0'), noise(999)),
  frame('TXXX', latin('\0SERATO_PLAYCOUNT\x005')),
  frame('TXXX', Buffer.from([1]), utf16('Ünï\0'), utf16('ä\0b')),
  frame('TXXX', latin('\0EnergyLevel\x006')),
  frame('POPM', latin('a@b\0'), Buffer.from([255, 0, 0, 0, 7])),
  frame('UFID', latin('http://musicbrainz.org\0abc')),
  frame('COMM', latin('\0engiTunNORM\0 0001')),
  frame('COMM', latin('\0deu\0Deutsch')),
  frame('APIC', latin('\0image/png\0\x04back\0'), noise(500)),
  frame('RGAD', noise(13)),
  frame('XYZ1', noise(21)),
  frame('TCMP', latin('\x001')),
  frame('TIPL', latin('\0a\0b')),
  frame('WXXX', latin('\0d\0http://x')),
  frame('USLT', latin('\0deu\0la la')),
  frame('CHAP', latin('c1\0'), noise(16)),
  frame('PCNT', big(9)),
  frame('TSSE', latin('\0LAME')),
]

/** Frames in whose place ours come. */
export const REPLACED = [
  frame('TIT2', latin('\0Old')),
  frame('COMM', latin('\0eng\x008A - Energy 6')),
  frame('APIC', latin('\0image/jpeg\0\x03front\0'), noise(70)),
  frame('TYER', latin('\x002001')),
  frame('TDAT', latin('\x000102')),
  frame('TRCK', latin('\x001/12')),
]

const spread = (value: number) => Buffer.from([21, 14, 7, 0].map(bits => (value >> bits) & 127))

export function id3(frames: readonly Buffer[], { version = 3, flags = 0, padding = 100 } = {}): Buffer {
  const body = Buffer.concat([...frames, Buffer.alloc(padding)])
  return Buffer.concat([latin('ID3'), Buffer.from([version, 0, flags]), spread(body.length), body])
}

/** The frames of the only ID3 tag in these bytes. */
export function framesOf(bytes: Buffer): Buffer[] {
  const start = bytes.indexOf(latin('ID3\x03'))
  const frames: Buffer[] = []
  for (let at = start + 10; bytes[at]; ) {
    const end = at + 10 + bytes.readUInt32BE(at + 4)
    if (!/^[A-Z0-9]{4}$/.test(bytes.toString('latin1', at, at + 4))) break
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return frames
}

const even = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)])
const riffChunk = (name: string, data: Buffer) => even(Buffer.concat([latin(name), little(data.length), data]))
const aiffChunk = (name: string, data: Buffer) => even(Buffer.concat([latin(name), big(data.length), data]))

const INFO = Buffer.concat([latin('INFO'), riffChunk('IKEY', latin('kw\0')), riffChunk('ZZZZ', latin('odd'))])

/** Chunks that have to stay, in front of and behind the sound. */
export const WAV_CHUNKS = [
  riffChunk('bext', noise(603)),
  riffChunk('JUNK', noise(28)),
  riffChunk('LIST', INFO),
  riffChunk('cue ', noise(28)),
  riffChunk('PAD ', noise(9)),
  riffChunk('SERA', noise(33)),
]

/** Mono with 24 bits and an odd number of samples: the sound's own chunk is odd, too. */
export function foreignWav(sound: Float32Array): Buffer {
  const plain = wavBytes([sound], { bits: 24 })
  const [bext = NONE, junk = NONE, ...behind] = WAV_CHUNKS
  const tag = riffChunk('ID3 ', id3([...REPLACED, ...FRAMES]))
  const body = Buffer.concat([plain.subarray(12, 36), bext, junk, even(plain.subarray(36)), tag, ...behind])
  return Buffer.concat([latin('RIFF'), little(body.length + 4), latin('WAVE'), body])
}

const NONE = Buffer.alloc(0)

export const AIFF_CHUNKS = [aiffChunk('NAME', latin('odd')), aiffChunk('APPL', noise(41)), aiffChunk('ANNO', noise(7))]

/** @param plain what ffmpeg made, without tags */
export function foreignAiff(plain: Buffer, tagFirst: boolean): Buffer {
  const tag = aiffChunk('ID3 ', id3([...REPLACED, ...FRAMES]))
  const [name = NONE, ...behind] = AIFF_CHUNKS
  const body = Buffer.concat([
    ...(tagFirst ? [tag] : []),
    name,
    even(plain.subarray(12)),
    ...(tagFirst ? [] : [tag]),
    ...behind,
  ])
  return Buffer.concat([latin('FORM'), big(body.length + 4), latin('AIFF'), body])
}

export const box = (type: string, ...parts: Buffer[]) => {
  const content = Buffer.concat(parts)
  return Buffer.concat([big(content.length + 8), latin(type), content])
}
const data = (kind: number, value: Buffer) => box('data', big(kind), big(0), value)
const freeform = (domain: string, name: string, ...values: Buffer[]) =>
  box('----', box('mean', big(0), latin(domain)), box('name', big(0), latin(name)), ...values)

export const ATOMS = [
  freeform('com.serato.dj', 'markersv2', data(0, noise(301))),
  freeform('com.apple.iTunes', 'KEY', data(1, latin('eyJ'))),
  freeform('com.apple.iTunes', 'energylevel', data(1, latin('6'))),
  freeform('com.x', 'several', data(1, latin('a')), data(21, noise(3))),
  box('rtng', data(21, Buffer.from([1]))),
  box('plID', data(21, noise(8))),
  box('xid ', box('data', big(1), big(0x12345678), latin('in another language'))),
  box('\xa9too', data(1, latin('Lavf'))),
]
const REPLACED_ATOMS = [
  box('\xa9nam', data(1, latin('Old'))),
  box('\xa9cmt', data(1, latin('8A - Energy 6'))),
  box('trkn', data(0, Buffer.from([0, 0, 0, 1, 0, 12, 0, 0]))),
  freeform('com.apple.iTunes', 'INITIALKEY', data(1, latin('1A'))),
]
export const SECOND_COVER = data(14, noise(300))
export const MP4_BOXES = [box('\xa9swr', latin('hi')), box('Xtra', noise(33)), box('uuid', noise(24))]

/** @param plain what ffmpeg made, without tags */
export function foreignM4a(plain: Buffer): Buffer {
  const [swr = NONE, xtra = NONE, uuid = NONE] = MP4_BOXES
  const cover = box('covr', data(13, noise(400)), SECOND_COVER)
  const items = box('ilst', ...REPLACED_ATOMS, ...ATOMS, cover)
  const handler = box('hdlr', big(0), big(0), latin('mdirappl'), Buffer.alloc(9))
  const udta = box('udta', swr, box('meta', big(0), handler, items, box('free', noise(50)), uuid), xtra)
  const boxes = boxesOf(plain)
  const moov = boxes.find(({ type }) => type === 'moov')
  if (!moov) throw new Error('no moov')
  const inner = boxesOf(moov.content).filter(({ type }) => type !== 'udta')
  const made = box('moov', ...inner.map(({ whole }) => whole), udta)
  shift(made.subarray(8), made.length - moov.whole.length)
  return Buffer.concat([...boxes.map(one => (one === moov ? made : one.whole)), box('uuid', noise(30))])
}

function boxesOf(bytes: Buffer) {
  const found: { type: string; content: Buffer; whole: Buffer }[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    const whole = bytes.subarray(at, at + bytes.readUInt32BE(at))
    found.push({ type: whole.toString('latin1', 4, 8), content: whole.subarray(8), whole })
    at += whole.length
  }
  return found
}

/** The sound lies behind. */
function shift(bytes: Buffer, by: number): void {
  for (const { type, content } of boxesOf(bytes)) {
    if (['trak', 'mdia', 'minf', 'stbl'].includes(type)) shift(content, by)
    if (type !== 'stco') continue
    for (let at = 8; at < content.length; at += 4) content.writeUInt32BE(content.readUInt32BE(at) + by, at)
  }
}

const flacBlock = (type: number, content: Buffer, last = 0) =>
  Buffer.concat([Buffer.from([type | last, content.length >> 16, content.length >> 8, content.length]), content])
const picture = (kind: number, bytes: Buffer) =>
  Buffer.concat([
    big(kind),
    big(9),
    latin('image/png'),
    big(2),
    latin('xy'),
    big(1),
    big(1),
    big(24),
    big(0),
    big(bytes.length),
    bytes,
  ])

/** One track with one index, and the end. */
function cueSheet(): Buffer {
  const track = (number: number, indices: number) =>
    Buffer.concat([
      Buffer.alloc(8),
      Buffer.from([number]),
      latin('DEA123456789'),
      Buffer.alloc(14),
      Buffer.from([indices]),
    ])
  return Buffer.concat([Buffer.alloc(395), Buffer.from([2]), track(1, 1), noise(12), track(170, 0)])
}

export const FLAC_BLOCKS: [number, Buffer][] = [
  [2, Buffer.concat([latin('riff'), noise(77)])],
  [5, cueSheet()],
  [6, picture(4, noise(99))],
]
export const COMMENTS = [
  latin('SERATO_MARKERS_V2=YXBw\nbGlj'),
  latin('mixed=Case'),
  latin('MixeD=two'),
  latin('DESCRIPTION=d'),
  latin('EMPTY='),
  latin('BAD=\xff\xfe'),
]
const REPLACED_COMMENTS = ['title=Old', 'Comment=8A - Energy 6', 'TRACKNUMBER=1/12'].map(latin)

/** @param plain what ffmpeg made */
export function foreignFlac(plain: Buffer): Buffer {
  let sound = 4
  while (!((plain[sound] ?? 0) & 0x80)) sound += 4 + plain.readUIntBE(sound + 1, 3)
  sound += 4 + plain.readUIntBE(sound + 1, 3)
  const facts = plain.subarray(8, 8 + 34)
  const entries = [...REPLACED_COMMENTS, ...COMMENTS]
  const comments = Buffer.concat([
    little(3),
    latin('me!'),
    little(entries.length),
    ...entries.flatMap(one => [little(one.length), one]),
  ])
  return Buffer.concat([
    latin('fLaC'),
    flacBlock(0, facts),
    ...FLAC_BLOCKS.map(([type, content]) => flacBlock(type, content)),
    flacBlock(6, picture(3, noise(70))),
    flacBlock(4, comments),
    flacBlock(1, Buffer.alloc(40), 0x80),
    plain.subarray(sound),
  ])
}
