// Chance that can be had again: everything random in this process comes from one number.

import { syncBuiltinESMExports } from 'node:module'

export interface Random {
  /** From 0 up to 1. */
  part(): number
  /** Whether something of this probability happens. */
  happens(probability: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  pick<const T>(list: readonly [T, ...T[]]): T
}

/** mulberry32: small, and good enough to choose by. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  function part(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(part() * (most - least + 1))
  return {
    part,
    happens: probability => part() < probability,
    between,
    pick: list => list[between(0, list.length - 1)] ?? list[0],
  }
}

/** `Math.random` and the ids that node:crypto makes, for the program and its packages. */
export function installSeed(seed: number): void {
  const { part } = seededRandom(seed)
  const randomBytes = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(part() * 256)))
  Math.random = part
  Object.assign(process.getBuiltinModule('node:crypto'), { randomBytes, randomUUID: () => uuidOf(randomBytes(16)) })
  syncBuiltinESMExports()
}

function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
