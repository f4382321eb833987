// The command line: registers the commands; a throw becomes an exit code.

import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { BusyFault, ConfigFault, isFault, messageOf, UsageFault } from './errors.ts'

const COMMANDS = {
  start: () => import('./commands/start.ts'),
  track: () => import('./commands/track.ts'),
  batch: () => import('./commands/batch.ts'),
  sync: () => import('./commands/sync.ts'),
  plan: () => import('./commands/plan.ts'),
  status: () => import('./commands/status.ts'),
  handlers: () => import('./commands/handlers.ts'),
  workspace: () => import('./commands/workspace.ts'),
}

const WORKSPACE_HELP = `serve            open it to any Notion client, on a loopback port
show [database]  its tables: all of them, or one by its name or id
add <what>       a row of Music Tracks: a link or "Artist - Title"
task <title>     a row of Agent-Tasks
export [file]    all of it as one JSON document (default: to stdout)
import <file>    an export in place of what is there; rows are exported first
mirror           the columns of your own Notion databases, to rehearse against; reads only
reset            remove all rows`

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
    builder => builder.positional('what', { type: 'string', demandOption: true }),
    async argv => exit(await (await COMMANDS.track()).track(argv)),
  )
  .command(
    'batch',
    'the next tracks that want work',
    builder => builder.option('limit', { type: 'number', describe: 'At most so many', requiresArg: true }),
    async argv => exit(await (await COMMANDS.batch()).batch(argv)),
  )
  .command(
    'sync',
    'the music sync, now',
    builder => builder,
    async argv => exit(await (await COMMANDS.sync()).sync(argv)),
  )
  .command(
    'plan',
    'what the next cycle would do, row by row, with why',
    builder => builder,
    async argv => exit(await (await COMMANDS.plan()).plan(argv)),
  )
  .command(
    'status',
    'what waits, runs, failed, and why',
    builder => builder,
    async argv => exit(await (await COMMANDS.status()).status(argv)),
  )
  .command(
    'handlers',
    'which kinds of task are known, and what would match',
    builder => builder,
    async argv => exit(await (await COMMANDS.handlers()).handlers(argv)),
  )
  .command(
    'workspace <action> [what..]',
    'the local workspace: serve, show, add, task, export, import, mirror, reset',
    builder =>
      builder
        .positional('action', {
          choices: ['serve', 'show', 'add', 'task', 'export', 'import', 'mirror', 'reset'] as const,
          demandOption: true,
        })
        .positional('what', { type: 'string', array: true, default: [], describe: 'What the action is about' })
        .usage(`$0 workspace <action> [what..]\n\n${WORKSPACE_HELP}`)
        .option('port', { type: 'number', default: 4870, describe: 'serve: the loopback port', requiresArg: true })
        .option('rate-limit', { type: 'number', describe: 'serve: requests a minute of one token', requiresArg: true })
        .option('space-limit', {
          type: 'number',
          describe: 'serve: requests a minute of all tokens',
          requiresArg: true,
        })
        .option('lag', {
          type: 'number',
          describe: 'serve: queries and search show what was there so many milliseconds ago',
          requiresArg: true,
        })
        .option('webhook', {
          type: 'string',
          describe: 'serve: post changes to this URL; off ends it',
          requiresArg: true,
        })
        .option('webhook-delay', {
          type: 'number',
          describe: 'serve: changes within so many milliseconds become one event (default: 1000)',
          requiresArg: true,
        })
        .option('limit', { type: 'number', describe: 'show: at most so many rows a table', requiresArg: true })
        .option('status', { type: 'string', describe: 'task: its status (default: Ready)', requiresArg: true })
        .option('description', { type: 'string', describe: 'task: what is to be done', requiresArg: true })
        .option('agent', { type: 'string', describe: 'task: who is to do it', requiresArg: true })
        .option('rows', { type: 'string', describe: 'mirror: copy so many rows a table, or all', requiresArg: true })
        .option('yes', { type: 'boolean', default: false, describe: 'Really replace or remove what is there' }),
    async argv => exit(await (await COMMANDS.workspace()).workspace({ ...argv, what: argv.what.join(' ') })),
  )
  .example('$0 --once', 'one cycle, then end')
  .example('$0 track https://…/song.mp3', 'one track from its link')
  .example('$0 plan', 'look before you run')
  .strict()
  .recommendCommands()
  .version(false)
  .help()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .fail((message, error) => {
    throw error ?? new UsageFault(message.replace(/\s*\n\s*/g, ' '))
  })

function exit(code: number): void {
  process.exitCode = code
}

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
  if (error instanceof UsageFault) process.stderr.write('Try: orchestrator --help\n')
  exit(codeOf(error))
}
