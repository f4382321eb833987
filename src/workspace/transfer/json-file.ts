// A JSON file of any size read piece by piece: the members of its object, and a member's list item by item.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { InputFault, messageOf } from '../../errors.ts'

/** A value in the file. */
export interface Found {
  value: unknown
  /** Line it starts in, from 1. */
  line: number
}

/** A member of the file's object: a list, to be gone through before the next member is asked for, or a value. */
export type Member = { name: string; line: number } & ({ list: Iterable<Found>; place: Place } | { value: unknown })

/** Where a list starts. */
export interface Place {
  byte: number
  line: number
}

const CODES = {
  tab: 0x09,
  newLine: 0x0a,
  return: 0x0d,
  blank: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  escape: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
}
const BLANKS = [CODES.tab, CODES.newLine, CODES.return, CODES.blank]
const PORTION = 256 * 1024

/** @throws InputFault naming the line, where the file is no JSON object */
export function* membersOf(file: string): Generator<Member> {
  const bytes = openBytes(file, { byte: 0, line: 1 })
  try {
    skipMark(bytes)
    expect(bytes, CODES.openObject)
    while (peek(bytes) !== CODES.closeObject) {
      const { value: name, line } = valueAt(bytes)
      expect(bytes, CODES.colon)
      if (peek(bytes) === CODES.openList) {
        const list = itemsOf(bytes)
        yield { name: String(name), line, list, place: { byte: bytes.byte, line: bytes.line } }
        for (const _rest of list); // what the caller did not go through
      } else yield { name: String(name), line, value: valueAt(bytes).value }
      if (!another(bytes, CODES.closeObject)) break
    }
    expect(bytes, CODES.closeObject)
    if (peek(bytes) !== undefined) throw bytes.fault('expected the end of the document')
  } finally {
    bytes.close()
  }
}

/** The items of the list that starts there. */
export function* listAt(file: string, place: Place): Generator<Found> {
  const bytes = openBytes(file, place)
  try {
    yield* itemsOf(bytes)
  } finally {
    bytes.close()
  }
}

function* itemsOf(bytes: Bytes): Generator<Found> {
  expect(bytes, CODES.openList)
  while (peek(bytes) !== CODES.closeList) {
    yield valueAt(bytes)
    if (!another(bytes, CODES.closeList)) break
  }
  expect(bytes, CODES.closeList)
}

/** Goes over the comma that says that another follows. */
function another(bytes: Bytes, end: number): boolean {
  if (peek(bytes) !== CODES.comma) return false
  bytes.next()
  if (peek(bytes) === end) throw bytes.fault('expected another value behind the comma')
  return true
}

function valueAt(bytes: Bytes): Found {
  peek(bytes)
  const { line } = bytes
  const text = bytes.textOf(() => skipValue(bytes))
  try {
    return { value: JSON.parse(text), line }
  } catch (error) {
    throw bytes.fault(text === '' ? 'expected a value' : messageOf(error), line)
  }
}

/** Goes to the end of a value; whether it is well formed is JSON.parse's to say. */
function skipValue(bytes: Bytes): void {
  for (let depth = 0; ; ) {
    const code = bytes.current()
    if (code === undefined) return
    const closes = code === CODES.closeList || code === CODES.closeObject
    if (depth === 0 && (closes || code === CODES.comma || code === CODES.colon || BLANKS.includes(code))) return
    if (code === CODES.openList || code === CODES.openObject) depth += 1
    if (closes) depth -= 1
    bytes.next()
    if (code === CODES.quote) skipText(bytes)
    if (depth === 0 && (closes || code === CODES.quote)) return
  }
}

function skipText(bytes: Bytes): void {
  for (let code = bytes.current(); code !== undefined && code !== CODES.quote; code = bytes.current()) {
    bytes.next()
    if (code === CODES.escape) bytes.next()
  }
  bytes.next()
}

/** The next byte that is not blank. */
function peek(bytes: Bytes): number | undefined {
  for (;;) {
    const code = bytes.current()
    if (code === undefined || !BLANKS.includes(code)) return code
    bytes.next()
  }
}

function expect(bytes: Bytes, code: number): void {
  if (peek(bytes) !== code) throw bytes.fault(`expected "${String.fromCharCode(code)}"`)
  bytes.next()
}

/** The mark some editors put before the first character. */
function skipMark(bytes: Bytes): void {
  for (const code of [0xef, 0xbb, 0xbf]) if (bytes.current() === code) bytes.next()
}

type Bytes = ReturnType<typeof openBytes>

function openFor(file: string): number {
  try {
    const descriptor = openSync(file, 'r')
    if (!fstatSync(descriptor).isDirectory()) return descriptor
    closeSync(descriptor)
  } catch (error) {
    throw new InputFault(`${file} cannot be read: ${messageOf(error)}`, 'Unknown_Error', { cause: error })
  }
  throw new InputFault(`${file} is a folder: expected a file`, 'Unknown_Error')
}

/** The bytes of a file from a place on; JSON's own signs are single bytes in UTF-8. */
function openBytes(file: string, from: Place) {
  const descriptor = openFor(file)
  let portion = Buffer.alloc(0)
  let at = 0
  let byte = from.byte
  let line = from.line
  let start: number | undefined
  let parts: Buffer[] = []

  function fill(): boolean {
    if (start !== undefined) {
      parts.push(portion.subarray(start))
      start = 0
    }
    const next = Buffer.allocUnsafe(PORTION)
    const length = readSync(descriptor, next, 0, PORTION, byte)
    portion = next.subarray(0, length)
    at = 0
    return length > 0
  }

  return {
    get byte() {
      return byte
    },
    get line() {
      return line
    },
    current: (): number | undefined => (at < portion.length || fill() ? portion[at] : undefined),
    next() {
      if (portion[at] === CODES.newLine) line += 1
      at += 1
      byte += 1
    },
    /** What `skip` goes over. */
    textOf(skip: () => void): string {
      start = at
      parts = []
      skip()
      parts.push(portion.subarray(start, at))
      start = undefined
      return Buffer.concat(parts).toString()
    },
    fault: (what: string, where = line) => new InputFault(`${file}, line ${where}: ${what}`, 'Unknown_Error'),
    close: () => closeSync(descriptor),
  }
}
