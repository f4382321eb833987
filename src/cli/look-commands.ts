// The commands that only look.

import type { Argv } from 'yargs'
import { flag, type Globals, lazily, WORDS } from './globals.ts'

export function lookCommands(parser: Argv<Globals>): Argv<Globals> {
  return parser
    .command(
      'plan',
      'what the next cycle would do, row by row, with why',
      plan => plan,
      lazily(async () => (await import('../commands/plan.ts')).plan),
    )
    .command(
      'status [task]',
      'what waits, runs, failed, and why; of one task: every decision about it',
      status =>
        status
          .positional('task', { type: 'string', describe: 'A page id or Notion URL' })
          .option('agents', { type: 'boolean', describe: 'What each agent has, as it is on the disk' }),
      lazily(async () => (await import('../commands/status.ts')).status),
    )
    .command(
      'handlers',
      'which kinds of task are known, and what would match',
      handlers => handlers,
      lazily(async () => (await import('../commands/handlers.ts')).handlers),
    )
    .command(
      'analyse <files..>',
      'tempo, key, loudness and source of local files or folders; nothing is changed',
      analyse =>
        analyse
          .positional('files', { ...WORDS, demandOption: true })
          .option('plot', flag('Write a page that shows why')),
      lazily(async () => (await import('../commands/analyse.ts')).analyse),
    )
}
