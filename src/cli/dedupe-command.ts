// The line of `orchestrator dedupe` as the parser reads it.

import type { Argv } from 'yargs'

export const DEDUPE = {
  command: 'dedupe',
  describe:
    'a plan of what is there twice: what would be kept, merged and put away; nothing is changed without --apply',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .option('keep', {
        type: 'string',
        requiresArg: true,
        describe: 'Of its copies this one is kept: a page id, a Notion URL or a file; remembered',
      })
      .option('apply', { type: 'string', requiresArg: true, describe: 'Do what the plan in this file says' })
      .option('yes-remove', {
        type: 'number',
        requiresArg: true,
        describe: 'That so many are to be put away, when a plan puts away many',
      })
      .option('undo', { type: 'string', describe: 'Take a plan back that was applied: its id; none: the last; list' })
      .conflicts('apply', ['keep', 'undo'])
      .conflicts('undo', 'keep')
      .example('$0 dedupe', 'the plan, as a table, a file and a page')
      .example('$0 dedupe --apply var/dedupe/2026-05-01-0123456789ab.json', 'exactly that'),
}
