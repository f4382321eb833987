// The command line of an agent: the words of agents.json, with slots for what a run is about. Never a shell.

import { UsageFault } from '../../errors.ts'

/** What a word of the command may name. */
export const SLOTS = {
  prompt: 'what is to be done, in words',
  promptFile: 'a file with the same',
  taskFile: 'a file with the task as JSON',
  resultFile: 'where the answer goes, as JSON',
  workDir: 'the folder of this run',
} as const
export type Slots = Record<keyof typeof SLOTS, string>

/** Bytes: longer ones do not fit into one argument everywhere. */
const LONGEST_ARGUMENT = 100_000
const SLOT = /\{(\w+)\}/g

/** @returns what is wrong with a command, for people; undefined: nothing */
export function whyNoCommand(command: readonly string[]): string | undefined {
  const unknown = command
    .flatMap(word => [...word.matchAll(SLOT)].map(([, name = '']) => name))
    .find(name => !Object.hasOwn(SLOTS, name))
  if (unknown !== undefined)
    return `{${unknown}} is no slot: expected ${Object.keys(SLOTS)
      .map(name => `{${name}}`)
      .join(', ')}`
  if (/\{\w+\}/.test(command[0] ?? '')) return 'the program itself is no slot'
  return undefined
}

/** What a slot holds stays one argument, whatever is in it. */
export function commandOf(command: readonly string[], slots: Slots): string[] {
  return command.map(word => {
    const filled = word.replace(SLOT, (_, name: keyof Slots) => slots[name])
    const bytes = Buffer.byteLength(filled)
    if (bytes <= LONGEST_ARGUMENT) return filled
    throw new UsageFault(
      `the task is too long for an argument (${bytes} bytes): give the agent {promptFile} in place of {prompt}`,
    )
  })
}
