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
      'report',
      'the report of a day or a week: tracks, failures, stages, services, hand-offs, what is unusual',
      report =>
        report
          .option('daily', flag('Of one day (the default)'))
          .option('weekly', flag('Of the seven days that end with --date'))
          .option('date', {
            type: 'string',
            requiresArg: true,
            describe: 'The day, e.g. 2026-11-20 (default: yesterday)',
          })
          .option('format', { choices: ['md', 'html', 'json'] as const, requiresArg: true, describe: 'Default: md' })
          .option('out', { type: 'string', requiresArg: true, describe: 'Into this file, not to stdout' })
          .option('notion', flag('As a page in Notion, below CONTROL_PAGE_ID')),
      lazily(async () => (await import('../commands/report.ts')).report),
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
