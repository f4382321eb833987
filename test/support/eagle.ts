// An Eagle over HTTP, both of its web interfaces, with what is odd about it: adds take effect later, the same file is
// taken as often as it is given, V1 counts pages, errors come with 200. What a test wants broken is broken on purpose.

import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { portOf } from './bench.ts'
import { type FakeItem, type FakeLibrary, type NewFakeItem, openFakeLibrary } from './eagle/library.ts'
import { checkShape } from './eagle/shapes.ts'

type Reaction = Response | 'cut' | 'silence'
type Act = (pass: () => Response) => Reaction | Promise<Reaction>

const Body = z
  .object({
    id: z.string(),
    path: z.string(),
    name: z.string(),
    folderName: z.string(),
    parent: z.string(),
    tags: z.array(z.string()),
    keywords: z.array(z.string()),
    folders: z.array(z.string()),
    folderId: z.string(),
    website: z.string(),
    url: z.string(),
    ext: z.string(),
    itemIds: z.array(z.string()),
    itemId: z.string(),
    filePath: z.string(),
    isDeleted: z.boolean(),
    offset: z.number(),
    limit: z.number(),
  })
  .partial()
  .strict()
type Body = z.output<typeof Body>

/** An error in an envelope; its status is 200 more often than not. */
export const eagleError = (message: string, status = 200): Response =>
  Response.json({ status: 'error', message }, { status })

