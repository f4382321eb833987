import { z } from 'zod'
import { defineHandler } from '../src/handler.ts'
import { discoverTracks } from '../src/orchestrator/discover.ts'
import { runChain } from '../src/pipeline/chain/chain.ts'

export default defineHandler({
  name: 'music-sync',
  describe: 'what plays now, else a new like, else the next row of Music Tracks that wants work',
  order: 30,
  match: (_task, { found }) =>
    found?.handler === 'music-sync' ? { rule: found.rule, evidence: found.evidence, input: {} } : undefined,
  input: z.object({}),
  timeoutMs: 4 * 3600_000,
  run: (_input, context) => runChain(context, async () => (await discoverTracks(context.tools)).ready),
})
