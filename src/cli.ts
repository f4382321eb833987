// The command line: registers the commands; a throw becomes an exit code.

import { hideBin } from 'yargs/helpers'
import { adviceOn } from './cli/advice.ts'
import { newParser } from './cli/parser.ts'
import { BusyFault, ConfigFault, isFault, messageOf, UsageFault } from './errors.ts'

const words = hideBin(process.argv)
const parser = newParser(words)

function exit(code: number): void {
  process.exitCode = code
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
  if (error instanceof UsageFault) process.stderr.write(await adviceOn(error.message, words))
  else process.stderr.write(`orchestrator: ${isKnown(error) ? messageOf(error) : stackOf(error)}\n`)
  exit(codeOf(error))
}
