// One entry per type of block: the fields of its content, and whether blocks may stand inside it.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { type Json, oneOfAt, onlyKeys, uuidAt } from '../api/check.ts'
import type { FileHost } from '../values/file-objects.ts'
import {
  caption,
  color,
  expression,
  type Field,
  type FieldContext,
  flag,
  icon,
  language,
  ratio,
  readFile,
  richText,
  showFile,
  syncedFrom,
  tableCells,
  url,
  width,
} from './fields.ts'

interface BlockType {
  fields: Record<string, Field>
  /** Blocks may stand inside. */
  children?: true
  /** So many blocks a new one comes with, at least. */
  needs?: number
  /** Its content is a file. */
  file?: true
  /** What may stand inside, when not everything may. */
  inside?: readonly string[]
}

const words = { rich_text: richText, color }
const heading: BlockType = { fields: { rich_text: richText, is_toggleable: flag, color }, children: true }
const listItem: BlockType = { fields: words, children: true }
const file: BlockType = { fields: { caption }, file: true }

const TYPES: Record<string, BlockType> = {
  paragraph: { fields: { rich_text: richText, icon, color }, children: true },
  heading_1: heading,
  heading_2: heading,
  heading_3: heading,
  heading_4: heading,
  bulleted_list_item: listItem,
  numbered_list_item: listItem,
  to_do: { fields: { rich_text: richText, checked: flag, color }, children: true },
  toggle: listItem,
  quote: listItem,
  callout: { fields: { rich_text: richText, icon, color }, children: true },
  code: { fields: { caption, rich_text: richText, language } },
  equation: { fields: { expression } },
  divider: { fields: {} },
  breadcrumb: { fields: {} },
  table_of_contents: { fields: { color } },
  bookmark: { fields: { caption, url } },
  embed: { fields: { caption, url } },
  image: file,
  video: file,
  audio: file,
  file,
  pdf: file,
  column_list: { fields: {}, children: true, needs: 2, inside: ['column'] },
  column: { fields: { width_ratio: ratio }, children: true, needs: 1 },
  table: {
    fields: { table_width: width, has_column_header: flag, has_row_header: flag },
    children: true,
    needs: 1,
    inside: ['table_row'],
  },
  table_row: { fields: { cells: tableCells } },
  synced_block: { fields: { synced_from: syncedFrom }, children: true },
  link_to_page: { fields: {} },
}

/** Files that are answered with their name. */
const NAMED_FILES = ['file', 'pdf', 'audio', 'video']
const FILE_KEYS = ['type', 'external', 'file_upload', 'file', 'name']
const LINK_KINDS = ['page_id', 'database_id', 'comment_id']

/** @throws ApiError when the request names no type a block can be made of, or the content of several */
export function typeOf(block: Json, path: string): string {
  if (block.object !== undefined) oneOfAt(block.object, `${path}.object`, ['block'])
  const named = Object.keys(block).filter(key => Object.hasOwn(TYPES, key) && block[key] !== undefined)
  const type = typeof block.type === 'string' ? block.type : named[0]
  if (type === undefined) throw notAsExpected(`${path}.type`, 'defined', undefined)
  if (!Object.hasOwn(TYPES, type))
    throw validationError(
      `body failed validation: ${path}.type should be a block type that can be created, instead was \`"${type}"\`.`,
    )
  const other = named.find(key => key !== type)
  if (other !== undefined) throw notAsExpected(`${path}.${other}`, 'not present', block[other])
  return type
}

/** A request's content as it is kept; what it does not name stays as `before`, or is filled with Notion's defaults. */
export function readContent(type: string, given: Json, { path, uploads }: FieldContext, before?: Json): Json {
  const { fields, file: isFile } = typeNamed(type)
  if (type === 'link_to_page') return linkAt(given, path) ?? before ?? linkNeeded(path)
  onlyKeys(given, [...Object.keys(fields), ...(isFile ? FILE_KEYS : []), 'children'], path)
  const content: Json = {}
  for (const [name, field] of Object.entries(fields)) {
    const place = { path: `${path}.${name}`, uploads }
    if (given[name] !== undefined) content[name] = field.read(given[name], place)
    else if (before) content[name] = before[name]
    else if ('initial' in field) content[name] = field.initial
    else throw notAsExpected(place.path, 'defined', undefined)
  }
  if (!isFile) return content
  const hasFile = ['external', 'file_upload', 'file'].some(key => given[key] !== undefined)
  const kept = before && !hasFile ? { file: before.file, name: before.name } : readFile(given, { path, uploads })
  return { ...content, ...kept }
}

export function showContent(type: string, kept: Json, host: FileHost): Json {
  const found = TYPES[type]
  if (!found) return kept
  if (found.file) return showFile(kept, NAMED_FILES.includes(type), host)
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, found.fields[name]?.show?.(value, host) ?? value]),
  )
}

export const mayHaveChildren = (type: string): boolean => TYPES[type]?.children !== undefined || type === 'child_page'
/** So many blocks a new one of this type comes with, at least. */
export const leastChildren = (type: string): number => TYPES[type]?.needs ?? 0

/** Rows stand in tables and columns in column lists only, and nothing else does. */
export function checkInside(parent: string, child: string, path: string): void {
  const allowed = TYPES[parent]?.inside
  const home = Object.keys(TYPES).find(type => TYPES[type]?.inside?.includes(child))
  if (allowed ? allowed.includes(child) : home === undefined) return
  throw validationError(`body failed validation: ${path} should not be a ${child}, as its parent is a ${parent}.`)
}

function typeNamed(type: string): BlockType {
  const found = TYPES[type]
  if (!found) throw validationError(`Block type ${type} is not supported.`)
  return found
}

function linkAt(given: Json, path: string): Json | undefined {
  const kind = LINK_KINDS.find(each => given[each] !== undefined)
  return kind === undefined ? undefined : { type: kind, [kind]: uuidAt(given[kind], `${path}.${kind}`) }
}

function linkNeeded(path: string): never {
  throw notAsExpected(`${path}.page_id`, 'defined', undefined)
}
