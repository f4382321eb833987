// The line of `orchestrator auth` as the parser reads it.

import type { Argv } from 'yargs'

export const AUTH = {
  command: 'auth <service>',
  describe: 'sign in to Spotify, in a browser',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('service', { choices: ['spotify'] as const, demandOption: true })
      .option('sign-out', { type: 'boolean', default: false, describe: 'Sign out, and forget what the service said' }),
}
