// When all is over: what was wished against what is there. Each finding is one sentence.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { ERROR_TAGS } from '../../../src/errors.ts'
import type { Book, BookRow } from './book.ts'
import { type NearSide, type Page, shown } from './notion-side.ts'

export interface Remains {
  notion: NearSide
  book: Book
  varDir: string
  libraryDir: string
  triggersDir: string
  formats: readonly string[]
  /** Jobs that were running when the program was killed, with how often. */
  struck: ReadonlyMap<string, number>
}

const Job = z.object({ key: z.string(), state: z.string(), reason: z.string() })
const FileRow = z.object({ path: z.string(), page: z.string(), format: z.string(), sha256: z.string() })
const Count = z.object({ outcome: z.string(), n: z.number() })
const ENDS = new Set(['done', 'skipped', 'failed'])
const PATHS: Record<string, string> = { m4a: 'M4A File Path', wav: 'WAV File Path', aiff: 'AIFF File Path' }

export async function judge(remains: Remains): Promise<string[]> {
  using state = new DatabaseSync(join(remains.varDir, 'orchestrator.db'), { readOnly: true })
  const pages = await pagesOf(remains.notion)
  return [
    ...stuckJobs(state, remains),
    ...litter(remains),
    ...(await files(state, remains)),
    ...(await rows(state, remains, pages)),
    ...doubledLinks(remains, pages),
    ...triggers(remains),
  ]
}

type Pages = ReadonlyMap<string, Page>

async function pagesOf(notion: NearSide): Promise<Pages> {
  const pages = new Map<string, Page>()
  for (const table of ['tasks', 'tracks'] as const)
    for await (const page of notion.rows(table)) pages.set(page.id, page)
  return pages
}

function stuckJobs(state: DatabaseSync, { struck }: Remains): string[] {
  const jobs = state
    .prepare("select key, state, reason from job where state <> 'failed'")
    .all()
    .map(row => Job.parse(row))
  const waiting = state.prepare('select page, reason from outbox').all()
  return [
    ...jobs.flatMap(({ key, state, reason }) =>
      state === 'quarantined' && (struck.get(key) ?? 0) >= 3 ? [] : [`the job ${key} is ${state}: ${reason}`],
    ),
    ...waiting.map(({ page, reason }) => `a write to ${page} was never made: ${reason}`),
  ]
}

function litter({ varDir, libraryDir, triggersDir }: Remains): string[] {
  const staging = existsSync(join(varDir, 'staging')) ? readdirSync(join(varDir, 'staging')) : []
  const unfinished = [libraryDir, triggersDir].flatMap(allFiles).filter(path => path.endsWith('.part'))
  return [...staging.map(name => `working files of ${name} were left`), ...unfinished.map(path => `${path} was left`)]
}

/** Every file of the library is some row’s, whole, and the only one of its format. */
async function files(state: DatabaseSync, { libraryDir }: Remains): Promise<string[]> {
  const known = new Map<string, z.infer<typeof FileRow>>()
  for (const row of state.prepare('select path, page, format, sha256 from file').iterate()) {
    const file = FileRow.parse(row)
    known.set(file.path, file)
  }
  const found: string[] = []
  const owners = new Set<string>()
  for (const path of allFiles(libraryDir)) {
    if (path.endsWith('.library-id') || path.includes('/.replaced/')) continue // an earlier link’s, put aside
    const file = known.get(path)
    if (!file) found.push(`${path} is nobody’s`)
    else if (sha256(path) !== file.sha256) found.push(`${path} is not as it was recorded`)
    else if (owners.has(`${file.page} ${file.format}`)) found.push(`${path} is the second of its row and format`)
    if (file) owners.add(`${file.page} ${file.format}`)
    known.delete(path)
  }
  return [...found, ...[...known.keys()].map(path => `${path} was recorded and is not there`)]
}

async function rows(state: DatabaseSync, remains: Remains, pages: Pages): Promise<string[]> {
  const ends = state.prepare('select outcome, count(*) as n from run where subject = ? group by outcome')
  const found: string[] = []
  for (const row of remains.book.all()) {
    const counts = ends.all(keyOf(row)).map(count => Count.parse(count))
    const ended = counts.filter(({ outcome }) => ENDS.has(outcome)).reduce((sum, { n }) => sum + n, 0)
    const done = counts.find(({ outcome }) => outcome === 'done')?.n ?? 0
    const page = pages.get(row.page)
    const name = `${row.kind} ${row.page}`
    if (row.trashed === 1) continue
    if (!page) found.push(`${name} is not in Notion any more`)
    else {
      if (ended === 0 && row.kind !== 'nobody') found.push(`${name} has no recorded end`)
      if (row.touched === 0 && ended > 1) found.push(`${name} ended ${ended} times: ${JSON.stringify(counts)}`)
      if (done > row.wishes) found.push(`${name} was done ${done} times for ${row.wishes} wishes`)
      found.push(...ofKind(row, page, remains).map(what => `${name} ${what}`))
      found.push(...(await overwritten(row, page, remains)).map(what => `${name} ${what}`))
    }
  }
  return found
}

