// All that putting better files in the place of a row's files takes, so that it can be ended without anything else.

import { waitingPlace } from '../../library/swap.ts'
import { KEPT_DAYS, trashPlace } from '../../library/trash.ts'
import { AUDIO_FORMATS } from '../../model/audio-format.ts'
import { trackLabel } from '../../model/track.ts'
import { qualityWords } from '../../model/true-quality.ts'
import { canonicalLink, linkField } from '../../model/url/url.ts'
import type { FieldWrites } from '../../model/write.ts'
import type { Swap, UpgradePlan } from '../../store/upgrades.ts'
import { eagleWishOf } from '../eagle/wish.ts'
import { valuesOfPerson } from '../person-values.ts'
import { need, type StageContext, type TrackWork } from '../stage.ts'
import { changesOf } from '../stages/write-back.ts'
import type { Better } from './find-better.ts'
import type { Have } from './have.ts'

interface Found {
  have: Have
  better: Better
  asked: readonly string[]
}

/** @param work with the files that were made, and the row as it is now */
export async function planOf(work: TrackWork, found: Found, context: StageContext): Promise<UpgradePlan> {
  const { tools, signal } = context
  const { row } = work
  const { have, better, asked } = found
  const swaps = swapsOf(work, have, context)
  const says = saysOf(found)
  const link = canonicalLink(better.link) ?? better.link
  const isForEagle = await tools.eagle?.isWanted(signal)
  const forEagle = isForEagle ? await eagleWishOf(tools, row, link) : undefined
  const files = Object.fromEntries(swaps.map(({ format, path }) => [format, path]))
  const written = fieldsOf({ ...work, files, forEagle, notes: [...work.notes, says] }, link, context)
  const sharing = tools.merges.withOwner(row.id).map(page => ({ page, written: ofSource(written) }))
  const { sha256 } = better.source
  const measured = need(work.measured, 'measurement')
  return {
    page: row.id,
    label: trackLabel(row),
    swaps,
    link,
    sha256,
    measured,
    written,
    sharing,
    asked: [...asked],
    says,
    forEagle,
  }
}

function swapsOf({ sums }: TrackWork, { files }: Have, { tools }: StageContext): Swap[] {
  const at = tools.now()
  return files.flatMap(({ path, format: name, sha256: before }) => {
    const format = AUDIO_FORMATS.find(known => known === name)
    const after = format && sums[format]
    if (!format || !after) return []
    return { path, format, beside: waitingPlace(path), kept: trashPlace(tools.library.dir, path, at), before, after }
  })
}

/** What a person put into the row is not even offered to be changed. */
function fieldsOf(work: TrackWork, link: string, context: StageContext): FieldWrites {
  const { row } = work
  const theirs = valuesOfPerson(row, context.tools.outbox)
  const left = [
    ...(theirs.tempo === undefined ? [] : ['tempo']),
    ...(theirs.key === undefined ? [] : ['key', 'camelot']),
  ]
  const fields = Object.entries(changesOf(work, context)).filter(
    ([field, write]) => write.how !== 'given' && !left.includes(field),
  )
  const place = linkField(link)
  const isNew = /^https?:/.test(link) && !row[place]
  return { ...Object.fromEntries(fields), ...(isNew && { [place]: { how: 'fill', value: link } }) }
}

const OF_SOURCE = ['codec', 'bitRate', 'sampleRate', 'channels', 'cutoff', 'source']

const ofSource = (written: FieldWrites): FieldWrites =>
  Object.fromEntries(Object.entries(written).filter(([field]) => OF_SOURCE.includes(field)))

/** Cue points of DJ programs stand at places in the file. */
const LEAST_SHIFT = 0.2

function saysOf({ have, better: { quality, link, offsetSeconds: shift } }: Found): string {
  const moved =
    Math.abs(shift) < LEAST_SHIFT ? '' : `, and begins ${Math.abs(shift)} s ${shift > 0 ? 'later' : 'earlier'}`
  const words = `made of ${qualityWords(quality)} in place of ${qualityWords(have.quality)}, from ${link}${moved}`
  return `${words}; the files of before are in the library’s trash for ${KEPT_DAYS} days`
}
