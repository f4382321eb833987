// What a finished file says of itself, in our fields, from one look at it.

import { codeOf } from '../../errors.ts'
import { textsIn } from './check.ts'
import { FIELDS, type Field } from './fields.ts'
import { type OwnRecord, ownIn } from './own.ts'

export interface MadeOf {
  codec: string
  /** kbit/s. */
  bitRate?: number
  /** Hz. */
  cutoff?: number
}

export interface FileTags {
  /** Fields that hold something. */
  has: ReadonlySet<Field>
  hasPicture: boolean
  /** What it says it was made of; undefined: it says nothing. */
  madeOf?: MadeOf
  /** Undefined: it is none of ours, or says so no more. */
  own?: OwnRecord
}

/** @throws what the system says of the disk; a file that cannot be understood has no tags */
export async function readTags(path: string): Promise<FileTags> {
  const { parseFile } = await import('music-metadata')
  const metadata = await parseFile(path, { duration: false }).catch(unreadable)
  if (!metadata) return { has: new Set(), hasPicture: false }
  const texts = textsIn(metadata)
  const isIn = ({ id3, mp4, vorbis }: (typeof FIELDS)[Field]) =>
    [id3, mp4, vorbis[0]].some(name => texts.get(name)?.some(text => text.trim() !== ''))
  const fields = (Object.keys(FIELDS) as Field[]).filter(field => isIn(FIELDS[field]))
  return {
    has: new Set(metadata.common.comment?.length ? [...fields, 'comment'] : fields),
    hasPicture: (metadata.common.picture?.length ?? 0) > 0,
    madeOf: madeOfIn(texts),
    own: ownIn(metadata),
  }
}

function madeOfIn(texts: ReadonlyMap<string, readonly string[]>): MadeOf | undefined {
  const textOf = ({ id3, mp4, vorbis }: (typeof FIELDS)[Field]) =>
    [id3, mp4, vorbis[0]].flatMap(name => texts.get(name) ?? [])[0]?.trim()
  const numberOf = (field: (typeof FIELDS)[Field]) => Number(textOf(field)) || undefined
  const codec = textOf(FIELDS.sourceCodec)
  if (!codec) return undefined
  return { codec, bitRate: numberOf(FIELDS.sourceBitRate), cutoff: numberOf(FIELDS.sourceCutoff) }
}

function unreadable(error: unknown): undefined {
  if (codeOf(error) !== '') throw error
}
