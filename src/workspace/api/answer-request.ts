// A request checked in Notion's order (route, token, version, JSON, ids, then what the route itself checks) and answered.

import { FILE_ROUTE, serveFile } from '../routes/files.ts'
import type { Store } from '../store/store.ts'
import { pathOf } from '../switches/path-match.ts'
import type { Switches } from '../switches/switches.ts'
import { ApiError, conflict, invalidUrl, readOnlyWorkspace, unauthorized } from './api-error.ts'
import { type Json, uuidAt } from './check.ts'
import { userOf } from './identity.ts'
import { readBody } from './request-body.ts'
import { answer, errorAnswer } from './respond.ts'
import type { Call, Limits, Route } from './route.ts'
import { findRoute, type RouteMatch } from './routes.ts'
import { versionOf } from './version.ts'

export interface Served {
  store: Store
  now: () => Date
  tokens: readonly string[] | 'any'
  /** Nothing may be written. */
  readOnly: boolean
  limits: Limits
  switches: Pick<Switches, 'admit' | 'indexed' | 'settings'>
}

const SQLITE_BUSY = 5

/** Anything but a refusal of ours is a fault of the file or of the program, and is thrown to the caller. */
export async function answerRequest(request: Request, served: Served): Promise<Response> {
  try {
    const url = new URL(request.url)
    if (url.pathname.startsWith(FILE_ROUTE)) return serveFile(served.store, url, served.now().getTime())
    const { call, route } = await checkedCall(request, url, served)
    return answer(run(route, call), route.bare)
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    if (isBusy(error)) return errorAnswer(conflict())
    throw error
  }
}

async function checkedCall(request: Request, url: URL, served: Served): Promise<{ call: Call; route: Route }> {
  const match = findRoute(request.method, segmentsOf(url))
  if (!match) throw invalidUrl()
  const token = tokenOf(request.headers.get('authorization'), served.tokens)
  const version = versionOf(request.headers, match.route, served.switches.settings().assumeVersion)
  const now = served.now().getTime()
  served.switches.admit({ method: request.method, path: pathOf(request.url), token, now })
  const body = await readBody(request, match.route)
  const path = idsOf(match)
  if (match.route.writes && served.readOnly) throw readOnlyWorkspace()
  const call: Call = {
    store: storeFor(match.route, path, served),
    now,
    version,
    user: userOf(token).id,
    origin: url.origin,
    path,
    query: url.searchParams,
    limits: served.limits,
    ...body,
  }
  return { call, route: match.route }
}

function storeFor({ indexed }: Route, path: Call['path'], { store, switches }: Served): Store {
  return indexed ? switches.indexed(store, path.data_source_id ?? path.database_id) : store
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

function tokenOf(header: string | null, tokens: Served['tokens']): string {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined || (tokens !== 'any' && !tokens.includes(token))) throw unauthorized()
  return token
}

/** Ids of objects must be uuids; a property's id is any text. */
function idsOf({ path }: RouteMatch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(path).map(([name, value]) => [name, name === 'property_id' ? value : uuidAt(value, `path.${name}`)]),
  )
}

/** The low byte is the kind of error, the rest says more of it. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
