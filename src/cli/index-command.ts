// The line of `orchestrator index` as the parser reads it; the command itself is loaded when it is called.

import type { IndexFlags } from '../commands/index-volumes.ts'

const flag = (describe: string) => ({ type: 'boolean' as const, default: false, describe })

export const INDEX = {
  command: 'index',
  describe: 'what music lies in LIBRARY_DIR and INDEX_DIRS: what is new is read, what moved or is missing is noticed',
  builder: {
    rebuild: flag('Read every file again'),
    export: flag('Write var/music_volume_index.json as well'),
    'forget-missing': flag('Forget the files that are missing'),
    'believe-gone': flag('What is not there is missing, also where most of a folder of INDEX_DIRS is not'),
  },
  handler: async (argv: IndexFlags): Promise<void> => {
    process.exitCode = await (await import('../commands/index-volumes.ts')).indexCommand(argv)
  },
}
