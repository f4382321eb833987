// The line of `orchestrator playlist` as the parser reads it.

import type { Argv } from 'yargs'

export const PLAYLIST = {
  command: 'playlist <what>',
  describe: 'a playlist: rows and tracks of it, and an M3U8 file; run again, it goes on where it was',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('what', {
        type: 'string',
        demandOption: true,
        describe:
          'A link (a SoundCloud set, profile or likes; a YouTube or YouTube Music playlist; a Spotify playlist or album; any list yt-dlp knows), a page of Playlists (id or Notion URL), or a file (M3U, M3U8, CSV)',
      })
      .option('limit', {
        type: 'number',
        requiresArg: true,
        describe: 'Only the first so many tracks that want work',
      })
      .example('$0 playlist https://soundcloud.com/dj/sets/night-drive', 'all of a set')
      .example('$0 playlist https://www.youtube.com/playlist?list=PL… --limit 10', 'ten of its tracks')
      .example('$0 playlist spotify:playlist:37i9dQ… --dry-run', 'what would become of each entry')
      .example('$0 playlist export.csv', 'what Exportify wrote'),
}
