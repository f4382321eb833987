// The command lines of `workspace`: one subcommand each, with the flags it takes and no others.

import type { Argv } from 'yargs'
import type { LogLevel } from '../../log.ts'
import type { WorkspaceFlags } from '../workspace.ts'

/** What every command takes, as it is typed. */
interface LineFlags {
  json: boolean
  'dry-run': boolean
  var: string | undefined
  'log-level': LogLevel
}

type Run = (flags: WorkspaceFlags) => Promise<void>

const ACTIONS = ['serve', 'show', 'add', 'task', 'export', 'import', 'mirror', 'reset']

/** @param run does what the parsed flags say */
export function workspaceCommands(parser: Argv<LineFlags>, run: Run) {
  const withSome = addTables(addServe(parser, run), run)
  return addReset(addTransfer(withSome, run), run)
    .demandCommand(1, 1, `workspace expects one of ${ACTIONS.join(', ')}`)
    .epilogue('Flags of each: orchestrator workspace <command> --help. All of it: docs/local-workspace.md')
}

const yesFlag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
const words = (given: readonly string[] | undefined): string => (given ?? []).join(' ')

function addServe(parser: Argv<LineFlags>, run: Run) {
  return parser.command(
    'serve',
    'open it to any Notion client, on a loopback port, until Ctrl-C',
    builder =>
      builder
        .option('port', { type: 'number', describe: 'Default: 4870; 0 takes any free one', requiresArg: true })
        .option('rate-limit', { type: 'number', describe: 'Requests a minute of one token', requiresArg: true })
        .option('space-limit', { type: 'number', describe: 'Requests a minute of all tokens', requiresArg: true })
        .option('lag', {
          type: 'number',
          describe: 'Queries and search show what was there so many milliseconds ago',
          requiresArg: true,
        })
        .option('webhook', { type: 'string', describe: 'Post changes to this URL; off ends it', requiresArg: true })
        .option('webhook-delay', {
          type: 'number',
          describe: 'Changes within so many milliseconds become one event (default: 1000)',
          requiresArg: true,
        })
        .example('$0 workspace serve --port 4100', 'then send requests to http://127.0.0.1:4100/v1/…')
        .example('$0 workspace serve --rate-limit 180 --lag 2000', 'as slow and as late as Notion can be'),
    argv => run({ ...argv, action: 'serve', what: '' }),
  )
}

function addTables(parser: Argv<LineFlags>, run: Run) {
  return parser
    .command(
      'show [database..]',
      'its tables: all of them, or one by its name or id',
      builder =>
        builder
          .positional('database', { type: 'string', array: true, describe: 'Name or id of a database' })
          .option('limit', {
            type: 'number',
            describe: 'At most so many rows a table (default: 20)',
            requiresArg: true,
          })
          .example('$0 workspace show "Music Tracks" --limit 5', 'its five oldest rows'),
      argv => run({ ...argv, action: 'show', what: words(argv.database) }),
    )
    .command(
      'add [what..]',
      'a row of Music Tracks: a link or "Artist - Title"',
      builder =>
        builder
          .positional('what', { type: 'string', array: true, describe: 'A link, or "Artist - Title"' })
          .example('$0 workspace add https://…/song.mp3', 'the next cycle downloads it'),
      argv => run({ ...argv, action: 'add', what: words(argv.what) }),
    )
    .command(
      'task [title..]',
      'a row of Agent-Tasks',
      builder =>
        builder
          .positional('title', { type: 'string', array: true, describe: 'What is to be done' })
          .option('status', { type: 'string', describe: 'Its status (default: Ready)', requiresArg: true })
          .option('description', { type: 'string', describe: 'More words about it', requiresArg: true })
          .option('agent', { type: 'string', describe: 'Who is to do it', requiresArg: true })
          .example('$0 workspace task "Review the set list" --agent "Claude MM1 Agent"', 'goes to its inbox'),
      argv => run({ ...argv, action: 'task', what: words(argv.title) }),
    )
}

function addTransfer(parser: Argv<LineFlags>, run: Run) {
  return parser
    .command(
      'export [file]',
      'all of it as one JSON document',
      builder =>
        builder
          .positional('file', { type: 'string', describe: 'Where it goes; absent or -: to stdout' })
          .option('yes', yesFlag('Overwrite a file that is there')),
      argv => run({ ...argv, action: 'export', what: argv.file ?? '' }),
    )
    .command(
      'import [file]',
      'an export in place of what is there; rows are exported first',
      builder =>
        builder
          .positional('file', { type: 'string', describe: 'The file of an export' })
          .option('yes', yesFlag('Replace the rows that are there')),
      argv => run({ ...argv, action: 'import', what: argv.file ?? '' }),
    )
    .command(
      'mirror',
      'the columns of your own Notion databases, to rehearse against; reads only',
      builder =>
        builder
          .option('rows', { type: 'string', describe: 'Copy so many rows a table, or all', requiresArg: true })
          .option('yes', yesFlag('Replace the rows that are there'))
          .example('$0 workspace mirror --var rehearsal --rows 50', 'in a folder of its own, with the newest rows'),
      argv => run({ ...argv, action: 'mirror', what: '' }),
    )
}

function addReset(parser: Argv<LineFlags>, run: Run) {
  return parser.command(
    'reset',
    'remove all rows; finished files stay',
    builder => builder.option('yes', yesFlag('Really remove them')),
    argv => run({ ...argv, action: 'reset', what: '' }),
  )
}
