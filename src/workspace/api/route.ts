// What a route's function gets and gives.

import type { Store } from '../store/store.ts'
import type { Json } from './check.ts'

/** The versions of the API that are answered, each in its own way; newer ones compare greater. */
export const VERSIONS = ['2022-06-28', '2025-09-03', '2026-03-11'] as const
export type Version = (typeof VERSIONS)[number]

/** Since this version a database holds data sources, and these hold columns and rows. */
export const WITH_DATA_SOURCES: Version = '2025-09-03'
/** From this version on, answers and requests have no `archived`. */
export const WITHOUT_ARCHIVED: Version = '2026-03-11'

export interface Limits {
  /** Notion gives out no more rows than this for one query, however many pages. */
  queryRows: number
}

export interface Call {
  store: Store
  limits: Limits
  /** Epoch milliseconds. */
  now: number
  version: Version
  /** Id of the user who asks. */
  user: string
  /** Where this workspace is reached, for links to its files: `http://127.0.0.1:4100`. */
  origin: string
  /** The ids of the path, checked and dashed. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  body: Json
  /** The file of a multipart request. */
  file?: { name: string; type: string; bytes: Uint8Array }
}

export type Handler = (call: Call) => Json

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under `/v1/`; `:name` takes an id. */
  pattern: string
  /** Changes the workspace: runs in a write transaction, refused when the workspace is read-only. */
  writes?: true
  /** Answers from an index, which may trail behind the writes. */
  indexed?: true
  /** Takes multipart/form-data in place of JSON. */
  takesFile?: true
  /** Answers without the request's id in the body. */
  bare?: true
  /** First and last version that have it; default: all. */
  since?: Version
  until?: Version
  handle: Handler
}
