// The commands that set the program up.

import type { Argv } from 'yargs'
import { flag, type Globals, lazily } from './globals.ts'
import { WORKSPACE, workspaceCommands } from './workspace-commands.ts'

export function setupCommands(parser: Argv<Globals>): Argv<Globals> {
  return parser
    .command(
      'init',
      'find or make the databases in your Notion, and write .env',
      init =>
        init
          .option('page', {
            type: 'string',
            describe: 'The page whose databases count, or where new ones are made: its URL or id',
          })
          .option('tasks', { type: 'string', describe: 'The Agent-Tasks database: its URL or id' })
          .option('tracks', { type: 'string', describe: 'The Music Tracks database: its URL or id' })
          .option('create', flag('Make the databases that are not there, on the page'))
          .option('token-file', { type: 'string', describe: 'A file that holds the token (default: NOTION_TOKEN)' })
          .option('yes', flag('Ask nothing: take what is found'))
          .example('$0 init', 'asks for the token and which databases are meant')
          .example('$0 init --page https://www.notion.so/… --create --yes', 'new databases on that page, no questions'),
      lazily(async () => (await import('../commands/init.ts')).init),
    )
    .command(
      'doctor',
      'check settings, Notion, columns, programs, disks and schedule; says what mends each',
      doctor => doctor.option('worker', flag('Only what this machine needs to be a worker of a cluster')),
      lazily(async () => (await import('../commands/doctor.ts')).doctor),
    )
    .command(
      'notify',
      'a test message to each channel that is set, and how it went',
      notify => notify.option('test', flag('Send it')),
      lazily(async () => (await import('../commands/notify.ts')).notify),
    )
    .command(
      'schedule <action>',
      'let the system start the program: launchd, systemd or cron',
      schedule =>
        schedule
          .positional('action', { choices: ['install', 'remove', 'list', 'test'] as const, demandOption: true })
          .option('with', {
            choices: ['launchd', 'systemd', 'cron'] as const,
            describe: 'Which scheduler (default: what the system has, in this order)',
          })
          .option('run', {
            choices: ['loop', 'sync', 'worker'] as const,
            describe:
              'The loop, always; one cycle with a sync at MUSIC_SYNC_SCHEDULE; or a worker of a cluster, always (default: loop; with cron: sync)',
          })
          .example('$0 schedule install --dry-run', 'what would be written, and where')
          .example('$0 schedule test', 'a cycle that changes nothing, as the scheduler would start it')
          .example('$0 schedule list', 'what is scheduled, and when it runs next'),
      lazily(async () => (await import('../commands/schedule.ts')).schedule),
    )
    .command(
      'auth <service>',
      'sign in to Spotify, in a browser',
      auth =>
        auth
          .positional('service', { choices: ['spotify'] as const, demandOption: true })
          .option('sign-out', flag('Sign out, and forget what the service said')),
      lazily(async () => (await import('../commands/auth.ts')).auth),
    )
    .command('workspace', WORKSPACE, workspaceCommands)
}
