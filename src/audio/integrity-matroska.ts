// Matroska and WebM: elements inside elements that say their length, or that they do not know it (RFC 8794).

import type { Structure } from './integrity.ts'
import type { Reader } from './integrity-reader.ts'

const SEGMENT = 0x1853_8067
const CLUSTER = 0x1f43_b675
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
const SOUND = [SEGMENT, CLUSTER, SIMPLE_BLOCK, BLOCK_GROUP]

export async function matroskaOf(reader: Reader): Promise<Structure> {
  let at = 0
  let end = reader.size
  let isBroken = false
  while (at < end) {
    const element = elementIn(await reader.at(at, 12))
    if (!element) {
      isBroken = true
      break
    }
    const { id, header, length } = element
    if (SOUND.includes(id) && length !== undefined && at + header + length > reader.size) return { damage: CUT }
    if (id === SEGMENT && length !== undefined) end = at + header + length
    at += header + (id === SEGMENT || id === CLUSTER ? 0 : (length ?? 0))
  }
  return isBroken ? { damage: at + 12 > reader.size ? CUT : 'damaged: a part of it cannot be read' } : {}
}

const CUT = 'cut: its last part is missing'

function elementIn(bytes: Buffer) {
  const first = bytes[0] ?? 0
  const idLength = Math.clz32(first) - 23
  const sizeLength = Math.clz32(bytes[idLength] ?? 0) - 23
  if (idLength > 4 || sizeLength > 8 || bytes.length < idLength + sizeLength) return undefined
  const id = bytes.readUIntBE(0, idLength)
  let length = (bytes[idLength] ?? 0) & (0xff >> sizeLength)
  let isUnknown = length === 0xff >> sizeLength
  for (let i = 1; i < sizeLength; i += 1) {
    const byte = bytes[idLength + i] ?? 0
    isUnknown &&= byte === 0xff
    length = length * 256 + byte
  }
  return { id, header: idLength + sizeLength, length: isUnknown ? undefined : length }
}
