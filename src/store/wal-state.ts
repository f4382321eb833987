// What SQLite will take of a -wal file. It passes over a damaged one without a word, so it is read here first.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf, Environment, messageOf } from '../errors.ts'

/**
 * `empty`: nothing is in it. `sound`: SQLite takes all of it. `unreadable`: SQLite takes nothing of it.
 * `cut`: SQLite stops at a damaged frame although commits follow it.
 */
export type WalState = 'none' | 'empty' | 'sound' | 'unreadable' | 'cut'

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC_LITTLE = 0x377f0682
const MAGIC_BIG = 0x377f0683

/** Only for files that no connection of this process has open: closing one here would free SQLite's locks on it. */
export function walState(file: string): WalState {
  const handle = openOrNone(file)
  if (handle === undefined) return 'none'
  try {
    const size = fstatSync(handle).size
    if (size === 0) return 'empty'
    const header = readAt(handle, 0, HEADER)
    const words = header && wordsOf(header)
    if (!words || !isHeader(header, words)) return 'unreadable'
    return framesAreSound(handle, { header, words, size }) ? 'sound' : 'cut'
  } finally {
    closeSync(handle)
  }
}

interface Wal {
  header: Buffer
  words: WordReader
  size: number
}

type WordReader = (bytes: Buffer, at: number) => number
type Sum = readonly [number, number]

/** Behind the first frame that does not fit there may be old ones, and ones taken back, but no commit of this round. */
function framesAreSound(handle: number, { header, words, size }: Wal): boolean {
  const frameSize = FRAME_HEADER + header.readUInt32BE(8)
  const salt = header.subarray(16, 24)
  let sum = checksum([0, 0], header.subarray(0, 24), words)
  let hasEnded = false
  for (let at = HEADER; at + frameSize <= size; at += frameSize) {
    const frame = readAt(handle, at, frameSize)
    if (!frame) return true
    const isOfRound = frame.subarray(8, 16).equals(salt)
    const isCommit = frame.readUInt32BE(4) !== 0
    if (hasEnded && isOfRound && isCommit) return false
    if (hasEnded) continue
    sum = checksum(checksum(sum, frame.subarray(0, 8), words), frame.subarray(FRAME_HEADER), words)
    hasEnded = !isOfRound || frame.readUInt32BE(16) !== sum[0] || frame.readUInt32BE(20) !== sum[1]
  }
  return true
}

function isHeader(header: Buffer, words: WordReader): boolean {
  const pageSize = header.readUInt32BE(8)
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return false
  const [first, second] = checksum([0, 0], header.subarray(0, 24), words)
  return header.readUInt32BE(24) === first && header.readUInt32BE(28) === second
}

/** The sums are over words in the byte order that the magic number names. */
function wordsOf(header: Buffer): WordReader | undefined {
  const magic = header.readUInt32BE(0)
  if (magic === MAGIC_LITTLE) return (bytes, at) => bytes.readUInt32LE(at)
  return magic === MAGIC_BIG ? (bytes, at) => bytes.readUInt32BE(at) : undefined
}

/** SQLite's own: sqlite.org/fileformat2.html, section 4.2. */
function checksum([first, second]: Sum, bytes: Buffer, words: WordReader): Sum {
  let a = first
  let b = second
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + words(bytes, at) + b) >>> 0
    b = (b + words(bytes, at + 4) + a) >>> 0
  }
  return [a, b]
}

function readAt(handle: number, at: number, bytes: number): Buffer | undefined {
  const buffer = Buffer.alloc(bytes)
  return readSync(handle, buffer, 0, bytes, at) === bytes ? buffer : undefined
}

function openOrNone(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new Environment(`the program's state ${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
