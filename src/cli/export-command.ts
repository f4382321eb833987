// The line of `orchestrator export` as the parser reads it.

import type { Argv } from 'yargs'
import { AUDIO_FORMATS } from '../model/audio-format.ts'

export const EXPORT = {
  command: 'export <for>',
  describe: 'the collection as a file for another program: rekordbox',
  builder: <T>(yargs: Argv<T>) =>
    yargs
      .positional('for', { choices: ['rekordbox'] as const, demandOption: true, describe: 'Who is to read it' })
      .option('out', { type: 'string', requiresArg: true, describe: 'The file (default: var/exports/rekordbox.xml)' })
      .option('format', {
        choices: AUDIO_FORMATS,
        describe: 'The file of a track that is wanted first (default: aiff)',
      })
      .option('key', { choices: ['classical', 'camelot'] as const, describe: 'Keys as F#m (default) or as 11A' })
      .example('$0 export rekordbox', 'for Preferences › Advanced › rekordbox xml')
      .example('$0 export rekordbox --format wav --key camelot', 'WAV where there is one, keys by the wheel'),
}
