// The line of `orchestrator auth` as the parser reads it; the command itself is loaded when it is called.

import type { AuthFlags } from '../commands/auth.ts'

export const AUTH = {
  command: 'auth <service>',
  describe: 'sign in to Spotify, in a browser',
  builder: {
    service: { choices: ['spotify'], demandOption: true },
    'sign-out': { type: 'boolean' as const, default: false, describe: 'Sign out, and forget what the service said' },
  },
  handler: async (argv: AuthFlags): Promise<void> => {
    process.exitCode = await (await import('../commands/auth.ts')).auth(argv)
  },
}
