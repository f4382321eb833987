// The command line: registers the commands; a throw becomes an exit code.

import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { AUTH } from './cli/auth-command.ts'
import { BATCH } from './cli/batch-command.ts'
import { DEDUPE } from './cli/dedupe-command.ts'
import { ENRICH } from './cli/enrich-command.ts'
import { EXPORT } from './cli/export-command.ts'
import { INDEX } from './cli/index-command.ts'
import { PLAYLIST } from './cli/playlist-command.ts'
import { SCHEDULE } from './cli/schedule-command.ts'
import { UNDO, VERIFY } from './cli/verify-command.ts'
import { WORKSPACE, workspaceCommands } from './cli/workspace-commands.ts'
import type { BatchFlags } from './commands/batch.ts'
import type { EnrichFlags } from './commands/enrich.ts'
import type { IndexFlags } from './commands/index-volumes.ts'
import { BusyFault, ConfigFault, isFault, messageOf, UsageFault } from './errors.ts'

const COMMANDS = {
  start: () => import('./commands/start.ts'),
  track: () => import('./commands/track.ts'),
  analyse: () => import('./commands/analyse.ts'),
  playlist: () => import('./commands/playlist.ts'),
  sync: () => import('./commands/sync.ts'),
  plan: () => import('./commands/plan.ts'),
  status: () => import('./commands/status.ts'),
  handlers: () => import('./commands/handlers.ts'),
  retry: () => import('./commands/retry.ts'),
  verify: () => import('./commands/verify.ts'),
  undo: () => import('./commands/undo.ts'),
  dedupe: () => import('./commands/dedupe.ts'),
  schedule: () => import('./commands/schedule.ts'),
  export: () => import('./commands/export.ts'),
  auth: () => import('./commands/auth.ts'),
}

const WITH_HELP = new Set([...Object.keys(COMMANDS), 'batch', 'enrich', 'index', 'workspace'])
const PLOT = { type: 'boolean', default: false, describe: 'Write a page that shows why' } as const
const WORDS = { type: 'string', array: true } as const

