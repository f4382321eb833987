// The commands that keep the library right.

import type { Argv } from 'yargs'
import { AUDIO_FORMATS } from '../model/audio-format.ts'
import { flag, type Globals, lazily } from './globals.ts'

const SOME_PAGE = '284e736160278018872aeb14e82e0392'

export function libraryCommands(parser: Argv<Globals>): Argv<Globals> {
  return parser
    .command(
      'verify [pages..]',
      'are finished tracks really finished? files, tags, row and Eagle; --repair mends what is safe',
      verify =>
        verify
          .positional('pages', {
            type: 'string',
            array: true,
            describe: 'Page ids or Notion URLs; none: all finished rows',
          })
          .option('repair', flag('Mend what can be mended safely; rows name their files where the library is now'))
          .option('full', flag('Decode every file, also those that are as they were made'))
          .option('report', flag('A row in Issues+Questions for each finding, once (ISSUES_DB_ID)'))
          .example('$0 verify', 'what is wrong with finished tracks')
          .example('$0 verify --repair --dry-run', 'what would be done about it')
          .example(`$0 verify ${SOME_PAGE} --full`, 'one track, decoded'),
      lazily(async () => (await import('../commands/verify.ts')).verify),
    )
    .command(
      'undo <page>',
      'takes one track’s results back: files to the trash, its row as it was; --redo brings them again',
      undo =>
        undo
          .positional('page', { type: 'string', demandOption: true, describe: 'Page id or Notion URL' })
          .option('redo', flag('Bring back what was taken back, within 30 days'))
          .example(`$0 undo ${SOME_PAGE} --dry-run`, 'what would be taken back')
          .example(`$0 undo ${SOME_PAGE} --redo`, 'as if it had never been taken back'),
      lazily(async () => (await import('../commands/undo.ts')).undo),
    )
    .command(
      'dedupe',
      'a plan of what is there twice: what would be kept, merged and put away; nothing is changed without --apply',
      dedupe =>
        dedupe
          .option('keep', {
            type: 'string',
            requiresArg: true,
            describe: 'Of its copies this one is kept: a page id, a Notion URL or a file; remembered',
          })
          .option('forget-keep', {
            type: 'string',
            requiresArg: true,
            describe: 'Take a --keep back: the rules choose again',
          })
          .option('apply', { type: 'string', requiresArg: true, describe: 'Do what the plan in this file says' })
          .option('yes-remove', {
            type: 'number',
            requiresArg: true,
            describe: 'That so many are to be put away, when a plan puts away many',
          })
          .option('undo', {
            type: 'string',
            describe: 'Take a plan back that was applied: its id; none: the last; list',
          })
          .conflicts('apply', ['keep', 'forget-keep', 'undo'])
          .conflicts('undo', ['keep', 'forget-keep'])
          .conflicts('keep', 'forget-keep')
          .example('$0 dedupe', 'the plan, as a table, a file and a page')
          .example('$0 dedupe --apply var/dedupe/2026-05-01-0123456789ab.json', 'exactly that'),
      lazily(async () => (await import('../commands/dedupe.ts')).dedupe),
    )
    .command(
      'index',
      'what music lies in LIBRARY_DIR and INDEX_DIRS: what is new is read, what moved or is missing is noticed',
      index =>
        index.options({
          rebuild: flag('Read every file again'),
          export: flag('Write var/music_volume_index.json as well'),
          'forget-missing': flag('Forget the files that are missing'),
          'believe-gone': flag('What is not there is missing, also where most of a folder of INDEX_DIRS is not'),
        }),
      lazily(async () => (await import('../commands/index-volumes.ts')).indexCommand),
    )
    .command(
      'export <for>',
      'the collection as a file for another program: rekordbox',
      collection =>
        collection
          .positional('for', { choices: ['rekordbox'] as const, demandOption: true, describe: 'Who is to read it' })
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'The file (default: var/exports/rekordbox.xml)',
          })
          .option('format', {
            choices: AUDIO_FORMATS,
            describe: 'The file of a track that is wanted first (default: aiff)',
          })
          .option('key', { choices: ['classical', 'camelot'] as const, describe: 'Keys as F#m (default) or as 11A' })
          .example('$0 export rekordbox', 'for Preferences › Advanced › rekordbox xml')
          .example('$0 export rekordbox --format wav --key camelot', 'WAV where there is one, keys by the wheel'),
      lazily(async () => (await import('../commands/export.ts')).exportRekordbox),
    )
}
