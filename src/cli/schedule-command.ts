// The line of `orchestrator schedule` as the parser reads it.

import type { Argv } from 'yargs'

export const SCHEDULE = {
  command: 'schedule <action>',
  describe: 'let the system start the program: launchd, systemd or cron',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('action', { choices: ['install', 'remove', 'list', 'test'] as const, demandOption: true })
      .option('with', {
        choices: ['launchd', 'systemd', 'cron'] as const,
        describe: 'Which scheduler (default: what the system has, in this order)',
      })
      .option('run', {
        choices: ['loop', 'sync'] as const,
        describe: 'The loop, always; or one cycle with a sync at MUSIC_SYNC_SCHEDULE (default: loop; with cron: sync)',
      })
      .example('$0 schedule install --dry-run', 'what would be written, and where')
      .example('$0 schedule test', 'a cycle that changes nothing, as the scheduler would start it')
      .example('$0 schedule list', 'what is scheduled, and when it runs next'),
}
