// The parser of the command line: every command with its flags, and what is refused.

import { readFileSync } from 'node:fs'
import yargs, { type Argv } from 'yargs'
import { UsageFault } from '../errors.ts'
import type { Globals } from './globals.ts'
import { libraryCommands } from './library-commands.ts'
import { lookCommands } from './look-commands.ts'
import { setupCommands } from './setup-commands.ts'
import { workCommands } from './work-commands.ts'

export const TOO_FEW = 'a word is missing'

/** @param words of the command line, without program and script */
export function newParser(words: readonly string[]): Argv<Globals> {
  return [workCommands, lookCommands, libraryCommands, setupCommands]
    .reduce((all, add) => add(all), globals(words))
    .example('$0 --once', 'one cycle, then end')
    .example('$0 track https://…/song.mp3', 'one track from its link')
    .example('$0 playlist https://soundcloud.com/…/sets/… --limit 10', 'ten tracks of a playlist that want work')
    .example('$0 plan', 'look before you run')
    .strict()
    .check(argv => refuseTwice(words, argv), true)
    .recommendCommands()
    .version(versionOf())
    .help()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .fail((message, error) => {
      if (error && error.name !== 'YError') throw error
      const said = (message ?? error.message).replace(/\s*\n\s*/g, ' ')
      throw new UsageFault(said.replace(/^Not enough non-option arguments: .*/, TOO_FEW))
    })
}

/** Of the checkout. */
function versionOf(): string {
  const { version }: { version?: unknown } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return String(version)
}

function globals(words: readonly string[]): Argv<Globals> {
  return yargs([...words])
    .scriptName('orchestrator')
    .usage(
      '$0 [command]\n\nKeeps a Notion workspace and a music library working by itself.\nWithout a command: the loop; --once is one cycle.',
    )
    .option('json', { type: 'boolean', default: false, describe: 'One JSON document on stdout', global: true })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'Say what would be done; write nothing outside logs/',
      global: true,
    })
    .option('var', {
      type: 'string',
      describe: 'The folder that holds the state (default: var)',
      global: true,
      requiresArg: true,
    })
    .option('log-level', {
      choices: ['error', 'warn', 'info', 'debug'] as const,
      default: 'info' as const,
      describe: 'Least important log line',
      global: true,
    })
}

/** The parser makes a list or even a sum of a value that is given twice. */
function refuseTwice(words: readonly string[], argv: Record<string, unknown>): boolean {
  const names = words
    .filter((word, index, all) => word.startsWith('--') && !all.slice(0, index + 1).includes('--'))
    .map(word => word.replace(/^--|=.*$/gs, ''))
  const twice = names.find((name, index) => names.indexOf(name) < index && typeof argv[name] !== 'boolean')
  if (twice !== undefined) throw new UsageFault(`--${twice} is given more than once`)
  return true
}