const keyOf = ({ kind, page }: BookRow) => `${kind === 'track' ? 'track' : 'task'}:${page}`

function ofKind(row: BookRow, page: Page, remains: Remains): string[] {
  const status = shown(page, 'Status')
  switch (row.kind) {
    case 'track':
      return trackFaults(row, page, remains)
    case 'handed':
      return status === 'Ready' ? ['still stands as ready'] : []
    case 'linked':
    case 'sync':
      return ['Completed', 'Failed', 'Review'].includes(String(status)) ? [] : [`stands as ${status}`]
    case 'nobody':
      return status === 'Ready' ? [] : [`stands as ${status}`]
  }
}

function trackFaults({ link }: BookRow, page: Page, { formats }: Remains): string[] {
  const paths = formats.map(format => shown(page, PATHS[format] ?? ''))
  if (shown(page, 'Downloaded') !== true) {
    const failed = ERROR_TAGS.some(tag => String(shown(page, 'Audio Processing')).includes(tag))
    const parts = paths.filter(path => path !== undefined)
    return [...(failed ? [] : ['is neither done nor failed']), ...parts.map(path => `is not done and names ${path}`)]
  }
  return paths.flatMap((path, index) => {
    if (typeof path !== 'string' || !existsSync(path))
      return [`is done and its ${formats[index]} is not there: ${path}`]
    return readFileSync(path, 'utf8').includes(`source of ${link}\n`)
      ? []
      : [`holds another recording than ${link}: ${path}`]
  })
}

/** What a person wrote stands as it was written. */
async function overwritten({ page: id }: BookRow, page: Page, { book, notion }: Remains): Promise<string[]> {
  const edits = book.edits(id)
  const said = edits.length > 1 ? await notion.comments(id) : []
  const doubled = said.filter((text, index) => said.indexOf(text) !== index)
  return [
    ...doubled.map(text => `has a comment twice: ${text}`),
    ...edits.flatMap(({ field, value }) => {
      const now = String(shown(page, field === 'tag' ? 'Audio Processing' : field))
      const stands = field === 'tag' ? now.split(', ').includes(value) : now === value
      return stands ? [] : [`had ${field} = ${value} of a person, and shows ${now}`]
    }),
  ]
}

/** One row of each link is done, and a task that asks for a link makes one row of it. */
function doubledLinks({ book }: Remains, pages: Pages): string[] {
  const found: string[] = []
  const done = new Map<string, string>()
  const made = new Map<string, number>()
  for (const page of pages.values()) {
    const link = shown(page, 'URL')
    if (typeof link !== 'string') continue
    const row = book.find(page.id)
    if (!row) made.set(link, (made.get(link) ?? 0) + 1)
    if (shown(page, 'Downloaded') !== true || row?.touched === 1) continue
    const other = done.get(link)
    if (other) found.push(`${page.id} and ${other} were both made of ${link}`)
    done.set(link, page.id)
  }
  for (const row of book.all()) {
    if (row.kind !== 'linked') continue
    const rows = made.get(row.link) ?? 0
    if (rows > 1 || (rows === 0 && row.touched === 0)) found.push(`the task ${row.page} has ${rows} rows of its link`)
    made.delete(row.link)
  }
  return [...found, ...[...made.keys()].map(link => `nobody asked for the row of ${link}`)]
}

/** Never two open triggers of a task, and one for each time it was wished. */
function triggers({ book, triggersDir }: Remains): string[] {
  const all = new Map<string, string[]>()
  for (const path of allFiles(triggersDir)) {
    if (path.endsWith('.why.txt') || path.endsWith('/.triggers-id')) continue // says why a file was moved; whose folder it is
    const token = /__([0-9a-f]{16})\.json$/.exec(path)?.[1] ?? path
    all.set(token, [...(all.get(token) ?? []), path])
  }
  const found: string[] = []
  for (const row of book.all()) {
    if (row.kind !== 'handed') continue
    const bare = row.page.replaceAll('-', '')
    const token = `${bare.slice(0, 8)}${bare.slice(-8)}`
    const written = all.get(token) ?? []
    const open = written.filter(path => path.includes('01_inbox'))
    if (open.length > 1) found.push(`the task ${row.page} has ${open.length} open triggers`)
    if (written.length > row.wishes)
      found.push(`the task ${row.page} has ${written.length} triggers for ${row.wishes} wishes`)
    if (written.length === 0 && row.touched === 0) found.push(`the task ${row.page} was never handed over`)
    all.delete(token)
  }
  return [...found, ...[...all.values()].flat().map(path => `${path} is nobody’s`)]
}

function allFiles(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap(entry =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
