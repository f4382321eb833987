import { expect, it } from 'vitest'
import { adviceOn } from '../../../src/cli/advice.ts'
import { newParser, TOO_FEW } from '../../../src/cli/parser.ts'

/** What is said of a line, as the program says it. */
async function saidOf(...words: string[]): Promise<string> {
  try {
    await newParser(words).parseAsync()
    return ''
  } catch (error) {
    return adviceOn(error instanceof Error ? error.message : '', words)
  }
}

it('a word that is nearly a command or an option is guessed; another is not', async () => {
  expect(await saidOf('plann')).toBe(
    'orchestrator: Unknown argument: plann\nDid you mean plan?\nTry: orchestrator --help\n',
  )
  expect(await saidOf('doctr')).toMatch(/\nDid you mean doctor\?\n/)
  expect(await saidOf('--onec')).toMatch(/\nDid you mean --once\?\n/)
  expect(await saidOf('init', '--pag', 'x')).toMatch(/\nDid you mean --page\?\nTry: orchestrator init --help\n$/)
  expect(await saidOf('workspace', 'shw')).toMatch(/Did you mean show\?\nTry: orchestrator workspace --help\n$/)
  expect(await adviceOn('it expects a link', ['workspace', 'add'])).toMatch(
    /\nTry: orchestrator workspace add --help\n$/,
  )
  expect(await saidOf('frobnicate')).toBe('orchestrator: Unknown argument: frobnicate\nTry: orchestrator --help\n')
})

it('a word that is missing: the line as it should be', async () => {
  expect(await saidOf('undo')).toBe(
    `orchestrator: ${TOO_FEW}, expected orchestrator undo <page>\nTry: orchestrator undo --help\n`,
  )
})
