// A Spotify over HTTP, sign-in and Web API, as apps in development mode see it in late 2026. Each answer is held against
// Spotify's own description; what a test wants broken is broken on purpose.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { portOf } from './bench.ts'
import { openAccounts } from './spotify/accounts.ts'
import {
  addedAt,
  albumAnswer,
  albumTrack,
  type FakeAlbum,
  type FakePlaylist,
  type FakeTrack,
  ME,
  playlistAnswer,
  playlistItem,
  trackAnswer,
} from './spotify/catalogue.ts'
import { checkShape } from './spotify/check-shape.ts'

type Reaction = Response | 'cut' | 'silence'
type Act = (pass: () => Promise<Response>) => Reaction | Promise<Reaction>

/** What apps in development mode are refused. */
const GONE =
  /^\/(tracks|albums|artists)$|^\/(audio-features|audio-analysis|recommendations|browse|markets|users)\b|\/(top-tracks|related-artists|followers)$|^\/playlists\/\w+\/tracks$/

export type SpotifyServer = Awaited<ReturnType<typeof openSpotifyServer>>

export async function openSpotifyServer() {
  let ahead = 0
  const now = () => Date.now() + ahead
  const accounts = openAccounts(now)
  const acts: { prefix: string; timesLeft: number; act: Act }[] = []
  const asked: string[] = []
  const failures: unknown[] = []
  const state = {
    /** Answers by the names of before 2026. */
    isLegacy: false,
    liked: [] as FakeTrack[],
    /** Of each liked track: the older, the smaller. */
    likedOn: (track: FakeTrack) => addedAt(Number(track.id.slice(1))),
    playlists: [] as FakePlaylist[],
    tracks: [] as FakeTrack[],
    albums: [] as FakeAlbum[],
    playing: undefined as object | undefined,
  }
  let [inWork, mostAtOnce] = [0, 0]

  async function react(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', apiBase())
    const line = `${request.method} ${url.pathname}${url.search}`
    asked.push(line)
    const body = await bodyOf(request)
    const pass = async () => answer(url, request, body)
    const found = acts.find(({ prefix, timesLeft }) => timesLeft > 0 && line.startsWith(prefix))
    if (found) found.timesLeft -= 1
    const reaction = found ? await found.act(pass) : await pass()
    if (reaction === 'cut') return void request.socket.destroy()
    if (reaction === 'silence') return
    response.writeHead(reaction.status, Object.fromEntries(reaction.headers)).end(await reaction.text())
  }

  function answer(url: URL, request: IncomingMessage, body: string): Response {
    if (url.pathname === '/accounts/authorize') return accounts.authorize(url.searchParams)
    if (url.pathname === '/accounts/api/token') return accounts.token(new URLSearchParams(body))
    const path = url.pathname.replace(/^\/v1/, '')
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!accounts.isGood(token)) return apiError(401, 'The access token expired')
    if (GONE.test(path)) return apiError(403, 'Forbidden')
    return apiAnswer(path, url)
  }

  function apiAnswer(path: string, url: URL): Response {
    const [, first, id = '', part] = path.split('/')
    if (path === '/me') return checked('/me', { id: ME, account_id: 'a1', display_name: 'A Listener', type: 'user' })
    if (path === '/me/player/currently-playing') {
      return state.playing ? checked(path, state.playing) : new Response(null, { status: 204 })
    }
    if (path === '/me/tracks') {
      const entry = (track: FakeTrack) => ({ added_at: state.likedOn(track), track: trackAnswer(track) })
      return checked(path, page(url, state.liked.map(entry)))
    }
    if (path === '/me/playlists')
      return checked(
        path,
        page(
          url,
          state.playlists.map(list => playlistAnswer(list, state.isLegacy)),
        ),
      )
    if (first === 'playlists') return playlist(id, part, url)
    if (first === 'albums') return album(id, part, url)
    if (first === 'tracks') {
      const track = state.tracks.find(known => known.id === id)
      return track ? checked('/tracks/{id}', trackAnswer(track)) : apiError(404, 'Resource not found')
    }
    return first === 'search' ? search(url) : apiError(404, 'Service not found')
  }

  function playlist(id: string, part: string | undefined, url: URL): Response {
    const list = state.playlists.find(known => known.id === id)
    if (!list) return apiError(404, 'Resource not found')
    const answered = playlistAnswer(list, state.isLegacy)
    const { items: _items, tracks: _tracks, ...head } = { items: 0, tracks: 0, ...answered }
    if (part !== 'items') {
      const wanted = url.searchParams.get('fields')?.split(',')
      const fields = Object.entries(head).filter(([name]) => wanted?.includes(name) ?? true)
      return checked('/playlists/{playlist_id}', Object.fromEntries(fields))
    }
    if (list.owner !== undefined && list.owner !== ME && !list.collaborative) return apiError(403, 'Forbidden')
    const items = list.items.map((item, at) => playlistItem(item, at, state.isLegacy))
    return checked('/playlists/{playlist_id}/items', page(url, items))
  }

  function album(id: string, part: string | undefined, url: URL): Response {
    const found = state.albums.find(known => known.id === id)
    if (!found) return apiError(404, 'Resource not found')
    const listed = new URL(url)
    if (part !== 'tracks') listed.pathname += '/tracks'
    if (!listed.searchParams.has('limit')) listed.searchParams.set('limit', '50')
    const tracks = page(listed, found.tracks.map(albumTrack))
    if (part === 'tracks') return checked('/albums/{id}/tracks', tracks)
    return checked('/albums/{id}', { ...albumAnswer(found), tracks })
  }

  function search(url: URL): Response {
    if (Number(url.searchParams.get('limit') ?? 5) > 10) return apiError(400, 'Invalid limit')
    const isrc = url.searchParams.get('q')?.replace(/^isrc:/, '')
    const hits = state.tracks.filter(track => track.isrc?.startsWith(isrc ?? '?')).map(trackAnswer)
    return checked('/search', { tracks: page(url, hits) })
  }

  function page(url: URL, all: readonly object[]) {
    const limit = Number(url.searchParams.get('limit') ?? 20)
    const offset = Number(url.searchParams.get('offset') ?? 0)
    if (limit > 50) throw new Error(`a page has at most 50 entries, not ${limit}`)
    const next = new URL(url)
    next.searchParams.set('offset', String(offset + limit))
    const items = all.slice(offset, offset + limit)
    const hasMore = offset + limit < all.length
    return { href: url.href, items, limit, next: hasMore ? next.href : null, offset, previous: null, total: all.length }
  }

  const server = createServer((request, response) => {
    inWork += 1
    mostAtOnce = Math.max(mostAtOnce, inWork)
    react(request, response)
      .catch(error => {
        failures.push(error)
        request.socket.destroy()
      })
      .finally(() => {
        inWork -= 1
      })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const apiBase = () => `http://127.0.0.1:${portOf(server)}/v1`

  return {
    apiUrl: apiBase(),
    accountsUrl: `http://127.0.0.1:${portOf(server)}/accounts`,
    accounts,
    state,
    asked,
    /** Requests whose line starts so; all, when nothing is given. */
    count: (prefix = '') => asked.filter(line => line.startsWith(prefix)).length,
    mostAtOnce: () => mostAtOnce,
    /** The fake's clock, put forward. */
    forward(ms: number) {
      ahead += ms
    },
    /** The next requests whose line starts so get this instead. */
    next(prefix: string, act: Act, times = 1) {
      acts.push({ prefix, timesLeft: times, act })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (failures.length > 0) throw failures[0]
    },
  }
}

function checked(path: string, body: unknown): Response {
  checkShape(path, body)
  return Response.json(body)
}

/** An error as the Web API words it. */
export function apiError(
  status: number,
  message: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response {
  const body = { error: { status, message, ...more } }
  checkShape('error', body)
  return Response.json(body, { status, headers })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
