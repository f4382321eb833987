// How good a copy is, and how much is known of it.

import type { Analysis } from '../../../audio/analysis/analysis.ts'
import type { AudioFacts } from '../../../audio/probe.ts'
import { sumOf } from '../../../durable-file.ts'
import { ERROR_TAGS, InputFault } from '../../../errors.ts'
import type { DedupeCopy } from '../../../model/dedupe/plan.ts'
import { MERGED_TAG } from '../../../model/merged.ts'
import type { Track } from '../../../model/track.ts'
import { compareQuality, type SourceQuality } from '../../../model/true-quality.ts'
import type { Tools } from '../../../tools.ts'
import { qualityOfRow } from '../../recognise/owner.ts'
import type { Found } from './copies.ts'

export interface Worth {
  quality: SourceQuality
  tags: number
  /** A file of its row is not as this program made it: its quality is the file's own. */
  isChanged: boolean
  cells?: DedupeCopy['cells']
  /** A file that is lossless by its codec, of which it is not known yet whether it was made of something lossy. */
  doubtful?: FileFacts
}

interface Looking {
  tools: Tools
  signal: AbortSignal
}

export async function worthOf(found: Found, looking: Looking): Promise<Worth> {
  const cells = found.row && cellsOf(found.row)
  const isChanged = await hasOtherBytes(found, looking)
  const known = isChanged ? undefined : await sourceQuality(found, looking)
  const facts = cells && known ? [] : await factsOf(found.files, looking)
  const tags = cells ? countOf(cells) : Math.max(0, ...facts.map(told => countOf(told.tags ?? {})))
  if (known) return { tags, cells, isChanged, quality: known }
  const best = { tags, cells, isChanged, ...bestOf(facts) }
  return isChanged ? heardOut(best, looking) : best
}

/** A file that is not as it was made may be anything. */
async function hasOtherBytes({ files }: Found, { tools }: Looking): Promise<boolean> {
  for (const { path, sha256, isAsIndexed } of files) {
    const made = tools.journal.fileAt(path)?.sha256
    if (made !== undefined && made !== (isAsIndexed ? sha256 : await sumOf(path))) return true
  }
  return false
}

/** Only of two that seem to be lossless it has to be heard whether they are. */
export async function withoutDoubt(worths: readonly Worth[], looking: Looking): Promise<Worth[]> {
  if (worths.filter(({ quality }) => quality.isLossless).length < 2) return [...worths]
  const sure: Worth[] = []
  for (const worth of worths) {
    sure.push(await heardOut(worth, looking))
  }
  return sure
}

async function heardOut({ doubtful, ...worth }: Worth, looking: Looking): Promise<Worth> {
  const analysis = doubtful && (await measured(doubtful, looking))
  return { ...worth, quality: { ...worth.quality, cutoff: analysis?.cutoff ?? worth.quality.cutoff } }
}

type FileFacts = AudioFacts & { path: string }

async function factsOf(files: readonly { path: string }[], { tools, signal }: Looking): Promise<FileFacts[]> {
  const all: FileFacts[] = []
  for (const { path } of files) {
    const facts = await unlessBad(() => tools.audio.probe(path, signal))
    if (facts) all.push({ ...facts, path })
  }
  return all
}

/** What its files were made of, where this program made them: as fine as what was lossless is, they are. */
async function sourceQuality({ row, files }: Found, looking: Looking): Promise<SourceQuality | undefined> {
  const { journal } = looking.tools
  const quality = row && journal.filesOf(row.id).length > 0 ? qualityOfRow(row.id, looking.tools).quality : undefined
  if (!quality?.codec) return undefined
  const facts = quality.isLossless ? await factsOf(files, looking) : []
  return { ...quality, bits: facts.length > 0 ? Math.max(...facts.map(({ bitDepth }) => bitDepth)) : undefined }
}

/** Of files from elsewhere. */
function bestOf(facts: readonly FileFacts[]): Pick<Worth, 'quality' | 'doubtful'> {
  let best: Pick<Worth, 'quality' | 'doubtful'> = { quality: { isLossless: false } }
  for (const one of facts) {
    const { codec, isLossless = false, bitRate, sampleRate, bitDepth } = one
    const rate = bitRate && Math.round(bitRate / 1000)
    const quality = { codec, isLossless, bitRate: rate, sampleRate, bits: isLossless ? bitDepth : undefined }
    if (compareQuality(quality, best.quality) > 0) best = { quality, ...(isLossless && { doubtful: one }) }
  }
  return best
}

const measured = (facts: FileFacts, { tools, signal }: Looking): Promise<Analysis | undefined> =>
  unlessBad(async () => (await tools.audio.process({ input: facts.path, facts, outputs: {}, signal })).analysis)

async function unlessBad<T>(look: () => Promise<T>): Promise<T | undefined> {
  return look().catch(error => {
    if (error instanceof InputFault) return undefined
    throw error
  })
}

const OURS = new Set<string>([...ERROR_TAGS, MERGED_TAG])

/** What another row could use of it. */
function cellsOf(row: Track): NonNullable<DedupeCopy['cells']> {
  const { title, artist, album, isrc, genre, label, composer, remixer, releaseDate, trackNumber, discNumber, rating } =
    row
  const { sourceUrl, soundcloudUrl, youtubeUrl, spotifyUrl, spotifyId, tempo, key } = row
  const lists = {
    playlists: row.playlistIds ?? row.playlistNames,
    artists: row.artistIds,
    tags: row.tags.filter(tag => !OURS.has(tag)),
  }
  const all = {
    ...{ title, artist, album, isrc, genre, label, composer, remixer, releaseDate, trackNumber, discNumber, rating },
    ...{ sourceUrl, soundcloudUrl, youtubeUrl, spotifyUrl, spotifyId, tempo, key },
    ...lists,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([field, value]) => {
      if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
      return [[field, typeof value === 'object' ? [...value] : value]]
    }),
  )
}

const countOf = (values: object): number =>
  Object.values(values)
    .flat()
    .filter(value => value !== undefined && value !== '').length
