// Writes tags into finished files, and reads them back: what counts is what the file says afterwards.

import { parseFile } from 'music-metadata'
import { File, Id3v2Tag, Picture, PictureType, TagTypes } from 'node-taglib-sharp'
import { InputFault } from '../errors.ts'
import type { AudioFormat } from '../model/audio-format.ts'

export interface TagValues {
  title?: string
  artist?: string
  album?: string
  genre?: string
  isrc?: string
  /** BPM; containers hold a whole number. */
  tempo?: number
  /** At most three characters, e.g. `F#m`. */
  key?: string
  comment?: string
  /** Path of a JPEG or PNG. */
  picture?: string
}

/**
 * Embeds the values and checks them with another library.
 * @throws InputFault `Metadata_Failed` when a value does not survive
 */
export async function writeTags(path: string, format: AudioFormat, values: TagValues): Promise<void> {
  const file = File.createFromPath(path)
  try {
    if (format === 'wav') file.removeTags(TagTypes.RiffInfo | TagTypes.MovieId | TagTypes.DivX)
    setCommon(file, values)
    const id3 = format === 'm4a' ? undefined : file.getTag(TagTypes.Id3v2, true)
    if (id3 instanceof Id3v2Tag) id3.version = 3 // the one that players read
    file.save()
  } finally {
    file.dispose()
  }
  await checkTags(path, values)
}

function setCommon(file: File, values: TagValues): void {
  const { tag } = file
  if (values.title) tag.title = values.title
  if (values.artist) tag.performers = [values.artist]
  if (values.album) tag.album = values.album
  if (values.genre) tag.genres = [values.genre]
  if (values.isrc) tag.isrc = values.isrc
  if (values.comment) tag.comment = values.comment
  if (values.tempo) tag.beatsPerMinute = Math.round(values.tempo)
  if (values.key) tag.initialKey = values.key
  if (values.picture) {
    const picture = Picture.fromPath(values.picture)
    picture.type = PictureType.FrontCover
    picture.description = ''
    tag.pictures = [picture]
  }
}

async function checkTags(path: string, values: TagValues): Promise<void> {
  const { common, native } = await parseFile(path, { duration: false, skipCovers: !values.picture })
  const keyInM4a = Object.values(native)
    .flat()
    .find(tag => tag.id === '----:com.apple.iTunes:initialkey')?.value
  const wrong = [
    values.title && common.title !== values.title && 'title',
    values.artist && partsOf(common.artists?.join('/')) !== partsOf(values.artist) && 'artist',
    values.album && common.album !== values.album && 'album',
    values.tempo && common.bpm !== Math.round(values.tempo) && 'tempo',
    values.key && (common.key ?? keyInM4a) !== values.key && 'key',
    values.picture && !common.picture?.length && 'cover',
  ].filter(Boolean)
  if (wrong.length > 0) throw new InputFault(`tags did not survive in ${path}: ${wrong.join(', ')}`, 'Metadata_Failed')
}

/** ID3v2.3 parts artists by a slash, so a reader sees "AC/DC" as two: the same parts are the same artist. */
const partsOf = (artist: string | undefined) => [...new Set(artist?.split('/').map(part => part.trim()))].join('/')

/** The embedded front picture's bytes and type of any audio file; undefined when it has none. */
export async function readPicture(path: string): Promise<{ data: Uint8Array; extension: 'jpg' | 'png' } | undefined> {
  const { common } = await parseFile(path, { duration: false })
  const picture = common.picture?.[0]
  if (!picture) return undefined
  const extension = /png/i.test(picture.format) ? 'png' : /jpe?g/i.test(picture.format) ? 'jpg' : undefined
  return extension && { data: picture.data, extension }
}
