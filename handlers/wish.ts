import { z } from 'zod'
import { UsageFault } from '../src/errors.ts'
import { defineHandler } from '../src/handler.ts'
import { done, failed } from '../src/model/outcome.ts'
import { trackLabel } from '../src/model/track.ts'
import { trackJob } from '../src/orchestrator/wishes.ts'
import { rowOfLink } from '../src/pipeline/row-of-link.ts'

export default defineHandler({
  name: 'wish',
  describe: 'a link or page that came by webhook: its row is found or made, and is worked on',
  input: z.union([z.object({ link: z.string() }), z.object({ pageId: z.string() })]),
  timeoutMs: 10 * 60_000,
  async run(wish, { tools, signal }) {
    try {
      const row =
        'link' in wish ? await rowOfLink(tools, wish.link, signal) : await (await tools.tracks()).read(wish.pageId)
      const job = trackJob(row, { asked: true, because: 'asked for by webhook', at: tools.now().getTime() })
      await tools.queue.enqueue([job])
      return done(`the row "${trackLabel(row)}" is worked on`)
    } catch (error) {
      if (error instanceof UsageFault) return failed(error.message)
      throw error
    }
  },
})
