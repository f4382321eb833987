import { z } from 'zod'
import { defineHandler } from '../src/handler.ts'
import { processTrack, TrackInput } from '../src/pipeline/process-track.ts'
import { rowOfLink } from '../src/pipeline/row-of-link.ts'

export default defineHandler({
  name: 'track',
  describe: 'one track from its link to finished files',
  order: 20,
  match: (_task, { found }) => {
    if (found?.handler !== 'track' || found.link === undefined) return undefined
    const { rule, evidence, link } = found
    return { rule, evidence, input: { link } }
  },
  input: z.union([TrackInput, z.object({ link: z.string() })]),
  timeoutMs: 4 * 3600_000,
  async run(input, context) {
    if ('pageId' in input) return processTrack(input, context)
    return context.runTrack(await rowOfLink(context.tools, input.link, context.signal))
  },
})
