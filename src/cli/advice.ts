// What is said of a wrong line: what was expected, what may have been meant, and where the help is.

import { editDistance } from '../model/title/fold.ts'
import { newParser, TOO_FEW } from './parser.ts'

/** @param words of the command line, without program and script */
export async function adviceOn(message: string, words: readonly string[]): Promise<string> {
  const [command = '', action = ''] = words
  const all = await newParser([]).getHelp()
  const isCommand = commandsIn(all).includes(command)
  const own = isCommand ? await newParser([command]).getHelp() : all
  const [usage = ''] = own.split('\n', 1)
  const expected = message === TOO_FEW ? `, expected ${usage}` : ''
  const meant = meantBy(message, words, own)
  const hint = meant === undefined ? '' : `\nDid you mean ${meant}?`
  const ofAction = command === 'workspace' && commandsIn(own).includes(action) ? `${action} ` : ''
  return `orchestrator: ${message}${expected}${hint}\nTry: orchestrator ${isCommand ? `${command} ${ofAction}--help` : '--help'}\n`
}

const commandsIn = (help: string): string[] =>
  [...help.matchAll(/^ *orchestrator (?:workspace )?([a-z]+)\b/gm)].map(([, command = '']) => command)
const optionsIn = (help: string): string[] => help.match(/--[a-z][a-z-]+/g) ?? []

/** The nearest to what the parser does not know: an option for an option, a command for a word. */
function meantBy(message: string, words: readonly string[], help: string): string | undefined {
  const unknown = /^Unknown arguments?: ([^,\s]+)/.exec(message)?.[1]
  if (unknown === undefined) return undefined
  const isWord = words.includes(unknown)
  const most = unknown.length < 4 ? 1 : 2
  return (isWord ? commandsIn(help) : optionsIn(help))
    .map(name => ({ name, far: editDistance(unknown, name.replace(/^--/, ''), most) }))
    .filter(({ far }) => far > 0 && far <= most)
    .toSorted((a, b) => a.far - b.far)[0]?.name
}