export async function openEagleServer(dir: string) {
  const main = openFakeLibrary(dir, 'Music')
  const asked: string[] = []
  const failures: unknown[] = []
  const acts: { prefix: string; timesLeft: number; act: Act }[] = []
  const state = {
    version: 'V2' as 'V1' | 'V2',
    library: main,
    /** Looks until an added item is listed, and further ones until it has its size. */
    hidden: 2,
    sizeless: 2,
    /** Older builds of V1 say nothing of the new id. */
    tellsId: true,
    showsDeleted: true,
    isNested: false,
    /** As when it is asked from another machine. */
    token: undefined as string | undefined,
    /** Where the library is, on the machine of Eagle: a place that cannot be read from here. */
    toldPath: undefined as string | undefined,
    /** Says that it did as asked. */
    restores: true,
  }

  function answer(path: string, query: Body, request: IncomingMessage): Response {
    const { host = '', origin } = request.headers
    if (!/^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(host) || origin !== undefined)
      return eagleError('Forbidden', 403)
    const given = new URL(request.url ?? '/', 'http://eagle').searchParams.get('token')
    if (state.token !== undefined && given !== state.token) return eagleError('Unauthorized', 401)
    const route =
      path.startsWith('/api/v2/') && state.version === 'V1' ? undefined : routes[`${request.method} ${path}`]
    if (!route) return new Response('Not Found', { status: 404 })
    const data = route(query)
    if (data instanceof Response) return data
    checkShape(path, data)
    return Response.json({ status: 'success', ...(data !== undefined && { data }) })
  }

  const v2Info = () => ({ version: '4.0.0', prereleaseVersion: null, buildVersion: 'build21', platform: 'darwin' })
  const libraryInfo = (isV1: boolean) => {
    const { name, path: ownPath } = state.library
    const path = state.toldPath ?? ownPath
    const rest = { smartFolders: [], quickAccess: [], modificationTime: 1, applicationVersion: '4.0.0' }
    const groups = isV1 ? { tagsGroups: [] } : { tagGroups: [] }
    const named = isV1 || state.isNested ? { library: { name, path } } : { name, path }
    return { ...named, folders: state.library.tree(), ...groups, ...rest }
  }

  function shown(query: Body & { keyword?: string }): FakeItem[] {
    state.library.look()
    const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase())
    return state.library.items.filter(
      item =>
        (state.showsDeleted || !item.isDeleted) &&
        (query.id === undefined || item.id === query.id) &&
        (query.ext === undefined || item.ext === query.ext) &&
        (query.url === undefined || item.url === query.url) &&
        (query.tags === undefined || query.tags.some(tag => item.tags.includes(tag))) &&
        (query.keywords === undefined ||
          query.keywords.some(word =>
            [item.name, item.annotation, item.url, ...item.tags].some(text => has(text, word)),
          )),
    )
  }

  function page(all: readonly object[], { offset = 0, limit = 50 }: Body) {
    const clamped = Math.min(limit, 1000)
    return { data: all.slice(offset, offset + clamped), total: all.length, offset, limit: clamped }
  }

  function add({ path, ...more }: Body, folders: string[]): Response | string {
    if (path === undefined || !isAbsolute(path) || !existsSync(path)) return eagleError('File does not exist')
    if ((more.name ?? '').length > 10_000) return eagleError('Name is too long')
    const item: NewFakeItem = { path, folders, name: more.name, tags: more.tags, website: more.website }
    return state.library.add(item, state)
  }

  function update({ id, ...changes }: Body): FakeItem | undefined {
    const item = state.library.items.find(known => known.id === id)
    if (!item) return undefined
    const { name, tags, folders, url, isDeleted } = changes
    const allowed = { name, tags, folders, url, ...(state.restores && { isDeleted }) }
    Object.assign(item, Object.fromEntries(Object.entries(allowed).filter(([, value]) => value !== undefined)))
    state.library.saveItem(item)
    return item
  }

  function createFolder(name: string | undefined, parent: string | undefined) {
    return state.library.addFolder(name ?? '', parent)
  }

  const routes: Record<string, (query: Body) => unknown> = {
    'GET /api/v2/app/info': v2Info,
    'GET /api/application/info': () => ({ ...v2Info(), execPath: '/Applications/Eagle.app' }),
    'GET /api/v2/library/info': () => libraryInfo(false),
    'GET /api/library/info': () => libraryInfo(true),
    'GET /api/v2/item/countAll': () => state.library.items.length,
    'POST /api/v2/item/get': query => page(shown(query), query),
    'POST /api/v2/item/add': query => {
      const id = add(query, query.folders ?? [])
      return typeof id === 'string' ? { id } : id
    },
    'POST /api/v2/item/update': query => update(query) ?? false,
    'POST /api/v2/item/setCustomThumbnail': ({ itemId = '', filePath = '' }) => {
      state.library.thumbnails.push({ id: itemId, path: filePath })
      return true
    },
    'POST /api/v2/folder/get': query =>
      page(
        state.isNested
          ? state.library.tree()
          : state.library.folders.map(folder => ({ ...folder, description: '', tags: [] })),
        query,
      ),
    'POST /api/v2/folder/create': ({ name, parent }) => ({ ...createFolder(name, parent), description: '', tags: [] }),
    // the number of the page, whatever its name says
    'GET /api/item/list': query => {
      const { limit = 200, offset = 0 } = query
      return shown(query).slice(offset * limit, (offset + 1) * limit)
    },
    'GET /api/item/info': query => shown(query)[0] ?? eagleError('Item does not exist', 500),
    'POST /api/item/addFromPath': query => {
      const id = add(query, query.folderId === undefined ? [] : [query.folderId])
      return typeof id === 'string' && !state.tellsId ? undefined : id
    },
    'POST /api/item/update': ({ id, tags, url }) => update({ id, tags, url }) ?? eagleError('Item does not exist'),
    'POST /api/item/moveToTrash': ({ itemIds = [] }) => {
      for (const item of state.library.items.filter(({ id }) => itemIds.includes(id))) {
        item.isDeleted = true
        state.library.saveItem(item)
      }
    },
    'GET /api/folder/list': () => state.library.tree(),
    'POST /api/folder/create': ({ folderName, parent }) => {
      const { id, name } = createFolder(folderName, parent)
      return { id, name, description: '', tags: [], modificationTime: 1, children: [] }
    },
  }

  async function react(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://eagle')
    const line = `${request.method} ${url.pathname}`
    asked.push(line)
    const text = await bodyOf(request)
    const query = Body.parse(text ? JSON.parse(text) : queryOf(url))
    const pass = () => answer(url.pathname, query, request)
    const found = acts.find(({ prefix, timesLeft }) => timesLeft > 0 && line.startsWith(prefix))
    if (found) found.timesLeft -= 1
    const reaction = found ? await found.act(pass) : pass()
    if (reaction === 'cut') return void request.socket.destroy()
    if (reaction === 'silence') return
    response.writeHead(reaction.status, Object.fromEntries(reaction.headers)).end(await reaction.text())
  }

  const server = createServer((request, response) => {
    react(request, response).catch(error => {
      failures.push(error)
      request.socket.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    main,
    state,
    asked,
    /** Requests whose line starts so. */
    count: (prefix: string) => asked.filter(line => line.startsWith(prefix)).length,
    addLibrary: (name: string): FakeLibrary => openFakeLibrary(dir, name),
    /** The next requests whose line starts so get this instead. */
    next(prefix: string, act: Act, times = 1) {
      acts.push({ prefix, timesLeft: times, act })
    },
    /** Nobody listens there any more. */
    async quit() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
    /** It listens at its address again. */
    start: () => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** V1 takes lists with commas between. */
function queryOf(url: URL): object {
  const { token: _token, keyword, tags, limit, offset, ...rest } = Object.fromEntries(url.searchParams)
  return {
    ...rest,
    ...(keyword !== undefined && { keywords: [keyword] }),
    ...(tags !== undefined && { tags: tags.split(',') }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(offset !== undefined && { offset: Number(offset) }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
