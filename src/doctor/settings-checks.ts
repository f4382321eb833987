// The settings: each that is set, names nobody reads, and who may read the file.

import { stat } from 'node:fs/promises'
import { type Given, isSecret, problemsIn } from '../config.ts'
import { editDistance } from '../model/title/fold.ts'
import { SETTINGS } from '../settings.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'
import { OLD_NAMES, placeOf } from './old-names.ts'

const NAMES = Object.keys(SETTINGS.shape)
const OTHERS_MAY = 0o077
const LONGEST_VALUE = 100

export const settingsChecks = (given: Given): Check[] => [
  ...NAMES.filter(name => given.values[name] !== undefined || isMissing(given, name)).map(name => ({
    name,
    look: () => [settingSeen(given, name)],
  })),
  { name: 'settings', look: () => [ok(`${NAMES.length - Object.keys(given.values).length} have their defaults`)] },
  { name: '.env', look: () => fileSeen(given) },
  { name: 'names in .env', look: () => namesSeen(given) },
]

const problemOf = (given: Given, wanted: string) => problemsIn(given.values).find(({ name }) => name === wanted)

const isMissing = (given: Given, name: string) => given.values[name] === undefined && problemOf(given, name)

function settingSeen(given: Given, name: string): Seen {
  const value = given.values[name]
  const problem = problemOf(given, name)
  if (value === undefined) return failed(problem?.says ?? '', 'run orchestrator init: it finds or makes the databases')
  const place = given.inFile[name] === value ? given.file : 'the environment of this shell'
  if (problem) return failed(problem.says, `write what is expected into ${place}, or take ${name} out`)
  const shown = isSecret(name) ? 'set (not shown)' : value.slice(0, LONGEST_VALUE)
  return ok(`${shown}${place === given.file ? '' : ' (in this shell, not in .env)'}`)
}

async function fileSeen({ file, inFile }: Given): Promise<Seen[]> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  if (!found) return [ok(`there is none (${file})`)]
  const secrets = Object.keys(inFile).filter(name => isSecret(name) || placeOf(name) === 'NOTION_TOKEN')
  const mode = (found.mode & 0o777).toString(8).padStart(4, '0')
  if (secrets.length === 0 || (found.mode & OTHERS_MAY) === 0) return [ok(`${file}, mode ${mode}`)]
  return [warning(`others on this machine may read ${secrets.join(', ')} in it (mode ${mode})`, `chmod 600 '${file}'`)]
}

function namesSeen(given: Given): Seen[] {
  const unread = Object.keys(given.inFile).filter(name => !NAMES.includes(name))
  const seen = unread.flatMap(name => oldSeen(given, name) ?? mistypedSeen(name) ?? [])
  return seen.length > 0 ? seen : [ok('all of this program’s are known')]
}

/** A name of the older system. */
function oldSeen({ values, inFile, file }: Given, old: string): Seen | undefined {
  if (!Object.hasOwn(OLD_NAMES, old)) return undefined
  const now = placeOf(old)
  const value = now === undefined ? undefined : values[now]
  if (now === undefined || value === undefined)
    return warning(`${old} is a name of the older system and is not read`, `in ${file}: ${OLD_NAMES[old]}`)
  const differs = value === inFile[old] ? '' : ', and they differ'
  return warning(`${old} is not read, ${now} is${differs}`, `take ${old} out of ${file}`)
}

/** Nearly one of ours. */
function mistypedSeen(name: string): Seen | undefined {
  const upper = name.toUpperCase()
  const most = Math.min(3, Math.floor(name.length / 4))
  const near = NAMES.map(ours => ({ ours, far: editDistance(upper, ours, most) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far)[0]
  return near && warning(`${name} is no setting, so it is not read`, `did you mean ${near.ours}?`)
}
