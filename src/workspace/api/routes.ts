// All routes of the local workspace.

import {
  createDatabase,
  createDataSource,
  queryDataSource,
  retrieveDatabase,
  retrieveDataSource,
  updateDatabase,
  updateDataSource,
} from '../routes/databases.ts'
import { createPage, retrievePage, updatePage } from '../routes/pages.ts'
import { retrieveProperty } from '../routes/property-items.ts'
import { listUsers, retrieveMe, retrieveUser } from '../routes/users.ts'
import type { Route } from './route.ts'

const ROUTES: readonly Route[] = [
  { method: 'GET', pattern: 'users/me', handle: retrieveMe },
  { method: 'GET', pattern: 'users', handle: listUsers },
  { method: 'GET', pattern: 'users/:user_id', handle: retrieveUser },
  { method: 'POST', pattern: 'databases', handle: createDatabase, writes: true },
  { method: 'GET', pattern: 'databases/:database_id', handle: retrieveDatabase },
  { method: 'PATCH', pattern: 'databases/:database_id', handle: updateDatabase, writes: true },
  { method: 'POST', pattern: 'data_sources', handle: createDataSource, writes: true },
  { method: 'GET', pattern: 'data_sources/:data_source_id', handle: retrieveDataSource },
  { method: 'PATCH', pattern: 'data_sources/:data_source_id', handle: updateDataSource, writes: true },
  { method: 'POST', pattern: 'data_sources/:data_source_id/query', handle: queryDataSource },
  { method: 'POST', pattern: 'pages', handle: createPage, writes: true },
  { method: 'GET', pattern: 'pages/:page_id', handle: retrievePage },
  { method: 'PATCH', pattern: 'pages/:page_id', handle: updatePage, writes: true },
  { method: 'GET', pattern: 'pages/:page_id/properties/:property_id', handle: retrieveProperty },
]

export interface RouteMatch {
  route: Route
  /** The ids of the path as they came. */
  path: Record<string, string>
}

/** `segments`: the path after `/v1/`. */
export function findRoute(method: string, segments: readonly string[]): RouteMatch | undefined {
  for (const route of ROUTES) {
    const path = route.method === method ? matchPath(route.pattern.split('/'), segments) : undefined
    if (path) return { route, path }
  }
  return undefined
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const path: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) path[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return path
}
