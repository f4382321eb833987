// MP4 is boxes in boxes: a length, a type, a content.

export interface Box {
  type: string
  content: Buffer
}

const HEAD = 8
const LONG_HEAD = 16

/** The boxes in a content; bytes that are none, as the zeros that end some lists, are one without a type. */
export function boxesIn(content: Buffer): Box[] {
  const boxes: Box[] = []
  let at = 0
  while (at + HEAD <= content.length) {
    const { size, head, type } = headAt(content, at, content.length)
    if (size < head || at + size > content.length) break
    boxes.push({ type, content: content.subarray(at + head, at + size) })
    at += size
  }
  return at < content.length ? [...boxes, { type: '', content: content.subarray(at) }] : boxes
}

export const contentOf = (boxes: readonly Box[]): Buffer => Buffer.concat(boxes.flatMap(render))

export function render({ type, content }: Box): Buffer[] {
  if (type === '') return [content]
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(content.length + HEAD)
  head.write(type, 4, 'latin1')
  return [head, content]
}

/** @param end where the surrounding content ends: a box without a size reaches so far */
export function headAt(bytes: Buffer, at: number, end: number): { type: string; size: number; head: number } {
  const short = bytes.readUInt32BE(at)
  const type = bytes.toString('latin1', at + 4, at + HEAD)
  if (short === 0) return { type, size: end - at, head: HEAD }
  if (short !== 1 || bytes.length < at + LONG_HEAD) return { type, size: short, head: HEAD }
  return { type, size: Number(bytes.readBigUInt64BE(at + HEAD)), head: LONG_HEAD }
}

/** The boxes with one changed, or with a new one at the end. */
export function change(boxes: readonly Box[], isIt: (box: Box) => boolean, make: (old?: Box) => Box): Box[] {
  const found = boxes.find(isIt)
  return found ? boxes.map(box => (box === found ? make(found) : box)) : [...boxes, make()]
}
