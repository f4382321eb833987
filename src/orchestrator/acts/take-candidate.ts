// A row asks which recording it is, and a person says which: its link goes into the row, as if they had put it there.

import { trackKey } from '../../model/job.ts'
import { inputOf, type Track, trackLabel, whySynced } from '../../model/track.ts'
import { canonicalLink, linkField } from '../../model/url/url.ts'
import type { SearchEnd } from '../../store/searches.ts'
import type { Tools } from '../../tools.ts'
import { trackJob } from '../wishes.ts'
import { type Effect, refused } from './effect.ts'
import { NO_PAGE, unlessGone } from './leave-alone.ts'

export interface Choice {
  page: string
  /** Counted from 1. */
  choice: number
  /** What stood there when it was chosen. */
  link?: string
}

/** What a row offers; undefined: it asks nothing (any more). */
export function offersOf(page: string, { searches, queue }: Tools): SearchEnd | undefined {
  const end = searches.lastEnd(page)
  const job = queue.resting(trackKey(page))
  return end?.ended === 'asked' && job?.state === 'failed' && job.wish === end.input ? end : undefined
}

export async function takeCandidate({ page, choice, link }: Choice, tools: Tools, because: string): Promise<Effect> {
  const end = offersOf(page, tools)
  if (!end) return refused('nothing is asked of it any more')
  const place = link === undefined ? choice - 1 : end.links.findIndex(one => isSame(one, link))
  const taken = end.links[place]
  if (taken === undefined)
    return refused(link ? 'that recording is not offered any more' : `it offers ${end.links.length} recordings`)
  const row = await unlessGone(async () => (await tools.tracks()).read(page))
  if (!row || row.inTrash) return refused(row ? 'its row is in the trash' : NO_PAGE)
  const why = whyNot(row, end)
  if (why !== undefined) return refused(`${trackLabel(row)}: ${why}`)
  const field = await fieldFor(taken, tools)
  if (!field) return refused('Music Tracks has no column for its link')
  const withLink: Track = { ...row, [field]: taken }
  return {
    ok: true,
    says: `${trackLabel(row)}: number ${place + 1} is taken (${taken})`,
    whyNot: () => (offersOf(page, tools)?.links.includes(taken) ? undefined : 'another recording was taken'),
    commit() {
      // the others are offered no more, also while Notion is away and the row is as it was
      tools.searches.end(page, { ...end, links: [taken], offered: end.offered?.slice(place, place + 1) })
      tools.ignored.drop(page)
      tools.outbox.add({ target: 'tracks', page, fields: { [field]: { how: 'fill', value: taken } } })
    },
    // while Notion is away the row is not told yet: it is found by its new link later
    async after() {
      const { kind } = await tools.outbox.deliver(page)
      const at = tools.now().getTime()
      if (kind === 'written') await tools.queue.enqueue([trackJob(withLink, { asked: true, because, at })])
    },
  }
}

const isSame = (one: string, other: string) => (canonicalLink(one) ?? one) === (canonicalLink(other) ?? other)

/** A person's own link, or other words, count for more than what was offered before. */
function whyNot(row: Track, end: SearchEnd): string | undefined {
  return whySynced(row) ?? (inputOf(row) === end.input ? undefined : 'its row was edited since: that counts')
}

async function fieldFor(link: string, { tracks }: Tools) {
  const { absent } = await tracks()
  return [linkField(link), 'sourceUrl' as const].find(field => !absent.includes(field))
}
