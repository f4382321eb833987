// The command line: registers the commands; a throw becomes an exit code.

import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import {
  EXPORT_FLAGS,
  IMPORT_FLAGS,
  MIRROR_FLAGS,
  RESET_FLAGS,
  SERVE_FLAGS,
  SHOW_FLAGS,
  TASK_FLAGS,
} from './commands/workspace/flags.ts'
import type { WorkspaceFlags } from './commands/workspace.ts'
import { BusyFault, ConfigFault, isFault, messageOf, UsageFault } from './errors.ts'

const COMMANDS = {
  start: () => import('./commands/start.ts'),
  track: () => import('./commands/track.ts'),
  batch: () => import('./commands/batch.ts'),
  sync: () => import('./commands/sync.ts'),
  plan: () => import('./commands/plan.ts'),
  status: () => import('./commands/status.ts'),
  handlers: () => import('./commands/handlers.ts'),
  retry: () => import('./commands/retry.ts'),
  workspace: () => import('./commands/workspace.ts'),
}

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
  .command('workspace', 'the local workspace: serve, show, add, task, export, import, mirror, reset', builder =>
    builder
      .command(
        'serve',
        'open it to any Notion client, on a loopback port, until Ctrl-C',
        serve => serve.options(SERVE_FLAGS).example('$0 workspace serve --port 4100', 'at http://127.0.0.1:4100/v1/…'),
        argv => workspace({ ...argv, action: 'serve' }),
      )
      .command(
        'show [database..]',
        'its tables: all of them, or one by its name or id',
        show => show.positional('database', WORDS).options(SHOW_FLAGS),
        argv => workspace({ ...argv, action: 'show', what: argv.database }),
      )
      .command(
        'add [what..]',
        'a row of Music Tracks: a link or "Artist - Title"',
        add => add.positional('what', WORDS),
        argv => workspace({ ...argv, action: 'add' }),
      )
      .command(
        'task [title..]',
        'a row of Agent-Tasks, by its title',
        task => task.positional('title', WORDS).options(TASK_FLAGS),
        argv => workspace({ ...argv, action: 'task', what: argv.title }),
      )
      .command(
        'export [file]',
        'all of it as one JSON document: to a file, else to stdout',
        out => out.positional('file', { type: 'string' }).options(EXPORT_FLAGS),
        argv => workspace({ ...argv, action: 'export', what: argv.file }),
      )
      .command(
        'import [file]',
        'the file of an export in place of what is there; rows are exported first',
        into => into.positional('file', { type: 'string' }).options(IMPORT_FLAGS),
        argv => workspace({ ...argv, action: 'import', what: argv.file }),
      )
      .command(
        'mirror',
        'the columns of your own Notion databases, to rehearse against; reads only',
        mirror => mirror.options(MIRROR_FLAGS).example('$0 workspace mirror --var rehearsal', 'in its own folder'),
        argv => workspace({ ...argv, action: 'mirror' }),
      )
      .command(
        'reset',
        'remove all rows; finished files stay',
        reset => reset.options(RESET_FLAGS),
        argv => workspace({ ...argv, action: 'reset' }),
      )
      .demandCommand(1, 1, 'workspace expects one of serve, show, add, task, export, import, mirror, reset')
      .epilogue('Flags of each: orchestrator workspace <command> --help. All of it: docs/local-workspace.md'),
  )
  .example('$0 --once', 'one cycle, then end')
  .example('$0 track https://…/song.mp3', 'one track from its link')
  .example('$0 plan', 'look before you run')
  .strict()
  .check(refuseTwice, true)
  .recommendCommands()
  .version(false)
  .help()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .fail((message, error) => {
    if (error && error.name !== 'YError') throw error
    throw new UsageFault((message ?? error.message).replace(/\s*\n\s*/g, ' '))
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

type WorkspaceLine = Omit<WorkspaceFlags, 'what'> & { what?: string | string[] }

async function workspace(line: WorkspaceLine): Promise<void> {
  const what = [line.what ?? []].flat().join(' ')
  exit(await (await COMMANDS.workspace()).workspace({ ...line, what }))
}

function exit(code: number): void {
  process.exitCode = code
}

/** Where the help on such a command line is. */
const helpFlag = ([command]: readonly string[]): string => (command === 'workspace' ? 'workspace --help' : '--help')

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
