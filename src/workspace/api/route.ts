// What a route's function gets and gives.

import type { Store } from '../store/store.ts'
import type { Json } from './check.ts'

export interface Call {
  store: Store
  /** Epoch milliseconds. */
  now: number
  version: string
  /** The ids of the path, checked and dashed. */
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  body: Json
}

export type Handler = (call: Call) => Json

export interface Route {
  method: 'GET' | 'POST' | 'PATCH'
  /** Under `/v1/`; `:name` takes an id. */
  pattern: string
  /** Changes the workspace: runs in a write transaction, refused when the workspace is read-only. */
  writes?: true
  handle: Handler
}
