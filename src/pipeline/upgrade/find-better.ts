// A better source of a finished row's recording: searched like a row without a link, fetched, measured, and believed only then.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type MeasuredFile, measureFile } from '../../audio/measure-file.ts'
import { InputFault, messageOf, Refused } from '../../errors.ts'
import { chooseMatch } from '../../model/match/match.ts'
import { listenTo } from '../../model/recording/likeness.ts'
import { printOf } from '../../model/recording/print.ts'
import { judge } from '../../model/recording/verdict.ts'
import { offered } from '../../model/search.ts'
import { sourceLinks, type Track } from '../../model/track.ts'
import { type SourceQuality, whyNotBetter } from '../../model/true-quality.ts'
import { protectedService } from '../../model/url/protected.ts'
import { canonicalLink } from '../../model/url/url.ts'
import type { SourceFile } from '../../sources/source-file.ts'
import { qualityOfWork } from '../recognise/owner.ts'
import { makeFolder } from '../run-key.ts'
import { differsLater } from '../same-to-the-end.ts'
import { searchSources } from '../search-sources.ts'
import { wishOf } from '../search-wish.ts'
import type { StageContext } from '../stage.ts'
import { wordsIn } from '../words-in.ts'
import type { Have } from './have.ts'

export interface Better extends MeasuredFile {
  link: string
  source: SourceFile
  quality: SourceQuality
  /** That it begins later than what the row has. */
  offsetSeconds: number
}

export interface LookedForBetter {
  better?: Better
  /** Of each that was fetched why it is not taken. */
  refused: string[]
  /** The services that answered, and the row's own links. */
  asked: string[]
}

type Context = StageContext & {
  /** A folder for what is fetched. */
  dir: string
}

/** So many are fetched for a row in one look. */
const MOST_FETCHED = 3

/** @throws Fault when somebody could not be asked, and nothing better was found elsewhere */
export async function findBetter(row: Track, have: Have, context: Context): Promise<LookedForBetter> {
  const own = ownLinks(row, have, context)
  const refused: string[] = []
  let found = await firstBetter(own, { row, have, isOwn: true, refused }, context)
  if (found) return { better: found, refused, asked: ['links of the row'] }
  const searched = await search(row, have, context)
  const links = searched.links.slice(0, Math.max(1, MOST_FETCHED - own.length))
  found = await firstBetter(links, { row, have, isOwn: false, refused }, context)
  if (!found && searched.fault) throw searched.fault
  const asked = [...(own.length > 0 ? ['links of the row'] : []), ...searched.asked]
  return { better: found, refused, asked }
}

/** A person put them there, and the files were made of another. */
function ownLinks(row: Track, { files }: Have, { tools }: Context): string[] {
  const made = new Set(files.map(({ link }) => canonicalLink(link) ?? link))
  const taken = tools.undone.find(row.id)?.plan.links ?? []
  const usable = sourceLinks(row).filter(link => !protectedService(link))
  const links = usable.flatMap(link => canonicalLink(link) ?? [])
  return [...new Set(links)].filter(link => !made.has(link) && !taken.includes(link)).slice(0, MOST_FETCHED)
}

async function search(row: Track, { files, measured }: Have, context: Context) {
  const { tools } = context
  const wish = tools.searchSources.length > 0 ? await wishOf(row, context) : undefined
  if (!wish) return { links: [], asked: [] }
  const known = files.map(({ link }): [string, string] => [canonicalLink(link) ?? link, 'the row has it'])
  const refused = new Map([...tools.searches.refused(row.id), ...known])
  const sure = { ...wish, seconds: measured?.seconds ?? wish.seconds }
  const { candidates, fault } = await searchSources(sure, refused, context)
  const answer = chooseMatch(
    sure,
    candidates.filter(({ link }) => !refused.has(link)),
  )
  return { links: offered(answer).map(({ candidate }) => candidate.link), asked: [...tools.searchSources], fault }
}

interface Trying {
  row: Track
  have: Have
  /** Links of the row: that one is something else is no reason not to look at it again. */
  isOwn: boolean
  refused: string[]
}

async function firstBetter(links: readonly string[], trying: Trying, context: Context): Promise<Better | undefined> {
  for (const [at, link] of links.entries()) {
    context.signal.throwIfAborted()
    const dir = join(context.dir, `${trying.isOwn ? 'own' : 'found'}-${at}`)
    const tried = await tryOne(link, trying, { ...context, dir })
    if (typeof tried !== 'string') return tried
    trying.refused.push(`${link}: ${tried}`)
    await rm(dir, { recursive: true, force: true })
  }
  return undefined
}

/** @returns why it is not taken, where it is not */
async function tryOne(link: string, { row, have, isOwn }: Trying, context: Context): Promise<Better | string> {
  const { tools, signal, dir, progress } = context
  await makeFolder(dir)
  try {
    const onProgress = (done: number, total?: number) => total && progress(done / total / 2)
    const source = await tools.sources.fetch(link, { dir, signal, onProgress })
    const measured = await measureFile(tools.audio, source.path, { signal, onProgress: at => progress(0.5 + at / 2) })
    const same = await comparedWith(row, have, { measured, path: source.path, context })
    if (same.kind !== 'same') {
      const reason = `it is not proved to be the same recording: ${same.because}`
      if (!isOwn) await tools.store.commit(() => tools.searches.refuse(row.id, link, reason))
      return reason
    }
    const quality = qualityOfWork({ facts: measured.facts, measured: measured.analysis }) ?? { isLossless: false }
    const because = whyNotBetter(quality, { ...have.quality, cutoff: same.cutoff })
    return because ?? { ...measured, link, source, quality, offsetSeconds: same.offsetSeconds }
  } catch (error) {
    if (!(error instanceof InputFault || error instanceof Refused)) throw error
    return messageOf(error)
  }
}

/** With what is in the row's own files; one of before there were fingerprints is listened to now. */
async function comparedWith(
  row: Track,
  { files, measured: kept }: Have,
  { measured, path: found, context }: { measured: MeasuredFile; path: string; context: Context },
) {
  const { tools, signal } = context
  const path = files[0]?.path ?? ''
  const own = kept?.fingerprint ? kept : (await measureFile(tools.audio, path, { signal })).analysis
  const { analysis, facts } = measured
  const [ours, theirs] = [own, analysis].map(({ fingerprint }) => printOf(wordsIn(fingerprint)))
  const likeness = ours && theirs && listenTo(ours).compare(theirs)
  const { title, artist } = row
  const theirNames = { title: facts.tags?.title, artist: facts.tags?.artist ?? artist }
  const verdict = judge(likeness, { title, artist, seconds: own.seconds }, { ...theirNames, seconds: analysis.seconds })
  const { offsetSeconds } = verdict
  const begin = { one: path, other: found, offsetSeconds }
  const doubt = verdict.kind === 'same' ? await differsLater(begin, { audio: tools.audio, signal }) : undefined
  return { ...verdict, ...(doubt && { kind: 'near' as const, because: doubt }), cutoff: own.cutoff }
}
