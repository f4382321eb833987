// Candidates for a wish: the hits of each service, of which the likeliest are described in full.

import { InputFault, isFault } from '../errors.ts'
import { chooseMatch } from '../model/match/match.ts'
import type { Candidate, Wish } from '../model/match/types.ts'
import { otherWords, type SearchSource, searchWords } from '../model/search.ts'
import { canonicalLink } from '../model/url/url.ts'
import type { ListedTrack } from '../sources/listing.ts'
import type { StageContext } from './stage.ts'

/** Hits asked for at each service, how many of them are described, and how many are looked at for that. */
const HITS = 10
const DESCRIBED = 3
const LOOKED_AT = 5

export interface Brought {
  candidates: Candidate[]
  /** Why a service could not be asked, the first of them. */
  fault?: Error
}

/**
 * Once, and where that brought nothing like it, once more in other words.
 * @param refused links that are not looked at any more
 */
export async function searchSources(
  wish: Wish,
  refused: ReadonlyMap<string, string>,
  context: StageContext,
): Promise<Brought> {
  const isUnseen = (link: string) => !refused.has(link)
  const first = await searchAll(wish, { words: searchWords, isUnseen }, context)
  if (first.fault || chooseMatch(wish, first.candidates).kind !== 'none') return first
  const seen = new Set(first.candidates.map(({ link }) => link))
  const isNew = (link: string) => isUnseen(link) && !seen.has(link)
  const second = await searchAll(wish, { words: otherWords, isUnseen: isNew }, context)
  return { candidates: [...first.candidates, ...second.candidates], fault: second.fault }
}

interface Asking {
  /** Undefined: the service is not asked. */
  words(wish: Wish, source: SearchSource): string | undefined
  isUnseen(link: string): boolean
}

async function searchAll(wish: Wish, { words, isUnseen }: Asking, context: StageContext): Promise<Brought> {
  const sources = context.tools.searchSources
  const candidates: Candidate[] = []
  let fault: Error | undefined
  for (const [at, source] of sources.entries()) {
    context.progress(at / sources.length)
    const asked = words(wish, source)
    if (!asked) continue
    const isNew = (link: string) => isUnseen(link) && !candidates.some(known => known.link === link)
    try {
      const hits = await hitsAt(source, asked, context)
      candidates.push(
        ...(await describeLikeliest(wish, { hits: hits.filter(({ link }) => isNew(link)), isNew }, context)),
      )
    } catch (error) {
      if (!isFault(error)) throw error
      context.log.note({ source, reason: error.message }, 'a service could not be searched')
      fault ??= error
    }
  }
  return { candidates, fault }
}

async function hitsAt(source: SearchSource, words: string, { tools, signal }: StageContext): Promise<Candidate[]> {
  const { entries } = await tools.sources.search(source, words, { limit: HITS, signal })
  return entries.map(entry => {
    const link = canonicalLink(entry.link) ?? entry.link
    return candidateOf({ ...entry, link }, source === 'youtube-music' ? 'youtube' : source)
  })
}

interface Hits {
  hits: readonly Candidate[]
  /** A link may lead to another name of what is known. */
  isNew(link: string): boolean
}

async function describeLikeliest(wish: Wish, { hits, isNew }: Hits, context: StageContext): Promise<Candidate[]> {
  const described: Candidate[] = []
  for (const { candidate } of chooseMatch(wish, hits).ranked.slice(0, LOOKED_AT)) {
    if (described.length === DESCRIBED) break
    const whole = await describe(candidate, context)
    if (whole && isNew(whole.link) && !described.some(({ link }) => link === whole.link)) described.push(whole)
  }
  return described
}

/** @returns undefined when it is not to be had */
async function describe(hit: Candidate, context: StageContext): Promise<Candidate | undefined> {
  try {
    const told = await context.tools.sources.describe(hit.link, context.signal)
    const link = canonicalLink(told.link) ?? hit.link
    // the title of the song that a service heard in a video says nothing of the version
    return {
      ...candidateOf({ ...told, link, title: hit.title || told.title }, hit.source),
      album: told.album ?? hit.album,
    }
  } catch (error) {
    if (!(error instanceof InputFault)) throw error
    context.log.note({ link: hit.link, reason: error.message }, 'a hit is left out')
    return undefined
  }
}

function candidateOf(listed: ListedTrack, source: Candidate['source']): Candidate {
  const { link, title = '', uploader, album, seconds, isrc, isVerified, isPreview, isDrm } = listed
  const isTopic = source === 'youtube' && / - Topic$/.test(uploader ?? '')
  return {
    link,
    source,
    title,
    artist: artistOf(listed, source, isTopic),
    uploader,
    album,
    seconds,
    isrc,
    isTopic,
    isVerified,
    isPreview,
    isDrm,
  }
}

/** An account's own name is no credit, nor is what YouTube heard in a stranger's video. */
function artistOf(
  { artist, uploader }: ListedTrack,
  source: Candidate['source'],
  isTopic: boolean,
): string | undefined {
  if (isTopic) return artist
  return source === 'youtube' || artist === uploader ? undefined : artist
}
