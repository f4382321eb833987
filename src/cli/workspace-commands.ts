// The commands below `orchestrator workspace`.

import type { Argv } from 'yargs'
import {
  EXPORT_FLAGS,
  IMPORT_FLAGS,
  MIRROR_FLAGS,
  RESET_FLAGS,
  SERVE_FLAGS,
  SHOW_FLAGS,
  TASK_FLAGS,
} from '../commands/workspace/flags.ts'
import type { WorkspaceFlags } from '../commands/workspace.ts'
import { type Globals, WORDS } from './globals.ts'

export const WORKSPACE = 'the local workspace: serve, show, add, task, page, export, import, mirror, reset'

export function workspaceCommands(builder: Argv<Globals>) {
  return builder
    .command(
      'serve',
      'open it to any Notion client, on a loopback port, until Ctrl-C',
      serve => serve.options(SERVE_FLAGS).example('$0 workspace serve --port 4100', 'at http://127.0.0.1:4100/v1/…'),
      argv => workspace({ ...argv, action: 'serve' }),
    )
    .command(
      'show [database..]',
      'its tables: all of them, or one by its name or id; or a page by its id',
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
      'page [title..]',
      'a page on its own, such as a control page',
      page => page.positional('title', WORDS),
      argv => workspace({ ...argv, action: 'page', what: argv.title }),
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
    .demandCommand(1, 1, 'workspace expects one of serve, show, add, task, page, export, import, mirror, reset')
    .epilogue('Flags of each: orchestrator workspace <command> --help. All of it: docs/local-workspace.md')
}

type WorkspaceLine = Omit<WorkspaceFlags, 'what'> & { what?: string | string[] }

async function workspace(line: WorkspaceLine): Promise<void> {
  const what = [line.what ?? []].flat().join(' ')
  process.exitCode = await (await import('../commands/workspace.ts')).workspace({ ...line, what })
}
