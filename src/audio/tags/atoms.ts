// Our values as atoms of MP4's list of items; atoms of others stay as they are.

import { type Box, boxesIn, contentOf } from './boxes.ts'
import { withOurs } from './comment.ts'
import { type Changes, entriesOf, FIELDS, type Field } from './fields.ts'

/** Kinds of data. */
const BINARY = 0
const TEXT = 1
const JPEG = 13
const PNG = 14
const INTEGER = 21

export function setAtoms(atoms: readonly Box[], { texts, picture }: Changes): Box[] {
  const before = new Map(atoms.map(atom => [keyOf(atom), atom]))
  const ours = entriesOf(texts).map(([field, text]) => atomOf(field, text, before))
  if (picture) ours.push(coverOf(picture, before.get('covr')))
  const replaced = new Set(ours.map(keyOf))
  if (texts.genre) replaced.add('gnre') // the same as a number
  return [...ours, ...atoms.filter(atom => !replaced.has(keyOf(atom)))]
}

function atomOf(field: Field, text: string, before: ReadonlyMap<string, Box>): Box {
  const name = latin(FIELDS[field].mp4)
  const old = before.get(name.toLowerCase())
  switch (field) {
    case 'tempo':
      return box(name, data(INTEGER, pair(Number(text))))
    case 'trackNumber':
      return box(name, data(BINARY, numbered(Number(text), old, 8)))
    case 'discNumber':
      return box(name, data(BINARY, numbered(Number(text), old, 6)))
    case 'comment':
      return box(name, data(TEXT, Buffer.from(withOurs(old && dataOf(old)?.toString(), text))))
    default:
      return name.startsWith('----:') ? freeform(name, text) : box(name, data(TEXT, Buffer.from(text)))
  }
}

function freeform(name: string, text: string): Box {
  const [type = '', domain = '', key = ''] = name.split(':')
  const word = (kind: string, value: string) => box(kind, Buffer.concat([Buffer.alloc(4), Buffer.from(value)]))
  return box(type, contentOf([word('mean', domain), word('name', key)]), data(TEXT, Buffer.from(text)))
}

/** The first picture is the front cover; the others stay. */
function coverOf({ data: bytes, type }: NonNullable<Changes['picture']>, old: Box | undefined): Box {
  const others = old ? boxesIn(old.content) : []
  const first = others.findIndex(other => other.type === 'data')
  const rest = others.filter((_, index) => index !== first)
  return box('covr', data(type === 'image/png' ? PNG : JPEG, bytes), contentOf(rest))
}

/** A number of a number; how many there are stays. */
function numbered(value: number, old: Box | undefined, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  dataOf(old)?.copy(bytes)
  bytes.writeUInt16BE(value, 2)
  return bytes
}

/** Of a freeform atom the words that name it; capital and small letters are the same. */
function keyOf({ type, content }: Box): string {
  if (type !== '----') return type.toLowerCase()
  const word = (kind: string) =>
    boxesIn(content)
      .find(part => part.type === kind)
      ?.content.toString('utf8', 4)
  return `----:${word('mean')}:${word('name')}`.toLowerCase()
}

const dataOf = (atom: Box | undefined) =>
  boxesIn(atom?.content ?? Buffer.alloc(0))
    .find(part => part.type === 'data')
    ?.content.subarray(8)

function data(kind: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(kind)
  return contentOf([{ type: 'data', content: Buffer.concat([head, value]) }])
}

function pair(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

const box = (type: string, ...content: Buffer[]): Box => ({ type, content: Buffer.concat(content) })

/** Types of boxes are single bytes. */
const latin = (name: string) => Buffer.from(name, 'latin1').toString('latin1')
