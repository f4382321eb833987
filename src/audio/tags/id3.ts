// Our values as frames of ID3v2; frames of others stay as they are.

import { withOurs } from './comment.ts'
import { type Changes, entriesOf, FIELDS, type Field, keepTotal } from './fields.ts'
import type { Frame, Id3 } from './id3-frames.ts'

const FRONT_COVER = 3
/** Text frames that hold numbers or codes: plain letters, as the format has them. */
const PLAIN = ['TBPM', 'TKEY', 'TSRC', 'TRCK', 'TPOS', 'TYER', 'TDAT', 'TDRC']
/** The date in its several forms. */
const DATES = ['TYER', 'TDAT', 'TDRC']

/** Ours come first, as many readers take the first picture and the first comment. */
export function setId3(tag: Id3, { texts, picture }: Changes): Id3 {
  const before = new Map(tag.frames.map(frame => [keyOf(frame, tag), frame]))
  const ours = entriesOf(texts).flatMap(([field, text]) => framesOf(field, text, { tag, before }))
  if (picture) ours.push(frame('APIC', plain(`\0${picture.type}\0`), Buffer.from([FRONT_COVER, 0]), picture.data))
  const replaced = new Set(ours.map(own => keyOf(own, tag)))
  if (texts.date) for (const id of DATES) replaced.add(id)
  return { version: tag.version, frames: [...ours, ...tag.frames.filter(other => !replaced.has(keyOf(other, tag)))] }
}

interface Present {
  tag: Id3
  before: ReadonlyMap<string, Frame>
}

function framesOf(field: Field, text: string, { tag, before }: Present): Frame[] {
  const name: string = FIELDS[field].id3
  const [id = '', description = ''] = name.split(':')
  const old = before.get(name)
  switch (field) {
    case 'date':
      return tag.version === 4 ? [textFrame('TDRC', text)] : datesOf(text)
    case 'exactTempo':
    case 'camelot':
    case 'sourceCodec':
    case 'sourceBitRate':
    case 'sourceCutoff':
    case 'sourceQuality':
      return [frame(id, plain(`\0${description}\0`), plain(text))]
    case 'own':
      return [frame(id, plain(`\0application/json\0\0${description}\0`), Buffer.from(text))]
    case 'comment':
      return [frame(id, plain('\x01eng'), WIDE_MARK, plain('\0\0'), wide(withOurs(old && commentIn(old), text)))]
    case 'trackNumber':
    case 'discNumber':
      return [textFrame(id, keepTotal(text, old && textAt(old.data, 0)))]
    default:
      return [textFrame(id, text)]
  }
}

function datesOf(date: string): Frame[] {
  const [year = '', month, day] = date.split('-')
  return [textFrame('TYER', year), ...(day ? [textFrame('TDAT', `${day}${month}`)] : [])]
}

const frame = (id: string, ...parts: Buffer[]): Frame => ({ id, flags: 0, data: Buffer.concat(parts) })

const plain = (text: string) => Buffer.from(text, 'latin1')
const WIDE_MARK = Buffer.from([0xff, 0xfe])
const wide = (text: string) => Buffer.concat([WIDE_MARK, Buffer.from(text, 'utf16le')])

function textFrame(id: string, text: string): Frame {
  const isPlain = PLAIN.includes(id) && /^[ -~]*$/.test(text)
  return isPlain ? frame(id, plain(`\0${text}`)) : frame(id, plain('\x01'), wide(text))
}

/** Frames of one key replace each other; one that is packed or locked cannot be looked into and stays. */
function keyOf({ id, flags, data }: Frame, { version }: Id3): string {
  if (flags & (version === 3 ? 0xe0 : 0x4f)) return `${id}:packed`
  switch (id) {
    case 'TXXX':
      return `TXXX:${textAt(data, 0).toUpperCase()}`
    case 'COMM':
      return `COMM:${languageOf(data)}:${textAt(data, 3)}`
    case 'PRIV':
      return `PRIV:${data.toString('latin1', 0, data.indexOf(0))}`
    case 'GEOB':
      return `GEOB:${objectName(data)}`
    case 'APIC':
      return `APIC:${data[data.indexOf(0, 1) + 1]}`
    default:
      return id
  }
}

/** Behind the kind of its content and a file name. */
const objectName = (data: Buffer) => textsIn(data[0], data.subarray(data.indexOf(0, 1) + 1))[1] ?? ''

/** Many programs name no language. */
function languageOf(data: Buffer): string {
  const language = data.toString('latin1', 1, 4).toLowerCase()
  return /^(xxx|[\0 ]+)$/.test(language) ? 'eng' : language
}

function commentIn({ data }: Frame): string {
  const [, text = ''] = textsIn(data[0], data.subarray(4))
  return text
}

/** The first text of a frame, with `skipped` bytes between its encoding and it. */
const textAt = (data: Buffer, skipped: number) => textsIn(data[0], data.subarray(1 + skipped))[0] ?? ''

function textsIn(encoding: number | undefined, bytes: Buffer): string[] {
  if (encoding === 1 || encoding === 2) return wideTexts(bytes, encoding === 2)
  return bytes.toString(encoding === 3 ? 'utf8' : 'latin1').split('\0')
}

function wideTexts(bytes: Buffer, bigEndian: boolean): string[] {
  const isBig = bigEndian || bytes[0] === 0xfe
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
  const text = (isBig ? even.swap16() : even).toString('utf16le')
  return text.split('\0').map(part => part.replace(/^\ufeff/, ''))
}
