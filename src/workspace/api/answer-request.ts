// A request checked in Notion's order (route, token, version, JSON, ids, then what the route itself checks) and answered.

import type { Store } from '../store/store.ts'
import {
  ApiError,
  conflict,
  invalidJson,
  invalidUrl,
  readOnlyWorkspace,
  unauthorized,
  validationError,
} from './api-error.ts'
import { type Json, objectAt, uuidAt } from './check.ts'
import { answer, errorAnswer } from './respond.ts'
import type { Call, Route } from './route.ts'
import { findRoute, type RouteMatch } from './routes.ts'

export interface Served {
  store: Store
  now: () => Date
  tokens: readonly string[] | 'any'
  /** Nothing may be written. */
  readOnly: boolean
}

const VERSIONS = ['2025-09-03', '2026-03-11']
const MISSING_VERSION =
  'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.'
const SQLITE_BUSY = 5

/** Anything but a refusal of ours is a fault of the file or of the program, and is thrown to the caller. */
export async function answerRequest(request: Request, served: Served): Promise<Response> {
  try {
    const url = new URL(request.url)
    const match = findRoute(request.method, segmentsOf(url))
    if (!match) throw invalidUrl()
    checkToken(request.headers.get('authorization'), served.tokens)
    const version = versionOf(request.headers.get('notion-version'))
    const body = request.method === 'GET' ? {} : bodyOf(await request.text())
    const path = idsOf(match)
    if (match.route.writes && served.readOnly) throw readOnlyWorkspace()
    const call = { store: served.store, now: served.now().getTime(), version, path, query: url.searchParams, body }
    return answer(run(match.route, call))
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    if (isBusy(error)) return errorAnswer(conflict())
    throw error
  }
}

function run(route: Route, call: Call): Json {
  return call.store.transaction(route.writes ? 'write' : 'read', () => route.handle(call))
}

/** The path after `/v1/`; a doubled slash is let pass. */
function segmentsOf(url: URL): string[] {
  const [first, ...rest] = url.pathname.split('/').filter(segment => segment !== '')
  if (first !== 'v1') throw invalidUrl()
  try {
    return rest.map(decodeURIComponent)
  } catch {
    throw invalidUrl()
  }
}

function checkToken(header: string | null, tokens: Served['tokens']): void {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined || (tokens !== 'any' && !tokens.includes(token))) throw unauthorized()
}

function versionOf(header: string | null): string {
  if (header === null || header === '') throw new ApiError(400, 'missing_version', MISSING_VERSION)
  if (VERSIONS.includes(header)) return header
  const known = VERSIONS.map(version => `\`"${version}"\``).join(' or ')
  throw validationError(
    `Notion-Version header failed validation: Notion-Version header should be ${known}, instead was \`"${header}"\`.`,
  )
}

function bodyOf(text: string): Json {
  if (text === '') return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw invalidJson()
  }
  return objectAt(parsed, 'body')
}

/** Ids of objects must be uuids; a property's id is any text. */
function idsOf({ path }: RouteMatch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(path).map(([name, value]) => [name, name === 'property_id' ? value : uuidAt(value, `path.${name}`)]),
  )
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
