// `.env`, changed where it must be: every other line stays byte for byte, the file before it is kept, only its owner reads it.

import { chmod, readFile, realpath, stat } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { writeWhole } from '../durable-file.ts'
import { ConfigFault } from '../errors.ts'

const OWNER_ONLY = 0o600

/** What became of the file. */
export type Written = 'new' | 'changed' | 'same'

/** @throws ConfigFault when it is written in a way that cannot be changed safely; nothing is changed then */
export async function writeEnv(file: string, settings: Readonly<Record<string, string>>): Promise<Written> {
  const place = await realpath(file).catch(() => file) // a link stays one
  const before = await textOf(place)
  const after = withSettings(before ?? '', settings)
  if (after === before) {
    if (((await stat(place)).mode & 0o077) !== 0) await chmod(place, OWNER_ONLY)
    return 'same'
  }
  if (before !== undefined) await writeWhole(`${place}.bak`, before, OWNER_ONLY)
  await writeWhole(place, after, OWNER_ONLY)
  return before === undefined ? 'new' : 'changed'
}

/** @throws ConfigFault when what comes out would say anything else than before but for these settings */
export function withSettings(text: string, settings: Readonly<Record<string, string>>): string {
  const before = parseEnv(text)
  const changed = Object.entries(settings).filter(([name, value]) => before[name] !== value)
  const after = changed.reduce((lines, [name, value]) => withLine(lines, name, value), text)
  const expected = { ...before, ...settings }
  const said = parseEnv(after)
  const differs = [...Object.keys(expected), ...Object.keys(said)].find(name => said[name] !== expected[name])
  if (differs === undefined) return after
  throw new ConfigFault(
    `.env is written in a way that cannot be changed safely (${differs}): set ${namesOf(changed)} there yourself`,
  )
}

const namesOf = (settings: readonly (readonly [string, string])[]) => settings.map(([name]) => name).join(', ')

/** In the place where it stands, with the comment behind it; else on a line at the end. */
function withLine(text: string, name: string, value: string): string {
  const line = new RegExp(
    `^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*)[^\\r\\n]*?([ \\t]+#[^\\r\\n]*)?(?=\\r?$)`,
    'gm',
  )
  if (line.test(text)) return text.replace(line, (_all, start: string, comment = '') => `${start}${value}${comment}`)
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  return `${text}${text === '' || text.endsWith('\n') ? '' : end}${name}=${value}${end}`
}

const textOf = (path: string) =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
