// All routes of the local workspace.

import { appendToBlock, deleteBlock, listChildren, retrieveBlock, updateBlock } from '../routes/blocks.ts'
import { createComment, deleteComment, listComments, retrieveComment, updateComment } from '../routes/comments.ts'
import {
  createDataSource,
  listTemplates,
  queryDatabase,
  queryDataSource,
  retrieveDataSource,
  updateDataSource,
} from '../routes/data-sources.ts'
import { createDatabase, retrieveDatabase, updateDatabase } from '../routes/databases.ts'
import { completeUpload, createUpload, listUploads, retrieveUpload, sendUpload } from '../routes/file-uploads.ts'
import { retrieveMarkdown, updateMarkdown } from '../routes/markdown.ts'
import { createPage, movePage, retrievePage, updatePage } from '../routes/pages.ts'
import { retrieveProperty } from '../routes/property-items.ts'
import { search } from '../routes/search.ts'
import { listUsers, retrieveMe, retrieveUser } from '../routes/users.ts'
import { listViews, retrieveView } from '../routes/views.ts'
import { type Route, WITH_DATA_SOURCES } from './route.ts'

const since = WITH_DATA_SOURCES

const ROUTES: readonly Route[] = [
  { method: 'GET', pattern: 'users/me', handle: retrieveMe },
  { method: 'GET', pattern: 'users', handle: listUsers },
  { method: 'GET', pattern: 'users/:user_id', handle: retrieveUser },
  { method: 'POST', pattern: 'databases', handle: createDatabase, writes: true },
  { method: 'GET', pattern: 'databases/:database_id', handle: retrieveDatabase },
  { method: 'PATCH', pattern: 'databases/:database_id', handle: updateDatabase, writes: true },
  {
    method: 'POST',
    pattern: 'databases/:database_id/query',
    handle: queryDatabase,
    until: '2022-06-28',
    indexed: true,
  },
  { method: 'POST', pattern: 'data_sources', handle: createDataSource, writes: true, since },
  { method: 'GET', pattern: 'data_sources/:data_source_id', handle: retrieveDataSource, since },
  { method: 'PATCH', pattern: 'data_sources/:data_source_id', handle: updateDataSource, writes: true, since },
  { method: 'POST', pattern: 'data_sources/:data_source_id/query', handle: queryDataSource, since, indexed: true },
  { method: 'GET', pattern: 'data_sources/:data_source_id/templates', handle: listTemplates, since, bare: true },
  { method: 'POST', pattern: 'pages', handle: createPage, writes: true },
  { method: 'GET', pattern: 'pages/:page_id', handle: retrievePage },
  { method: 'PATCH', pattern: 'pages/:page_id', handle: updatePage, writes: true },
  { method: 'POST', pattern: 'pages/:page_id/move', handle: movePage, writes: true },
  { method: 'GET', pattern: 'pages/:page_id/properties/:property_id', handle: retrieveProperty },
  { method: 'GET', pattern: 'blocks/:block_id/children', handle: listChildren },
  { method: 'PATCH', pattern: 'blocks/:block_id/children', handle: appendToBlock, writes: true },
  { method: 'GET', pattern: 'blocks/:block_id', handle: retrieveBlock },
  { method: 'PATCH', pattern: 'blocks/:block_id', handle: updateBlock, writes: true },
  { method: 'DELETE', pattern: 'blocks/:block_id', handle: deleteBlock, writes: true },
  { method: 'GET', pattern: 'pages/:page_id/markdown', handle: retrieveMarkdown },
  { method: 'PATCH', pattern: 'pages/:page_id/markdown', handle: updateMarkdown, writes: true },
  { method: 'POST', pattern: 'comments', handle: createComment, writes: true },
  { method: 'GET', pattern: 'comments', handle: listComments },
  { method: 'GET', pattern: 'comments/:comment_id', handle: retrieveComment },
  { method: 'PATCH', pattern: 'comments/:comment_id', handle: updateComment, writes: true },
  { method: 'DELETE', pattern: 'comments/:comment_id', handle: deleteComment, writes: true },
  { method: 'POST', pattern: 'file_uploads', handle: createUpload, writes: true },
  { method: 'GET', pattern: 'file_uploads', handle: listUploads },
  { method: 'GET', pattern: 'file_uploads/:file_upload_id', handle: retrieveUpload },
  { method: 'POST', pattern: 'file_uploads/:file_upload_id/send', handle: sendUpload, writes: true, takesFile: true },
  { method: 'POST', pattern: 'file_uploads/:file_upload_id/complete', handle: completeUpload },
  { method: 'POST', pattern: 'search', handle: search, indexed: true },
  { method: 'GET', pattern: 'views', handle: listViews, since },
  { method: 'GET', pattern: 'views/:view_id', handle: retrieveView, since },
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
