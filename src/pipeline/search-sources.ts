// Candidates for a wish: the hits of each service, of which the likeliest are described in full.

import { InputFault, isFault } from '../errors.ts'
import { chooseMatch } from '../model/match.ts'
import type { Candidate, Wish } from '../model/match-types.ts'
import { type SearchSource, searchWords } from '../model/search.ts'
import { canonicalLink } from '../model/url.ts'
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

/** @param refused links that are not looked at any more */
export async function searchSources(
  wish: Wish,
  refused: ReadonlyMap<string, string>,
  context: StageContext,
): Promise<Brought> {
  const sources = context.tools.searchSources
  const candidates: Candidate[] = []
  let fault: Error | undefined
  for (const [at, source] of sources.entries()) {
    context.progress(at / sources.length)
    try {
      const hits = await hitsAt(source, wish, context)
      const unrefused = hits.filter(({ link }) => !refused.has(link))
      candidates.push(...(await describeLikeliest(wish, unrefused, context)))
    } catch (error) {
      if (!isFault(error)) throw error
      context.log.info({ source, reason: error.message }, 'a service could not be searched')
      fault ??= error
    }
  }
  return { candidates, fault }
}

async function hitsAt(source: SearchSource, wish: Wish, { tools, signal }: StageContext): Promise<Candidate[]> {
  const { entries } = await tools.sources.search(source, searchWords(wish), { limit: HITS, signal })
  return entries.map(entry => candidateOf(entry, source))
}

async function describeLikeliest(wish: Wish, hits: readonly Candidate[], context: StageContext): Promise<Candidate[]> {
  const described: Candidate[] = []
  for (const { candidate } of chooseMatch(wish, hits).ranked.slice(0, LOOKED_AT)) {
    if (described.length === DESCRIBED) break
    const whole = await describe(candidate, context)
    if (whole && !described.some(({ link }) => link === whole.link)) described.push(whole)
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
    context.log.info({ link: hit.link, reason: error.message }, 'a hit is left out')
    return undefined
  }
}

function candidateOf(listed: ListedTrack, source: Candidate['source']): Candidate {
  const { link, title = '', uploader, album, seconds, isrc, isPreview, isDrm } = listed
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
