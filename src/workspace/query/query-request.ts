// What a query asks for, apart from its filter and sorts.

import { notAsExpected } from '../api/api-error.ts'
import { booleanAt, type Json, numberAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { BOT_ID } from '../api/identity.ts'
import { type Call, WITHOUT_ARCHIVED } from '../api/route.ts'
import { STATES } from '../store/row-tables.ts'

const MAX_PAGE = 100
const KEYS = ['filter', 'sorts', 'start_cursor', 'page_size', 'result_type', 'in_trash', 'is_archived']

export interface Asked {
  filter: unknown
  sorts: unknown
  cursor: string | undefined
  size: number
  /** Of the rows: live, in the trash or in the archive. */
  state: number
  resultType: 'page' | 'data_source'
  /** Id of the person who asks; undefined for a connection. */
  me: string | undefined
}

export function askedIn({ body, version, user }: Call): Asked {
  onlyKeys(body, version < WITHOUT_ARCHIVED ? [...KEYS, 'archived'] : KEYS, 'body')
  const { start_cursor: cursor } = body
  return {
    filter: body.filter,
    sorts: body.sorts,
    cursor: cursor === undefined || cursor === null ? undefined : stringAt(cursor, 'body.start_cursor'),
    size: sizeAt(body.page_size),
    state: stateIn(body),
    resultType: oneOfAt(body.result_type ?? 'page', 'body.result_type', ['page', 'data_source']),
    me: user === BOT_ID ? undefined : user,
  }
}

/** 100 when the request names none. */
export function sizeAt(value: unknown): number {
  if (value === undefined) return MAX_PAGE
  const size = numberAt(value, 'body.page_size')
  if (size > MAX_PAGE) throw notAsExpected('body.page_size', `≤ \`${MAX_PAGE}\``, size)
  if (size < 1 || !Number.isInteger(size)) throw notAsExpected('body.page_size', '≥ `1`', size)
  return size
}

function stateIn(body: Json): number {
  if (flagIn(body, 'in_trash') || flagIn(body, 'archived')) return STATES.trash
  return flagIn(body, 'is_archived') ? STATES.archive : STATES.live
}

const flagIn = (body: Json, key: string): boolean => body[key] !== undefined && booleanAt(body[key], `body.${key}`)
