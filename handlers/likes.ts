import { z } from 'zod'
import { defineHandler, type HandlerContext } from '../src/handler.ts'
import { done, type Outcome } from '../src/model/outcome.ts'
import { trackLabel } from '../src/model/track.ts'
import { readFeed } from '../src/orchestrator/feeds/read-feed.ts'
import { trackJob } from '../src/orchestrator/wishes.ts'
import { whyNot } from '../src/pipeline/chain/chain.ts'
import { nameOf } from '../src/pipeline/chain/links.ts'
import { type Find, findOrCreateFound } from '../src/pipeline/find-or-create-track.ts'

const Found = z.object({
  title: z.string().optional(),
  artist: z.string().optional(),
  link: z.string().optional(),
  spotifyIds: z.array(z.string()).readonly().optional(),
  isrc: z.string().optional(),
})

export default defineHandler({
  name: 'likes',
  describe: 'a new like at Spotify or SoundCloud: its row is found or made, and is worked on',
  input: z.union([z.object({ find: Found, at: z.string() }), z.object({ feed: z.string() })]),
  timeoutMs: 30 * 60_000,
  run: (input, context) => ('feed' in input ? readFeed(input.feed, context) : take(input.find, input.at, context)),
})

/** As the music sync takes it: the same row, and passed over for the same reasons. */
async function take(find: Find, at: string, { tools }: HandlerContext): Promise<Outcome> {
  const row = await findOrCreateFound({ tracks: await tools.tracks(), ledger: tools.ledger }, find)
  if (!row) return done(`${nameOf(find)}: its row was removed`)
  const why = whyNot(tools, row)
  if (why !== undefined) return done(`the row "${trackLabel(row)}" is there: ${why}`)
  const job = trackJob(row, { because: `it is new among ${at}`, at: tools.now().getTime() })
  await tools.queue.enqueue([job])
  return done(`the row "${trackLabel(row)}" is worked on`)
}
