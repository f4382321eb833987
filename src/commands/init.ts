// Sets the program up: a token, the databases in Notion, `.env`, and a look whether all is well.

import { readFile } from 'node:fs/promises'
import { type Config, configOf, type Given, problemsIn, readGiven } from '../config.ts'
import { ConfigFault, messageOf, UsageFault } from '../errors.ts'
import { silentLog } from '../log.ts'
import { toPageId } from '../model/page-id.ts'
import { type Notion, openNotion } from '../notion/client.ts'
import { type Asker, terminalAsker } from '../setup/asker.ts'
import { writeEnv } from '../setup/env-file.ts'
import { type Initialised, initialise } from '../setup/initialise.ts'
import { findingLines, findingsOf, isWell } from './doctor.ts'
import { type GlobalFlags, print, stopOnSignals } from './with-app.ts'

export interface InitFlags extends GlobalFlags {
  page?: string
  tasks?: string
  tracks?: string
  create: boolean
  tokenFile?: string
  yes: boolean
}

const HOW_TO_GET_ONE =
  'in Notion make an internal connection (Settings → Connections → Develop), copy its token, and share the page or the databases with it (••• → Connections)'
const NEXT = 'Add a row with a link to Music Tracks and run: npx orchestrator --once'

export async function init(flags: InitFlags): Promise<number> {
  const ids = { page: idIn('page', flags), tasks: idIn('tasks', flags), tracks: idIn('tracks', flags) }
  const given = readGiven()
  const asker = flags.json ? undefined : terminalAsker({ input: process.stdin, output: process.stderr })
  const token = await tokenFor(flags, given, asker)
  const signals = stopOnSignals()
  try {
    await using open = new AsyncDisposableStack()
    const notion = connect(addressIn(given), token, signals.signal)
    open.defer(() => notion.close())
    const { create, yes, dryRun } = flags
    const found = await initialise({ notion, values: given.values, ...ids, create, yes, dryRun, asker })
    if (dryRun) return told(flags, found)
    const settings = { NOTION_TOKEN: token, ...found.ids, ...addressOf(given) }
    const written = await writeEnv(given.file, newIn(given, settings))
    const hidden = hiddenBy(given, settings)
    const findings = await findingsOf(flags.var, signals.signal)
    print(flags, { ...found, env: given.file, written, hidden, findings }, [
      ...linesOf(found),
      `${written === 'same' ? 'As it was' : 'Written'}: ${given.file}${written === 'changed' ? ' (before: .env.bak)' : ''}`,
      ...hidden.map(name => `${name} is set to something else in this shell, which wins: unset ${name}`),
      '',
      ...findingLines(findings),
      '',
      NEXT,
    ])
    return isWell(findings) ? 0 : 1
  } finally {
    signals.off()
  }
}

/** @throws UsageFault when it is none */
function idIn(name: 'page' | 'tasks' | 'tracks', flags: InitFlags): string | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  const id = toPageId(text)
  if (id !== undefined) return id
  throw new UsageFault(`--${name} is "${text}": expected a Notion URL, or 32 hex digits`)
}

async function tokenFor({ tokenFile }: InitFlags, { values }: Given, asker: Asker | undefined): Promise<string> {
  const token = tokenFile === undefined ? values.NOTION_TOKEN?.trim() : await tokenIn(tokenFile)
  if (token) return requireToken(token)
  if (!asker)
    throw new UsageFault(`NOTION_TOKEN is missing: ${HOW_TO_GET_ONE}; then set it, or name a file with --token-file`)
  asker.say(`To begin, ${HOW_TO_GET_ONE}.`)
  return requireToken(await asker.askHidden('The token (it is not shown): '))
}

async function tokenIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageFault(`--token-file: ${messageOf(error)}`)
  })
  return text.trim()
}

/** It becomes a header and a line of a file. */
function requireToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token) && !/["'`#\\$]/.test(token)) return token
  throw new UsageFault('the token holds what no token holds (blanks, quotes or line breaks): copy it again')
}

function addressIn({ values, ...given }: Given): Config['settings'] {
  const names = ['NOTION_BASE_URL', 'NOTION_REQUESTS_PER_MINUTE']
  const needed = Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
  const [problem] = problemsIn(needed)
  if (problem) throw new ConfigFault(problem.says)
  return configOf({ ...given, values: needed }, {}).settings
}

/** One that only this shell knows is the one that was asked: the next run asks it too. */
const addressOf = ({ values: { NOTION_BASE_URL: address } }: Given): Record<string, string> =>
  address === undefined ? {} : { NOTION_BASE_URL: address }

const connect = (settings: Config['settings'], token: string, signal: AbortSignal): Notion =>
  openNotion({
    token,
    baseUrl: settings.NOTION_BASE_URL,
    requestsPerMinute: settings.NOTION_REQUESTS_PER_MINUTE,
    log: silentLog,
    signal,
  })

/** An id that stands there as a URL stays one. */
const newIn = ({ inFile }: Given, settings: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([name, value]) => toId(inFile[name]) !== toId(value)))

/** What the shell says in place of the file. */
const hiddenBy = ({ inFile, values }: Given, settings: Record<string, string>): string[] =>
  Object.keys(settings).filter(
    name => values[name] !== undefined && values[name] !== inFile[name] && toId(values[name]) !== toId(settings[name]),
  )

const toId = (text = '') => toPageId(text) ?? text

function told(flags: InitFlags, found: Initialised): number {
  print(flags, { ...found, dryRun: true }, [...linesOf(found), 'Nothing was made or written (--dry-run).'])
  return 0
}

const linesOf = ({ connection, said, made }: Initialised): string[] => [
  `Connected${connection.name ? ` as ${connection.name}` : ''}${connection.workspace ? ` in ${connection.workspace}` : ''}.`,
  ...said.map(line => `  ${line}`),
  ...(made.length > 0 ? [`  New: ${made.join(', ')}`] : []),
]
