// What every command shares on the command line.

import type { LogLevel } from '../log.ts'

/** The flags of every command, as the parser names them. */
export type Globals = { json: boolean } & { 'dry-run': boolean } & { var: string | undefined } & {
  'log-level': LogLevel
}

/** A command whose code is loaded when it is called. @param load what takes its flags and answers the exit code */
export const lazily =
  <Flags>(load: () => Promise<(flags: Flags) => Promise<number>>) =>
  async (flags: Flags): Promise<void> => {
    process.exitCode = await (await load())(flags)
  }

export const WORDS = { type: 'string', array: true } as const

export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
