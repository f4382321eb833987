// An exported workspace read back: first looked through and checked whole, then given area by area.

import { existsSync } from 'node:fs'
import { z } from 'zod'
import { InputFault } from '../../errors.ts'
import { toPageId } from '../../model/page-id.ts'
import { isObject } from '../api/check.ts'
import {
  AREAS,
  type Area,
  type Content,
  type Counts,
  countEach,
  type Item,
  type Settings,
  SHAPES,
  type Tell,
} from './content.ts'
import { FORMAT, FORMAT_VERSION } from './document.ts'
import { type Found, listAt, membersOf, type Place } from './json-file.ts'

export interface CheckedDocument {
  exportedAt: string
  counts: Counts
  content: Content
}

const SettingsShape = z.object({
  agentTasks: z.string(),
  tracks: z.string(),
  playlists: z.string().optional(),
  artists: z.string().optional(),
  issues: z.string().optional(),
})
const HEAD = ['format', 'version', 'exportedAt', 'settings']

/**
 * Looks through the whole document.
 * @param tell is told of every record that was looked at
 * @throws InputFault naming file, line and place of the first thing that is wrong
 */
export function checkDocument(file: string, tell: Tell): CheckedDocument {
  if (!existsSync(file)) throw refusal(`there is no file ${file}`)
  const places = new Map<string, Place>()
  const head: Record<string, unknown> = {}
  const references = openReferences(file)
  const counts = countEach(() => 0)
  for (const member of membersOf(file)) {
    const area = AREAS.find(name => name === member.name)
    if (places.has(member.name) || member.name in head)
      throw faultAt(file, member.line, `"${member.name}" is there twice`)
    if (area === undefined && !HEAD.includes(member.name)) throw strange(file, member, head)
    if (area && 'list' in member) {
      places.set(area, member.place)
      for (const item of itemsOf(file, area, member.list)) {
        references.note(area, item)
        counts[area] += 1
        tell(area, counts[area])
      }
    } else head[member.name] = 'value' in member ? member.value : undefined
    checkHead(file, head)
  }
  const { exportedAt, settings } = wholeHead(file, head)
  const missing = AREAS.find(area => !places.has(area))
  if (missing) throw refusal(`${file}: "${missing}", a list, is missing`)
  references.check(settings)
  return { exportedAt, counts, content: contentAt(file, places, settings) }
}

/** What it says of itself is judged as soon as it is read. */
function checkHead(file: string, { format, version }: Record<string, unknown>): void {
  if (format !== undefined && format !== FORMAT)
    throw refusal(`${file} is no exported workspace: its format is ${JSON.stringify(format)}`)
  if (version === undefined || version === FORMAT_VERSION) return
  const isNewer = typeof version === 'number' && version > FORMAT_VERSION
  const why = isNewer ? 'made by a newer program' : 'which this program no longer reads'
  throw refusal(
    `${file} is an export of version ${JSON.stringify(version)}, ${why}; expected version ${FORMAT_VERSION}`,
  )
}

function wholeHead(file: string, head: Record<string, unknown>): { exportedAt: string; settings: Settings } {
  for (const name of HEAD)
    if (head[name] === undefined) throw refusal(`${file} is no exported workspace: "${name}" is missing`)
  const settings = SettingsShape.safeParse(head.settings)
  if (!settings.success) throw refusal(`${file}: settings${wrong(settings.error)}`)
  return { exportedAt: String(head.exportedAt), settings: settings.data }
}

function strange(file: string, { name, line }: { name: string; line: number }, { format }: Record<string, unknown>) {
  return format === FORMAT
    ? faultAt(file, line, `"${name}" is no part of an exported workspace`)
    : refusal(`${file} is no exported workspace: it begins with ${JSON.stringify(name)}`)
}

interface Located<A extends Area> {
  item: Item<A>
  /** `pages[41]` */
  place: string
  line: number
}

function* itemsOf<A extends Area>(file: string, area: A, list: Iterable<Found>): Generator<Located<A>> {
  let index = 0
  for (const { value, line } of list) {
    const place = `${area}[${index}]`
    const parsed = SHAPES[area].safeParse(value)
    if (!parsed.success) throw faultAt(file, line, `${place}${wrong(parsed.error)}`)
    const id = isObject(value) ? String(value.id) : ''
    if (toPageId(id) !== id) throw faultAt(file, line, `${place}.id: expected an id with dashes, in small letters`)
    yield { item: parsed.data, place, line }
    index += 1
  }
}

function contentAt(file: string, places: ReadonlyMap<string, Place>, settings: Settings): Content {
  const area = <A extends Area>(name: A): Iterable<Item<A>> => ({
    *[Symbol.iterator]() {
      const place = places.get(name)
      if (!place) return
      for (const { item } of itemsOf(file, name, listAt(file, place))) yield item
    },
  })
  return {
    databases: area('databases'),
    dataSources: area('dataSources'),
    pages: area('pages'),
    blocks: area('blocks'),
    comments: area('comments'),
    uploads: area('uploads'),
    settings,
  }
}

/** Ids that stand there once, and things that belong to something that is there. */
function openReferences(file: string) {
  const ids: Record<Area, Set<string>> = Object.assign({}, ...AREAS.map(area => ({ [area]: new Set<string>() })))
  const wanted: { area: Area; id: string; place: string; line: number }[] = []
  const asked = new Set<string>()

  function want(area: Area, id: string, where: { place: string; line: number }): void {
    if (asked.has(id)) return
    asked.add(id)
    wanted.push({ area, id, ...where })
  }

  return {
    note(area: Area, { item, place, line }: Located<Area>): void {
      if (ids[area].has(item.id)) throw faultAt(file, line, `${place}.id: ${item.id} is there twice`)
      ids[area].add(item.id)
      if ('databaseId' in item) want('databases', item.databaseId, { place: `${place}.databaseId`, line })
      if ('dataSourceId' in item && item.dataSourceId !== null)
        want('dataSources', item.dataSourceId, { place: `${place}.dataSourceId`, line })
    },
    check(settings: Settings): void {
      const lost = wanted.find(({ area, id }) => !ids[area].has(id))
      if (lost) throw faultAt(file, lost.line, `${lost.place}: ${lost.id} is not among the ${lost.area}`)
      for (const [name, id] of Object.entries(settings))
        if (id !== undefined && !ids.databases.has(id))
          throw refusal(`${file}: settings.${name}: ${id} is not among the databases`)
    },
  }
}

function wrong(error: z.ZodError): string {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return `${path}: ${issue?.message ?? 'it is wrong'}`
}

const faultAt = (file: string, line: number, what: string) => refusal(`${file}, line ${line}: ${what}`)
const refusal = (message: string) => new InputFault(message, 'Unknown_Error')
