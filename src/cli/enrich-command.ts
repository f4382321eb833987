// The line of `orchestrator enrich` as the parser reads it; the command itself is loaded when it is called.

import type { EnrichFlags } from '../commands/enrich.ts'

export const ENRICH = {
  command: 'enrich',
  describe:
    'ISRC, album, label, release date and genre, and tempo, key and loudness of their files, for rows that lack them',
  builder: {
    limit: {
      type: 'number' as const,
      default: 50,
      requiresArg: true,
      describe: 'At most so many rows are asked about, and so many measured',
    },
  },
  handler: async (argv: EnrichFlags): Promise<void> => {
    process.exitCode = await (await import('../commands/enrich.ts')).enrich(argv)
  },
}
