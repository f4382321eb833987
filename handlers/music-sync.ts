import { z } from 'zod'
import { defineHandler } from '../src/handler.ts'
import { musicEvidence } from '../src/model/classify.ts'
import { done, failed, type Outcome } from '../src/model/outcome.ts'
import { trackLabel } from '../src/model/track.ts'
import { discoverTracks } from '../src/orchestrator/discover.ts'

/** A sync that meets this many bad rows in a row says so instead of going on. */
const MOST_FAILURES = 5

export default defineHandler({
  name: 'music-sync',
  describe: 'the next row of Music Tracks that wants work',
  order: 30,
  match: task => {
    const evidence = musicEvidence(task)
    return evidence && { ...evidence, input: {} }
  },
  input: z.object({}),
  timeoutMs: 4 * 3600_000,
  async run(_input, context): Promise<Outcome> {
    const { ready } = await discoverTracks(context.tools)
    const failures: string[] = []
    for (const track of ready) {
      const label = trackLabel(track)
      const outcome = await context.runTrack(track)
      if (outcome.kind === 'done') return done(`${label}: ${outcome.text}`, { files: outcome.files, notes: failures })
      if (outcome.kind === 'skipped') continue
      if (outcome.kind !== 'failed') return outcome
      failures.push(`${label} failed: ${outcome.text}`)
      if (failures.length === MOST_FAILURES) break
    }
    return failures.length > 0 ? failed(failures.join('; ')) : done('no track wants work')
  },
})
