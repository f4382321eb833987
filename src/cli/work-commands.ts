// The commands that work: the loop, tracks, playlists, the sync, and what failed, again.

import type { Argv } from 'yargs'
import { flag, type Globals, lazily, WORDS } from './globals.ts'

const PLOT = flag('Write a page that shows why')

export function workCommands(parser: Argv<Globals>): Argv<Globals> {
  return parser
    .command(
      '$0',
      'run the loop, or one cycle with --once',
      start =>
        start
          .option('once', flag('One cycle, drained'))
          .option('music-sync', { type: 'boolean', describe: 'Sync now, due or not; --no-music-sync: not in this run' })
          .option('interval', {
            type: 'number',
            describe: 'Seconds between cycles (default: POLL_INTERVAL)',
            requiresArg: true,
          })
          .option('serve', flag('Insist on the listeners, which the loop opens where a port is set for them')),
      lazily(async () => (await import('../commands/start.ts')).start),
    )
    .command(
      'serve',
      'the loop with its listeners: webhooks (WEBHOOK_PORT), dashboard, health and figures (DASHBOARD_PORT)',
      serve =>
        serve
          .option('arm-webhook', flag('For ten minutes take in the handshake of Notion’s webhook, and say its token'))
          .option('replay', {
            type: 'string',
            requiresArg: true,
            describe: 'Post the body in this file to the listener of the orchestrator that runs, signed',
          })
          .option('interval', {
            type: 'number',
            describe: 'Seconds between cycles (default: POLL_INTERVAL)',
            requiresArg: true,
          }),
      lazily(async () => (await import('../commands/serve.ts')).serve),
    )
    .command(
      'track <what>',
      'one track now: a link, a page id or Notion URL, or a file',
      track => track.positional('what', { type: 'string', demandOption: true }).option('plot', PLOT),
      lazily(async () => (await import('../commands/track.ts')).track),
    )
    .command(
      'batch',
      'the next tracks that want work; --only upgradable: better sources for finished ones',
      batch =>
        batch.option('limit', { type: 'number', describe: 'At most so many', requiresArg: true }).option('only', {
          choices: ['upgradable'] as const,
          describe: 'Finished tracks of a lossy source: replaced where a better one is found and proved',
          requiresArg: true,
        }),
      lazily(async () => (await import('../commands/batch.ts')).batch),
    )
    .command(
      'playlist <what>',
      'a playlist: rows and tracks of it, and an M3U8 file; run again, it goes on where it was',
      playlist =>
        playlist
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
          .option('watch', {
            type: 'boolean',
            describe: 'Take what comes to it later too, by itself (as without --limit); --no-watch: not any more',
          })
          .example('$0 playlist https://soundcloud.com/dj/sets/night-drive', 'all of a set')
          .example('$0 playlist https://www.youtube.com/playlist?list=PL… --limit 10', 'ten of its tracks')
          .example('$0 playlist spotify:playlist:37i9dQ… --dry-run', 'what would become of each entry')
          .example('$0 playlist export.csv', 'what Exportify wrote'),
      lazily(async () => (await import('../commands/playlist.ts')).playlist),
    )
    .command(
      'sync',
      'the music sync, now',
      sync =>
        sync.option(
          'playlists',
          flag('Playlists in place of single tracks: the first one with a track that is not synced'),
        ),
      lazily(async () => (await import('../commands/sync.ts')).sync),
    )
    .command(
      'enrich',
      'ISRC, album, label, release date and genre, and tempo, key and loudness of their files, for rows that lack them',
      enrich =>
        enrich.option('limit', {
          type: 'number',
          default: 50,
          requiresArg: true,
          describe: 'At most so many rows are asked about, and so many measured',
        }),
      lazily(async () => (await import('../commands/enrich.ts')).enrich),
    )
    .command(
      'worker',
      'only take audio work of a cluster (needs REDIS_URL); the loop does so too while another machine coordinates',
      worker =>
        worker
          .option('concurrency', {
            type: 'number',
            requiresArg: true,
            describe: 'Pieces of work at once (default: TRACK_CONCURRENCY, the processor cores)',
          })
          .option('only', {
            choices: ['track', 'library'] as const,
            requiresArg: true,
            describe: 'track: for tracks that are being made; library: for what is finished (default: both)',
          }),
      lazily(async () => (await import('../commands/worker.ts')).worker),
    )
    .command(
      'retry [what..]',
      'work that failed, was set aside or waits for later, again; without a name: the list; also while the loop runs',
      retry =>
        retry
          .positional('what', { ...WORDS, describe: 'Page ids, Notion URLs, or keys of the list' })
          .option('all', { type: 'boolean', describe: 'All of it' })
          .option('columns', { type: 'boolean', describe: 'Columns that are gone are meant to be gone' }),
      lazily(async () => (await import('../commands/retry.ts')).retry),
    )
}
