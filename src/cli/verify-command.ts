// The lines of `orchestrator verify` and `orchestrator undo` as the parser reads them.

import type { Argv } from 'yargs'

export const VERIFY = {
  command: 'verify [pages..]',
  describe: 'are finished tracks really finished? files, tags, row and Eagle; --repair mends what is safe',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('pages', {
        type: 'string',
        array: true,
        describe: 'Page ids or Notion URLs; none: all finished rows',
      })
      .option('repair', { type: 'boolean', default: false, describe: 'Mend what can be mended safely' })
      .option('full', {
        type: 'boolean',
        default: false,
        describe: 'Decode every file, also those that are as they were made',
      })
      .option('report', {
        type: 'boolean',
        default: false,
        describe: 'A row in Issues+Questions for each finding, once (ISSUES_DB_ID)',
      })
      .example('$0 verify', 'what is wrong with finished tracks')
      .example('$0 verify --repair --dry-run', 'what would be done about it')
      .example('$0 verify 284e736160278018872aeb14e82e0392 --full', 'one track, decoded'),
}

export const UNDO = {
  command: 'undo <page>',
  describe: 'takes one track’s results back: files to the trash, its row as it was; --redo brings them again',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('page', { type: 'string', demandOption: true, describe: 'Page id or Notion URL' })
      .option('redo', { type: 'boolean', default: false, describe: 'Bring back what was taken back, within 30 days' })
      .example('$0 undo 284e736160278018872aeb14e82e0392 --dry-run', 'what would be taken back')
      .example('$0 undo 284e736160278018872aeb14e82e0392 --redo', 'as if it had never been taken back'),
}
