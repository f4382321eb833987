// The comment block of FLAC: `NAME=value` as bytes. What is not ours is written back as it was, whatever its encoding.

import { withOurs } from './comment.ts'
import { type Changes, entriesOf, FIELDS, type Field, keepTotal } from './fields.ts'

export interface Comments {
  vendor: Buffer
  entries: readonly Buffer[]
}

export const NO_COMMENTS: Comments = { vendor: Buffer.from('orchestrator'), entries: [] }

/** @throws RangeError when it is cut */
export function parseComments(block: Buffer): Comments {
  let at = 0
  const next = () => {
    const size = block.readUInt32LE(at)
    at += 4 + size
    if (at > block.length) throw new RangeError('the comments are cut')
    return block.subarray(at - size, at)
  }
  const vendor = next()
  const count = block.readUInt32LE(at)
  at += 4
  const entries: Buffer[] = []
  while (entries.length < count) entries.push(next())
  return { vendor, entries }
}

export function renderComments({ vendor, entries }: Comments): Buffer {
  const sized = (bytes: Buffer) => [size(bytes.length), bytes]
  return Buffer.concat([...sized(vendor), size(entries.length), ...entries.flatMap(sized)])
}

export function setComments({ vendor, entries }: Comments, texts: Changes['texts']): Comments {
  const ours = entriesOf(texts).flatMap(([field, text]) =>
    FIELDS[field].vorbis.map(name => Buffer.from(`${name}=${textFor(field, text, textOf(entries, name))}`)),
  )
  const replaced = new Set(ours.map(nameOf))
  return { vendor, entries: [...ours, ...entries.filter(entry => !replaced.has(nameOf(entry)))] }
}

function textFor(field: Field, text: string, before: string | undefined): string {
  if (field === 'comment') return withOurs(before, text)
  return field === 'trackNumber' || field === 'discNumber' ? keepTotal(text, before) : text
}

const textOf = (entries: readonly Buffer[], name: string) =>
  entries
    .find(entry => nameOf(entry) === name)
    ?.subarray(name.length + 1)
    .toString()

/** Names are the same in capital and small letters; what has none is nobody's. */
function nameOf(entry: Buffer): string {
  const end = entry.indexOf('=')
  return end < 0 ? '' : entry.toString('latin1', 0, end).toUpperCase()
}

function size(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
