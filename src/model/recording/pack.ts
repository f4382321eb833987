// A print in few bytes: each number as the places of the bits in which it differs from the one before. Steps from place to
// place take three bits, longer ones four more; a zero ends a number.

import type { Print } from './print.ts'

const HEADER = 2
const STEP_BITS = 3
const LONG = 7
const LONG_BITS = 4
/** Bits of a number whose sixteen bits all change. */
const MOST_BITS = 17 * STEP_BITS

/** About 1.1 kB for two minutes. */
export function packPrint(print: Print): Uint8Array {
  const bytes = new Uint8Array(HEADER + Math.ceil((print.length * MOST_BITS) / 8) + 1)
  let bit = 8 * HEADER
  const write = (value: number, count: number) => {
    const spread = value << (bit & 7)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | spread
    bytes[(bit >> 3) + 1] = (bytes[(bit >> 3) + 1] ?? 0) | (spread >> 8)
    bit += count
  }
  bytes[0] = print.length & 0xff
  bytes[1] = print.length >> 8
  let before = 0
  for (const number of print) {
    let place = 0
    for (let left = number ^ before; left !== 0; left &= left - 1) {
      const next = 32 - Math.clz32(left & -left)
      const step = next - place
      write(Math.min(step, LONG), STEP_BITS)
      if (step >= LONG) write(step - LONG, LONG_BITS)
      place = next
    }
    write(0, STEP_BITS)
    before = number
  }
  return bytes.slice(0, Math.ceil(bit / 8))
}

/** @throws RangeError when it is not whole */
export function unpackPrint(bytes: Uint8Array): Print {
  const print = new Uint16Array((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8))
  const end = 8 * bytes.length
  let bit = 8 * HEADER
  let number = 0
  for (let index = 0; index < print.length; index += 1) {
    for (let place = 0; ; ) {
      if (bit + STEP_BITS > end) throw new RangeError('the print is cut')
      let step = bitsAt(bytes, bit, STEP_BITS)
      bit += STEP_BITS
      if (step === 0) break
      if (step === LONG) {
        step += bitsAt(bytes, bit, LONG_BITS)
        bit += LONG_BITS
      }
      place += step
      number ^= 1 << (place - 1)
    }
    print[index] = number
  }
  return print
}

/** The lowest bits of a byte come first. */
function bitsAt(bytes: Uint8Array, bit: number, count: number): number {
  const at = bit >> 3
  return ((((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) >> (bit & 7)) & ((1 << count) - 1)) as number
}
