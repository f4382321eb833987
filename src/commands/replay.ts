// A saved body is posted to the listener again, signed as whoever sent it signs.

import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Config, loadConfig } from '../config.ts'
import { ConfigFault, messageOf, Transient, UsageFault } from '../errors.ts'
import { keptKey } from '../web/handshake.ts'
import { MUSIC_PATH } from '../web/music-route.ts'
import { NOTION_PATH } from '../web/notion-route.ts'
import { type GlobalFlags, print } from './with-app.ts'

const ANSWER_LIMIT_MS = 30_000

/** @param flags `replay`: the file, as it was received */
export async function replay(flags: GlobalFlags & { replay: string }): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  const port = config.settings.WEBHOOK_PORT
  if (port === undefined) throw new ConfigFault('--replay needs WEBHOOK_PORT, where the orchestrator that runs listens')
  const body = await bodyIn(flags.replay)
  const path = isEvent(body) ? NOTION_PATH : MUSIC_PATH
  const url = `http://127.0.0.1:${port}${path}`
  if (flags.dryRun) {
    print(flags, { would: 'post', url }, [`would post ${flags.replay} to ${url}`])
    return 0
  }
  const { status, text } = await post(url, body, headersFor(path, body, config))
  print(flags, { url, status, answer: text }, [`${url} answered ${status}${text && `: ${text}`}`])
  return status === 202 ? 0 : status < 500 ? 2 : 1
}

async function bodyIn(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    throw new UsageFault(`--replay expects a file that can be read: ${messageOf(error)}`)
  }
}

function isEvent(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    return typeof value === 'object' && value !== null && 'entity' in value
  } catch {
    return false
  }
}

function headersFor(path: string, body: Uint8Array, { settings, varDir }: Config): Record<string, string> {
  const isMusic = path === MUSIC_PATH
  const key = isMusic ? settings.WEBHOOK_TOKEN : (settings.NOTION_WEBHOOK_SECRET?.[0] ?? keptKey(varDir)?.token)
  if (key === undefined)
    throw new ConfigFault(`there is no key to sign it with: set ${isMusic ? 'WEBHOOK_TOKEN' : 'NOTION_WEBHOOK_SECRET'}`)
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  return { [isMusic ? 'x-signature' : 'x-notion-signature']: signature, 'content-type': 'application/json' }
}

async function post(url: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  try {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS)
    const response = await fetch(url, { method: 'POST', body, headers, signal })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const why = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)
    throw new Transient(`nothing answers at ${url}: does the orchestrator run? (${why})`, { cause: error })
  }
}
