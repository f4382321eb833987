// A command as a person would type it, for messages that name the next step.

import type { GlobalFlags } from '../with-app.ts'

/** `npx orchestrator workspace import 'my export.json' --yes` */
export function commandLine(flags: Pick<GlobalFlags, 'var'>, args: readonly string[]): string {
  const place = flags.var === undefined ? [] : ['--var', flags.var]
  return ['npx', 'orchestrator', ...args, ...place].map(quoted).join(' ')
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
