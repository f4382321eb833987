// Where the browser ends: at a door of ours that only this machine reaches, or in a line that a person pastes.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Environment, messageOf } from '../../errors.ts'

export interface Door extends AsyncDisposable {
  redirectUri: string
  /** What the browser brought; settles once. */
  redirected: Promise<Redirect>
}

/** The code to be traded for tokens, or Spotify's word for why there is none. */
export type Redirect = { code: string } | { error: string }

interface Verdict {
  status: number
  words: string
  /** What is taken of the request. */
  redirect?: Redirect
}

const PATH = '/callback'

/** Listens on a free port of the loopback address. Whoever comes without `state` was not sent by this sign-in. */
export async function openDoor(state: string): Promise<Door> {
  const { promise: redirected, resolve } = Promise.withResolvers<Redirect>()

  function verdictOn(request: IncomingMessage): Verdict {
    const url = URL.parse(request.url ?? '/', redirectUri)
    const isOurs = request.headers.host === new URL(redirectUri).host // a name that was made to lead here is not
    if (!isOurs || url?.pathname !== PATH) return { status: 404, words: 'Nothing is here.' }
    if (request.method !== 'GET') return { status: 405, words: 'Only GET is understood here.' }
    const redirect = redirectIn(url.searchParams, state)
    if (!redirect)
      return { status: 400, words: 'This is not the answer to the sign-in that was begun. Please begin anew.' }
    const words = 'code' in redirect ? 'Spotify said yes' : 'Spotify said no'
    return { status: 200, words: `${words}; the rest is in the terminal. You can close this window.`, redirect }
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { status, words, redirect } = verdictOn(request)
    if (redirect) response.on('close', () => resolve(redirect)) // once it has got its answer
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      connection: 'close',
      'referrer-policy': 'no-referrer',
    }
    response.writeHead(status, headers).end(`<!doctype html><title>orchestrator</title><p>${words}</p>`)
  }

  const server = createServer(answer)
  const port = await new Promise<number>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      listening(typeof address === 'object' && address ? address.port : 0)
    })
  }).catch(error => {
    throw new Environment(`no port of 127.0.0.1 can be listened on: ${messageOf(error)}`, { cause: error })
  })
  const redirectUri = `http://127.0.0.1:${port}${PATH}`

  return {
    redirectUri,
    redirected,
    async [Symbol.asyncDispose]() {
      const closed = new Promise(done => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}

/** What a pasted line says: the whole address the browser ended on, or from its `?` on; undefined when it is another. */
export function redirectInLine(line: string, state: string): Redirect | undefined {
  const query = line
    .trim()
    .replace(/^[^?]*\?/, '')
    .replace(/#.*$/s, '')
  return redirectIn(new URLSearchParams(query), state)
}

function redirectIn(query: URLSearchParams, state: string): Redirect | undefined {
  if (query.get('state') !== state) return undefined
  const [code, error] = [query.get('code'), query.get('error')]
  if (code) return { code }
  return error ? { error: error.replace(/[^\w ]/g, '').slice(0, 40) } : undefined
}
