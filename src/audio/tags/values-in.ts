// What one of our files says, as it would be told to another: for a file that is made again of it.

import { textsIn } from './check.ts'
import { FIELDS, type Field } from './fields.ts'
import { ownIn } from './own.ts'
import type { TagValues } from './values.ts'

const WORDS = [
  ...(['title', 'artist', 'album', 'albumArtist', 'date', 'isrc', 'remixer', 'label', 'composer', 'grouping'] as const),
  'key',
] as const satisfies readonly (Field & keyof TagValues)[]

/** The cover is not among them. @throws what the system says of the disk, or that it is none of the formats we make */
export async function tagValuesIn(path: string): Promise<TagValues> {
  const { parseFile } = await import('music-metadata')
  const metadata = await parseFile(path, { duration: false, skipCovers: true })
  const texts = textsIn(metadata)
  const textOf = (field: Field): string | undefined => {
    const { id3, mp4, vorbis } = FIELDS[field]
    const found = [id3, mp4, vorbis[0] ?? ''].flatMap(name => texts.get(name) ?? [])
    return found.join('/').trim() || undefined // as it was before the reader parted it
  }
  const numberOf = (field: Field) => Number.parseFloat(textOf(field) ?? '') || undefined
  const { genre, track, disk } = metadata.common
  return {
    ...Object.fromEntries(WORDS.flatMap(field => (textOf(field) === undefined ? [] : [[field, textOf(field)]]))),
    genre: genre?.join(', '),
    trackNumber: track.no ?? undefined,
    discNumber: disk.no ?? undefined,
    tempo: numberOf('exactTempo') ?? numberOf('tempo'),
    comment: /\[source: ([^\]]*)\]/.exec(textOf('comment') ?? '')?.[1]?.replaceAll('%5D', ']'),
    own: ownIn(metadata),
  }
}
