// What is to be told of a track, and whether it can be written at all.

import { readFile } from 'node:fs/promises'
import { InputFault } from '../../errors.ts'
import { camelot, parseKey } from '../../model/musical-key.ts'
import { originOf, type SourceQuality } from '../../model/true-quality.ts'
import { type Changes, entriesOf, type Field } from './fields.ts'
import { type OwnRecord, ownText } from './own.ts'

export interface TagValues {
  title?: string
  artist?: string
  album?: string
  albumArtist?: string
  /** `2024`, `2024-05` or `2024-05-31`. */
  date?: string
  genre?: string
  isrc?: string
  remixer?: string
  label?: string
  composer?: string
  grouping?: string
  trackNumber?: number
  discNumber?: number
  /** BPM. */
  tempo?: number
  /** At most three characters, e.g. `F#m`. */
  key?: string
  /** What it was made of. */
  madeOf?: SourceQuality
  /** Our part of the comment; other parts stay. */
  comment?: string
  /** Path of a JPEG or PNG. */
  picture?: string
  /** By which the program knows the file as its own. */
  own?: OwnRecord
}

/**
 * Programs and players differ in how they read a tempo that is no whole number: some stop at the dot, some refuse it. So the
 * usual field has a whole number, and another the decimals.
 */
export async function changesOf(values: TagValues): Promise<Changes> {
  const { picture, own, tempo, trackNumber, discNumber, madeOf, ...words } = values
  const key = words.key === undefined ? undefined : parseKey(words.key)
  const numbers = { tempo: tempo && Math.round(tempo), trackNumber, discNumber }
  const texts = given({
    ...words,
    camelot: key && camelot(key),
    ...(madeOf && sourceTexts(madeOf)),
    tempo: numbers.tempo && String(numbers.tempo),
    exactTempo: tempo && String(Math.round(tempo * 100) / 100),
    trackNumber: trackNumber && String(trackNumber),
    discNumber: discNumber && String(discNumber),
    own: own && ownText(own),
  })
  requireWritable(texts, numbers)
  return { texts, picture: picture === undefined ? undefined : await pictureIn(picture) }
}

/** What cannot be said is not said; that nothing is known stands there too, so that nobody takes the file's own form for it. */
const sourceTexts = (madeOf: SourceQuality): Changes['texts'] =>
  given({
    sourceCodec: madeOf.codec,
    sourceBitRate: madeOf.bitRate && String(madeOf.bitRate),
    sourceCutoff: madeOf.cutoff && String(Math.round(madeOf.cutoff)),
    sourceQuality: QUALITY_WORDS[originOf(madeOf)],
  })

/** A player's list of fields has no room for a sentence. */
const QUALITY_WORDS = {
  lossless: 'lossless',
  disguised: 'lossy (in a lossless file)',
  lossy: 'lossy',
  unknown: 'unknown',
} as const

/** An empty value is none. */
const given = (texts: Partial<Record<Field, string | number | undefined>>): Changes['texts'] =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string' && text !== ''))

/** Control characters end a text, or the line, in one reader or the other; half a surrogate pair is no character. */
function requireWritable(texts: Changes['texts'], numbers: Record<string, number | undefined>): void {
  const words = entriesOf(texts).filter(([, text]) => /\p{Cc}/u.test(text) || !text.isWellFormed())
  const outside = Object.entries(numbers).filter(
    ([, value]) => value && !(Number.isInteger(value) && value > 0 && value <= LARGEST),
  )
  const wrong = [...words, ...outside].map(([field]) => field)
  if (texts.date && !/^\d{4}(-\d\d(-\d\d)?)?$/.test(texts.date)) wrong.push('date')
  if (wrong.length === 0) return
  const fields = [...new Set(wrong)]
  throw new InputFault(`cannot be written into tags: ${fields.join(', ')}`, 'Metadata_Failed', { fields: { fields } })
}

/** What MP4 has room for. */
const LARGEST = 65_535

async function pictureIn(path: string): Promise<Changes['picture']> {
  const data = await readFile(path)
  return { data, type: data[0] === 0x89 ? 'image/png' : 'image/jpeg' }
}
