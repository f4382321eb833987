// What counts is what the file says afterwards, read by another library.

import type { IAudioMetadata } from 'music-metadata'
import { InputFault } from '../../errors.ts'
import { type Changes, entriesOf, FIELDS, type Field } from './fields.ts'

/** @throws InputFault `Metadata_Failed` naming what did not survive */
export async function checkTags(path: string, { texts, picture }: Changes): Promise<void> {
  const { parseFile } = await import('music-metadata')
  const metadata = await parseFile(path, { duration: false, skipCovers: !picture })
  const read = textsIn(metadata)
  const lost: string[] = entriesOf(texts).flatMap(([field, text]) => (isIn(read, field, text) ? [] : [field]))
  const pictures = metadata.common.picture ?? []
  if (picture && !pictures.some(({ data }) => picture.data.equals(data))) lost.push('picture')
  if (lost.length === 0) return
  throw new InputFault(`tags did not survive in ${path}: ${lost.join(', ')}`, 'Metadata_Failed', {
    fields: { fields: lost },
  })
}

function isIn(read: ReadonlyMap<string, readonly string[]>, field: Field, text: string): boolean {
  const { id3, mp4, vorbis } = FIELDS[field]
  const found = [id3, mp4, vorbis[0]].flatMap(name => read.get(name) ?? [])
  const whole = found.join('/')
  switch (field) {
    case 'date':
      return text.startsWith(whole) && whole !== ''
    case 'genre':
      return whole !== '' // some are codes for others, and each reader has its own list
    case 'comment':
      return whole.includes(`[source: ${text.replaceAll(']', '%5D')}]`)
    case 'trackNumber':
    case 'discNumber':
      return whole.split('/')[0] === text
    default:
      return partsOf(whole) === partsOf(text)
  }
}

/** ID3v2.3 parts names by a slash, so a reader sees "AC/DC" as two: the same parts are the same name. */
const partsOf = (text: string) => [...new Set(text.split('/').map(part => part.trim()))].join('/')

/** By the names in `FIELDS`. */
export function textsIn({ native }: IAudioMetadata): Map<string, string[]> {
  const read = new Map<string, string[]>()
  for (const { id, value } of Object.values(native).flat()) {
    const [name, text] = plain(id, value)
    read.set(name, [...(read.get(name) ?? []), text])
  }
  return read
}

function plain(id: string, value: unknown): [string, string] {
  if (typeof value !== 'object' || value === null) return [id === 'TDRC' ? FIELDS.date.id3 : id, String(value)]
  if (id === 'GEOB' && 'description' in value && 'data' in value && value.data instanceof Uint8Array) {
    return [`${id}:${value.description}`, new TextDecoder().decode(value.data)]
  }
  if (id === 'COMM' && 'text' in value && 'descriptor' in value) {
    return [`${id}:eng:${value.descriptor}`, String(value.text)]
  }
  return [id, '']
}
