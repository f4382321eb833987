import type { z } from 'zod'
import { defineHandler } from '../src/handler.ts'
import { discoverTracks } from '../src/orchestrator/discover.ts'
import { stopWatching } from '../src/pipeline/feeds/feeds.ts'
import { runPlaylistChain } from '../src/pipeline/playlist/chain.ts'
import { runPlaylist } from '../src/pipeline/playlist/playlist.ts'
import { PlaylistInput, readPlaylist } from '../src/pipeline/playlist/source.ts'

export default defineHandler({
  name: 'playlist',
  describe: 'a playlist by its link, or the first one that has something new: rows, tracks, and an M3U8 file',
  order: 10,
  match: (_task, { found }) => {
    if (found?.handler !== 'playlist') return undefined
    const { rule, evidence, link } = found
    return { rule, evidence, input: link === undefined ? { next: true } : { link } }
  },
  input: PlaylistInput,
  timeoutMs: 24 * 3600_000,
  async run(input, context) {
    if ('next' in input) return runPlaylistChain(context, async () => (await discoverTracks(context.tools)).ready)
    const { tools, signal } = context
    if ('link' in input && input.watch === false) await stopWatching(tools, input.link)
    context.progress(nameOf(input), 'read the list')
    return runPlaylist(await readPlaylist(tools, input, { signal }), context, {
      limit: input.limit,
      watch: 'file' in input ? undefined : input.watch,
    })
  },
})

const nameOf = (input: z.infer<typeof PlaylistInput>) =>
  Object.values(input).find(value => typeof value === 'string') ?? ''
