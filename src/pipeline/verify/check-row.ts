// Does Notion hold all that is known of a track? What a person put there, or took away, is as it should be.

import { z } from 'zod'
import type { Finding } from '../../model/finding.ts'
import { MEASURED_FIELDS, type MeasuredField, measuredWords } from '../../model/unmeasured.ts'
import type { FieldValue, FieldWrite, FieldWrites } from '../../model/write.ts'
import { measuredValues } from '../measured-values.ts'
import { finding, type Looked, type VerifyContext } from './verify-context.ts'

export function checkRow(looked: Looked, { tools }: Pick<VerifyContext, 'tools'>): Finding[] {
  const { track, now } = looked.seen
  const { measured, files } = looked
  const written = writtenIn(tools.journal.lastProved(track.id, 'write back'))
  const values = { ...(measured && measuredValues(measured, track.key !== undefined)), ...fillsOf(written) }
  const isGone = (value: FieldValue) => files.some(({ path, state }) => path === value && state !== 'there')
  // a cell that held our value and is empty now was emptied by a person
  const lacks = Object.entries(values).filter(
    ([field, value]) =>
      value !== undefined &&
      value !== null &&
      now.takes(field, value) &&
      now.isEmpty(field) &&
      tools.outbox.wrote(track.id, field) === undefined &&
      !isGone(value),
  )
  const isMeasured = ([field]: [string, unknown]) => MEASURED_FIELDS.some(one => one === field)
  const given = givenIn(written, now)
  const repairOf = (fields: typeof lacks): Finding['repair'] =>
    given && fields.length > 0
      ? {
          how: 're-write',
          fields: {
            ...given,
            ...Object.fromEntries(
              fields.map(([field, value]) => [field, { how: 'fill', value: value ?? null } as const]),
            ),
          },
        }
      : undefined
  const others = lacks.filter(one => !isMeasured(one))
  return [
    ...notMeasured(looked, { known: lacks.filter(isMeasured), repairOf, tools }),
    ...(others.length > 0
      ? [
          finding('Not_In_Notion', {
            about: others.map(([field]) => field).join(' '),
            detail: others.map(([field]) => field).join(', '),
            repair: repairOf(others),
          }),
        ]
      : []),
  ]
}

/** Tempo, key and length are what a DJ needs; what cannot be measured of a recording is not asked for. */
const NEEDED = ['tempo', 'key', 'duration'] as const satisfies readonly MeasuredField[]

interface Measurable {
  known: [string, FieldValue | undefined][]
  repairOf(fields: [string, FieldValue | undefined][]): Finding['repair']
  tools: VerifyContext['tools']
}

function notMeasured({ seen, measured }: Looked, { known, repairOf, tools }: Measurable): Finding[] {
  const { track, now } = seen
  const isUnknown = (field: MeasuredField) =>
    !measured && now.takes(field, 0) && now.isEmpty(field) && tools.outbox.wrote(track.id, field) === undefined
  const fields = [
    ...MEASURED_FIELDS.filter(field => known.some(([name]) => name === field)),
    ...NEEDED.filter(field => isUnknown(field) && !known.some(([name]) => name === field)),
  ]
  if (fields.length === 0) return []
  const words = measuredWords(fields)
  const detail = known.length > 0 ? words : `${words}; orchestrator enrich measures it`
  return [finding('Not_Measured', { about: fields.join(' '), detail, repair: repairOf(known) })]
}

const Written = z.object({
  written: z.record(
    z.string(),
    z.custom<FieldWrite>(value => typeof value === 'object'),
  ),
})
const writtenIn = (receipt: unknown): FieldWrites => Written.safeParse(receipt).data?.written ?? {}

const fillsOf = (written: FieldWrites): Record<string, FieldValue> =>
  Object.fromEntries(
    Object.entries(written).flatMap(([field, write]) => (write.how === 'fill' ? [[field, write.value] as const] : [])),
  )

/** The row asks for what it asked for when that was found out. @returns undefined when it does not any more */
function givenIn(written: FieldWrites, now: Looked['seen']['now']): FieldWrites | undefined {
  const given = Object.entries(written).filter(([, write]) => write.how === 'given')
  const isSame = given.every(([field, write]) => write.how === 'given' && now.holds(field, write.value))
  return isSame ? Object.fromEntries(given) : undefined
}
