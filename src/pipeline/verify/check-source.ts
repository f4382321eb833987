// Does a file say the same of its source as its row? Of files that are not as they were made: others may have been put in their
// place, by hand out of the trash too.

import type { FileTags } from '../../audio/tags/read.ts'
import type { Finding } from '../../model/finding.ts'
import type { SourceQuality } from '../../model/true-quality.ts'
import type { FieldWrite } from '../../model/write.ts'
import { qualityOfRow } from '../recognise/owner.ts'
import { finding, type Looked, type RowFile, type VerifyContext } from './verify-context.ts'

type Tools = Pick<VerifyContext, 'tools'>

export function checkSource({ seen }: Looked, file: RowFile, said: FileTags & Tools): Finding[] {
  const { madeOf, own, tools } = said
  const { track, now } = seen
  const ours = tools.outbox.wrote(track.id, 'codec')
  if (!madeOf || own?.page !== track.id || ours === undefined) return []
  if (!now.holds('codec', ours) || now.holds('codec', madeOf.codec)) return []
  const values = Object.entries({ codec: madeOf.codec, bitRate: madeOf.bitRate, cutoff: madeOf.cutoff })
  const fields = values.map(([field, value]): [string, FieldWrite] => [field, { how: 'fill', value: value ?? null }])
  const detail = `${madeOf.codec} in ${file.path}, ${now.shown('codec')} in the row`
  const repair = { how: 're-write', fields: Object.fromEntries(fields) } as const
  return [finding('Other_Source', { about: file.format, detail, repair })]
}

/** It is known, and the file says nothing of it. */
export const lacksSource = ({ seen }: Looked, { known }: RowFile, { has, tools }: FileTags & Tools): boolean =>
  known !== undefined && !saysSource({ has }) && qualityOfRow(seen.track.id, tools).quality.codec !== undefined

/** That nothing is known of it is said, too. */
export const saysSource = ({ has }: Pick<FileTags, 'has'>): boolean =>
  has.has('sourceCodec') || has.has('sourceQuality')

/** What is to be said of a file's source: of one without the program's mark nobody knows how its sound came there. */
export function sourceFor(
  page: string,
  { has, own, madeOf }: FileTags,
  tools: Tools['tools'],
): SourceQuality | undefined {
  const isUnknown = !own || (saysSource({ has }) && !madeOf)
  if (isUnknown) return { isLossless: false }
  const { quality } = qualityOfRow(page, tools)
  return quality.codec ? quality : undefined
}
