// The fields block contents are made of: how a request's value is read, and what stands there when it names none.

import { notAsExpected } from '../api/api-error.ts'
import { arrayAt, booleanAt, isObject, type Json, numberAt, objectAt, oneOfAt, stringAt, uuidAt } from '../api/check.ts'
import type { UploadStore } from '../store/uploads.ts'
import { type FileHost, fileObjectAt, nameOfFile, showFileObject } from '../values/file-objects.ts'
import { iconAt, showLook } from '../values/icons.ts'
import { COLORS, richTextAt } from '../values/rich-text.ts'
import { LANGUAGES } from './languages.ts'

export interface FieldContext {
  path: string
  uploads: UploadStore
}

export interface Field {
  read(value: unknown, context: FieldContext): unknown
  /** When a new block's request has none; a function is called for each. Without it the field is needed. */
  initial?: unknown
  show?(kept: unknown, host: FileHost): unknown
}

const MAX_URL = 2000
const MAX_EQUATION = 1000
const BLOCK_COLORS = COLORS.flatMap(color => [color, `${color}_background`])

export const richText: Field = { read: (value, { path }) => richTextAt(value, path) }
export const caption: Field = { ...richText, initial: [] }
export const color: Field = { read: (value, { path }) => oneOfAt(value, path, BLOCK_COLORS), initial: 'default' }
export const flag: Field = { read: (value, { path }) => booleanAt(value, path), initial: false }
export const language: Field = { read: (value, { path }) => oneOfAt(value, path, LANGUAGES), initial: 'plain text' }

export const icon: Field = {
  read: (value, { path, uploads }) => iconAt({ value, path, before: null, uploads }),
  initial: null,
  show: (kept, host) => showLook(isObject(kept) ? kept : null, host),
}

export const url: Field = {
  read: (value, { path }) => {
    const link = stringAt(value, path, MAX_URL)
    if (link === '') throw notAsExpected(path, 'populated', link)
    return link
  },
}

export const expression: Field = { read: (value, { path }) => stringAt(value, path, MAX_EQUATION) }

export const width: Field = {
  read: (value, { path }) => {
    const columns = numberAt(value, path)
    if (!Number.isInteger(columns) || columns < 1 || columns > 100)
      throw notAsExpected(path, 'between `1` and `100`', value)
    return columns
  },
}

export const ratio: Field = { read: (value, { path }) => numberAt(value, path), initial: undefined }

export const tableCells: Field = {
  read: (value, { path }) => arrayAt(value, path).map((cell, index) => richTextAt(cell, `${path}[${index}]`)),
}

/** null for the original, else the block it is a copy of. */
export const syncedFrom: Field = {
  read: (value, { path }) =>
    value === null ? null : { type: 'block_id', block_id: uuidAt(objectAt(value, path).block_id, `${path}.block_id`) },
  initial: null,
}

/** The file itself is kept under `file`, and answered among its siblings. */
export function readFile(given: Json, { path, uploads }: FieldContext): Json {
  const file = fileObjectAt(given, path, uploads)
  return { file, name: given.name === undefined ? nameOfFile(file, uploads) : stringAt(given.name, `${path}.name`) }
}

export function showFile({ caption: words, file, name }: Json, hasName: boolean, host: FileHost): Json {
  const shown = showFileObject(isObject(file) ? file : {}, host)
  return { caption: words, ...shown, ...(hasName && { name }) }
}
