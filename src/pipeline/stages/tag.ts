// Embeds what is known of the track, its cover and our mark.

import type { Cover } from '../../audio/artwork.ts'
import type { TagValues } from '../../audio/tags/values.ts'
import { isFault } from '../../errors.ts'
import { keyShort, parseKey } from '../../model/musical-key.ts'
import { valuesOfPerson } from '../person-values.ts'
import { qualityOfWork } from '../recognise/owner.ts'
import { entriesOf, need, type Stage, type StageContext, type TrackWork } from '../stage.ts'
import { outputsAreWhole, sumsOf } from '../sums.ts'

const TAG_LIMIT = 1000

export const tag: Stage = {
  name: 'tag',
  async run(work, context) {
    const cover = await findCover(work, context)
    const values = { ...tagValues(work, context), picture: cover && 'path' in cover ? cover.path : undefined }
    for (const [format, path] of entriesOf(work.outputs)) await context.tools.audio.tag(path, format, values)
    const notes = cover && 'leftOut' in cover ? [`the cover was left out: ${cover.leftOut}`] : []
    return { ...work, sums: await sumsOf(work.outputs), notes: [...work.notes, ...notes] }
  },
  receipt: { fields: ['sums', 'notes'], holds: outputsAreWhole },
}

type Known = Pick<TrackWork, 'row' | 'source' | 'facts' | 'measured' | 'link' | 'found'>

export function tagValues(
  { row, source, facts, measured, link, found = {} }: Known,
  { tools }: Pick<StageContext, 'tools'>,
): TagValues {
  const theirs = valuesOfPerson(row, tools.outbox)
  const said = facts?.tags ?? {}
  const key = theirs.key ? parseKey(theirs.key) : measured?.key?.key
  const comesFrom = link?.startsWith('http') ? clean(link) : undefined
  return {
    title: clean(row.title ?? source?.title ?? facts?.tags?.title),
    artist: clean(row.artist ?? source?.artist ?? facts?.tags?.artist),
    album: clean(row.album ?? source?.album ?? facts?.tags?.album ?? found.album),
    albumArtist: clean(said.albumArtist),
    genre: clean(row.genre ?? found.genre ?? said.genre),
    isrc: clean(row.isrc ?? found.isrc ?? said.isrc),
    label: clean(row.label ?? found.label ?? said.label),
    composer: clean(row.composer ?? said.composer),
    remixer: clean(row.remixer ?? said.remixer),
    grouping: clean(said.grouping),
    date: DAY.exec(row.releaseDate ?? found.releaseDate ?? said.date ?? '')?.[0],
    trackNumber: numberOf(row.trackNumber),
    discNumber: numberOf(row.discNumber),
    tempo: sensible(theirs.tempo ?? measured?.tempo?.bpm),
    key: key && keyShort(key),
    madeOf: qualityOfWork({ facts, measured }),
    comment: comesFrom,
    own: { page: row.id, source: comesFrom, sha256: source?.sha256 },
  }
}

/** The row's own picture, else the one in the source file, the release's, the source's. A missing picture stops nothing. */
async function findCover(work: TrackWork, { tools, signal, log }: StageContext): Promise<Cover | undefined> {
  const { path, artworkUrl } = need(work.source, 'source')
  const dir = work.staging
  const fetched = async (url: string) => {
    const picture = await tools.sources.fetchPicture(url, { dir, signal })
    return picture ? tools.audio.picture(picture, { from: 'picture', dir, signal }) : undefined
  }
  try {
    if (work.row.artworkUrl) return await fetched(work.row.artworkUrl)
    const isInside = need(work.facts, 'facts').hasPicture
    const inside = isInside ? await tools.audio.picture(path, { from: 'audio', dir, signal }) : undefined
    if (inside && 'path' in inside) return inside
    const ofRelease = work.found?.artworkUrl ? await ifThere(fetched(work.found.artworkUrl), signal) : undefined
    if (ofRelease && 'path' in ofRelease) return ofRelease
    return artworkUrl ? ((await fetched(artworkUrl)) ?? inside) : inside
  } catch (error) {
    signal.throwIfAborted()
    log.info({ track: work.row.id, error }, 'the cover could not be had')
    return undefined
  }
}

/** Of two pictures the second may be there. */
async function ifThere<T>(fetching: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await fetching
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return undefined
  }
}

const clean = (text: string | undefined) =>
  text
    ?.slice(0, TAG_LIMIT)
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim() || undefined

/** A day, a month or a year, at the beginning of whatever else is said. */
const DAY = /^\d{4}(-\d\d(-\d\d)?)?(?!\d)/

const numberOf = (value: number | undefined) =>
  value !== undefined && Number.isInteger(value) && value > 0 && value < 1000 ? value : undefined

/** A tempo that no music has is a slip. */
const sensible = (tempo: number | undefined) => (tempo && tempo >= 1 && tempo < 1000 ? tempo : undefined)
