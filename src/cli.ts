// The command line: registers the commands; a throw becomes an exit code.

import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { libraryCommands } from './cli/library-commands.ts'
import { lookCommands } from './cli/look-commands.ts'
import { setupCommands } from './cli/setup-commands.ts'
import { workCommands } from './cli/work-commands.ts'
import { BusyFault, ConfigFault, isFault, messageOf, UsageFault } from './errors.ts'

const globals = yargs(hideBin(process.argv))
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

const parser = [workCommands, lookCommands, libraryCommands, setupCommands]
  .reduce((all, add) => add(all), globals)
  .example('$0 --once', 'one cycle, then end')
  .example('$0 track https://…/song.mp3', 'one track from its link')
  .example('$0 playlist https://soundcloud.com/…/sets/… --limit 10', 'ten tracks of a playlist that want work')
  .example('$0 plan', 'look before you run')
  .strict()
  .check(refuseTwice, true)
  .recommendCommands()
  .version(false)
  .help()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .fail((message, error) => {
    if (error && error.name !== 'YError') throw error
    const said = (message ?? error.message).replace(/\s*\n\s*/g, ' ')
    throw new UsageFault(said.replace(/^Not enough non-option arguments: .*/, TOO_FEW))
  })

const TOO_FEW = 'a word is missing'

/** The parser makes a list or even a sum of a value that is given twice. */
function refuseTwice(argv: Record<string, unknown>): boolean {
  const names = hideBin(process.argv)
    .filter((word, index, all) => word.startsWith('--') && !all.slice(0, index + 1).includes('--'))
    .map(word => word.replace(/^--|=.*$/gs, ''))
  const twice = names.find((name, index) => names.indexOf(name) < index && typeof argv[name] !== 'boolean')
  if (twice !== undefined) throw new UsageFault(`--${twice} is given more than once`)
  return true
}

function exit(code: number): void {
  process.exitCode = code
}

/** What is said of a wrong line: what was expected, and where the help is. */
async function adviceOn(message: string, [command = '']: readonly string[]): Promise<string> {
  const help = await parser.getHelp()
  const [usage = ''] = help.split('\n', 1)
  const expected = message === TOO_FEW ? `, expected ${usage}` : ''
  const isCommand = /^[a-z]+$/.test(command) && new RegExp(`^ *orchestrator ${command}\\b`, 'm').test(help)
  return `orchestrator: ${message}${expected}\nTry: orchestrator ${isCommand ? `${command} --help` : '--help'}\n`
}

const isKnown = (error: unknown): boolean =>
  error instanceof BusyFault || error instanceof ConfigFault || isFault(error)

const stackOf = (error: unknown): string => (error instanceof Error && error.stack) || String(error)

function codeOf(error: unknown): number {
  if (error instanceof UsageFault) return 2
  if (error instanceof BusyFault) return 75
  if (error instanceof ConfigFault) return 78
  return isFault(error) && error.errorClass === 'Input' ? 2 : 1
}

// A reader that has seen enough (`| head`) ends nothing.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

try {
  await parser.parseAsync()
} catch (error) {
  if (error instanceof UsageFault) process.stderr.write(await adviceOn(error.message, hideBin(process.argv)))
  else process.stderr.write(`orchestrator: ${isKnown(error) ? messageOf(error) : stackOf(error)}\n`)
  exit(codeOf(error))
}
