// The line of `orchestrator batch` as the parser reads it; the command itself is loaded when it is called.

import type { BatchFlags } from '../commands/batch.ts'

export const BATCH = {
  command: 'batch',
  describe: 'the next tracks that want work; --only upgradable: better sources for finished ones',
  builder: {
    limit: { type: 'number' as const, describe: 'At most so many', requiresArg: true },
    only: {
      choices: ['upgradable'] as const,
      describe: 'Finished tracks of a lossy source: replaced where a better one is found and proved',
      requiresArg: true,
    },
  },
  handler: async (argv: BatchFlags): Promise<void> => {
    process.exitCode = await (await import('../commands/batch.ts')).batch(argv)
  },
}