const parser = yargs(hideBin(process.argv))
  .scriptName('orchestrator')
  .usage(
    '$0 [command]\n\nKeeps a Notion workspace and a music library working by itself.\nWithout a command: the loop; --once is one cycle.',
  )
  .option('json', { type: 'boolean', default: false, describe: 'One JSON document on stdout', global: true })
  .option('dry-run', {
    type: 'boolean',
    default: false,
    describe: 'Say what would be done; write nothing outside logs/',
    global: true,
  })
  .option('var', {
    type: 'string',
    describe: 'The folder that holds the state (default: var)',
    global: true,
    requiresArg: true,
  })
  .option('log-level', {
    choices: ['error', 'warn', 'info', 'debug'] as const,
    default: 'info' as const,
    describe: 'Least important log line',
    global: true,
  })
  .command(
    '$0',
    'run the loop, or one cycle with --once',
    builder =>
      builder
        .option('once', { type: 'boolean', default: false, describe: 'One cycle, drained' })
        .option('music-sync', { type: 'boolean', describe: 'Sync now, due or not; --no-music-sync: not in this run' })
        .option('interval', {
          type: 'number',
          describe: 'Seconds between cycles (default: POLL_INTERVAL)',
          requiresArg: true,
        }),
    async argv => exit(await (await COMMANDS.start()).start(argv)),
  )
  .command(
    'track <what>',
    'one track now: a link, a page id or Notion URL, or a file',
    builder => builder.positional('what', { type: 'string', demandOption: true }).option('plot', PLOT),
    async argv => exit(await (await COMMANDS.track()).track(argv)),
  )
  .command(
    'analyse <files..>',
    'tempo, key, loudness and source of local files or folders; nothing is changed',
    builder => builder.positional('files', { ...WORDS, demandOption: true }).option('plot', PLOT),
    async argv => exit(await (await COMMANDS.analyse()).analyse(argv)),
  )
  .command<BatchFlags>(BATCH)
  .command(
    'sync',
    'the music sync, now',
    builder =>
      builder.option('playlists', {
        type: 'boolean',
        default: false,
        describe: 'Playlists in place of single tracks: the first one with a track that is not synced',
      }),
    async argv => exit(await (await COMMANDS.sync()).sync(argv)),
  )
  .command(
    'plan',
    'what the next cycle would do, row by row, with why',
    builder => builder,
    async argv => exit(await (await COMMANDS.plan()).plan(argv)),
  )
  .command(
    'status [task]',
    'what waits, runs, failed, and why; of one task: every decision about it',
    builder =>
      builder
        .positional('task', { type: 'string', describe: 'A page id or Notion URL' })
        .option('agents', { type: 'boolean', describe: 'What each agent has, as it is on the disk' }),
    async argv => exit(await (await COMMANDS.status()).status(argv)),
  )
  .command(
    'retry [what..]',
    'work that failed, was set aside or waits for later, again; without a name: the list',
    builder =>
      builder
        .positional('what', { ...WORDS, describe: 'Page ids, Notion URLs, or keys of the list' })
        .option('all', { type: 'boolean', describe: 'All of it' })
        .option('columns', { type: 'boolean', describe: 'Columns that are gone are meant to be gone' }),
    async argv => exit(await (await COMMANDS.retry()).retry(argv)),
  )
  .command(
    'handlers',
    'which kinds of task are known, and what would match',
    builder => builder,
    async argv => exit(await (await COMMANDS.handlers()).handlers(argv)),
  )
  .command(
    PLAYLIST.command,
    PLAYLIST.describe,
    builder => PLAYLIST.builder(builder),
    async argv => exit(await (await COMMANDS.playlist()).playlist(argv)),
  )
  .command(
    VERIFY.command,
    VERIFY.describe,
    builder => VERIFY.builder(builder),
    async argv => exit(await (await COMMANDS.verify()).verify(argv)),
  )
  .command(
    UNDO.command,
    UNDO.describe,
    builder => UNDO.builder(builder),
    async argv => exit(await (await COMMANDS.undo()).undo(argv)),
  )
  .command(
    DEDUPE.command,
    DEDUPE.describe,
    builder => DEDUPE.builder(builder),
    async argv => exit(await (await COMMANDS.dedupe()).dedupe(argv)),
  )
  .command(
    SCHEDULE.command,
    SCHEDULE.describe,
    builder => SCHEDULE.builder(builder),
    async argv => exit(await (await COMMANDS.schedule()).schedule(argv)),
  )
  .command<IndexFlags>(INDEX)
  .command<EnrichFlags>(ENRICH)
  .command(
    EXPORT.command,
    EXPORT.describe,
    builder => EXPORT.builder(builder),
    async argv => exit(await (await COMMANDS.export()).exportRekordbox(argv)),
  )
  .command(
    AUTH.command,
    AUTH.describe,
    builder => AUTH.builder(builder),
    async argv => exit(await (await COMMANDS.auth()).auth(argv)),
  )
  .command('workspace', WORKSPACE, workspaceCommands)
  .example('$0 --once', 'one cycle, then end')
  .example('$0 track https://…/song.mp3', 'one track from its link')
  .example('$0 playlist https://soundcloud.com/…/sets/… --limit 10', 'ten tracks of a playlist that want work')
  .example('$0 plan', 'look before you run')
  .strict()
  .check(refuseTwice, true)
  .recommendCommands()
  .version(false)
  .help()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .fail((message, error) => {
    if (error && error.name !== 'YError') throw error
    const said = (message ?? error.message).replace(/\s*\n\s*/g, ' ')
    throw new UsageFault(
      said.replace(/^Not enough non-option arguments: .*/, 'the command expects a word more: its help says which'),
    )
  })

/** The parser makes a list or even a sum of a value that is given twice. */
function refuseTwice(argv: Record<string, unknown>): boolean {
  const names = hideBin(process.argv)
    .filter((word, index, all) => word.startsWith('--') && !all.slice(0, index + 1).includes('--'))
    .map(word => word.replace(/^--|=.*$/gs, ''))
  const twice = names.find((name, index) => names.indexOf(name) < index && typeof argv[name] !== 'boolean')
  if (twice !== undefined) throw new UsageFault(`--${twice} is given more than once`)
  return true
}

function exit(code: number): void {
  process.exitCode = code
}

/** Where the help on such a command line is. */
const helpFlag = ([command = '']: readonly string[]): string =>
  WITH_HELP.has(command) ? `${command} --help` : '--help'

function codeOf(error: unknown): number {
  if (error instanceof UsageFault) return 2
  if (error instanceof BusyFault) return 75
  if (error instanceof ConfigFault) return 78
  return isFault(error) && error.errorClass === 'Input' ? 2 : 1
}

// A reader that has seen enough (`| head`) ends nothing.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

try {
  await parser.parseAsync()
} catch (error) {
  const known =
    error instanceof UsageFault || error instanceof BusyFault || error instanceof ConfigFault || isFault(error)
  process.stderr.write(
    `orchestrator: ${known ? messageOf(error) : error instanceof Error ? error.stack : String(error)}\n`,
  )
  if (error instanceof UsageFault) process.stderr.write(`Try: orchestrator ${helpFlag(hideBin(process.argv))}\n`)
  exit(codeOf(error))
}
