// Links that lead to an audio file itself. A download that was cut goes on where it ended, if it is still the same file.

import { join } from 'node:path'
import { Environment, InputFault, Limited, Transient } from '../errors.ts'
import type { Egress, EgressResponse, Timeouts } from './egress.ts'
import { statusFault } from './http-status.ts'
import { judgeHead, judgeHeaders } from './media-type.ts'
import { diskFault } from './network-fault.ts'
import { type Kept, keptPart, lengthWhenRest, rangeHeaders, removePart, validatorsOf } from './part-note.ts'
import { refuseProtected } from './protected.ts'
import { type SaveOptions, saveBody } from './save-body.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { withinTime } from './within-time.ts'

export interface DirectConfig {
  egress: Egress
  maxBytes: number
  downloadTimeoutMs: number
  timeouts?: Partial<Timeouts>
}

/** The answer, and what it is the rest of when it is no whole file. */
interface Answer {
  response: EgressResponse
  rest?: SaveOptions['rest']
}

/** @returns the file, or 'page' when the link leads to a web page (nothing was saved then). */
export async function fetchDirect(
  config: DirectConfig,
  link: string,
  options: FetchOptions,
): Promise<SourceFile | 'page'> {
  return await withinTime(options.signal, config.downloadTimeoutMs, async signal => {
    const part = join(options.dir, 'media.part')
    const kept = await keptPart(part, link)
    try {
      const ask = { link, signal }
      const answer = kept ? await askForRest(config, ask, kept) : await askForAll(config, ask)
      await using response = answer.response
      return await take({ ...answer, response }, { part, link, signal, options, maxBytes: config.maxBytes })
    } catch (error) {
      if (!signal.aborted && !isPassing(error)) await removePart(part)
      throw error
    }
  })
}

interface Ask {
  link: string
  signal: AbortSignal
}

/** What came is not the rest of what is there: then everything is asked for, and what was there is written over. */
async function askForRest(config: DirectConfig, ask: Ask, kept: Kept): Promise<Answer> {
  const response = await request(config, ask, rangeHeaders(kept))
  if (response.status !== 206 && response.status !== 416) return { response }
  const length = response.status === 206 ? lengthWhenRest(kept, response) : undefined
  if (length !== undefined) return { response, rest: { of: kept, length } }
  await response[Symbol.asyncDispose]()
  return await askForAll(config, ask)
}

const askForAll = async (config: DirectConfig, ask: Ask): Promise<Answer> => ({ response: await request(config, ask) })

const request = ({ egress, timeouts }: DirectConfig, { link, signal }: Ask, headers?: Record<string, string>) =>
  egress.request(link, { signal, timeouts, headers, before: refuseProtected })

interface Taking extends Ask {
  options: FetchOptions
  part: string
  maxBytes: number
}

async function take({ response, rest }: Answer, { part, link, ...taking }: Taking): Promise<SourceFile | 'page'> {
  if (!rest) {
    requireGood(response)
    await removePart(part)
  }
  const verdict = judgeHeaders(response.header('content-type'), response.url)
  if (verdict.kind === 'page') return 'page'
  const saved = await saveBody(response, {
    part,
    maxBytes: taking.maxBytes,
    signal: taking.signal,
    onProgress: taking.options.onProgress,
    validators: rest ? rest.of.validators : validatorsOf(link, response),
    rest,
    nameFor(head) {
      judgeHead(head)
      return join(taking.options.dir, `media.${verdict.extension}`)
    },
  })
  return { ...saved, origin: 'Direct' }
}

/** Whether the same download may be asked for again: then its beginning is kept. */
function isPassing(error: unknown): boolean {
  if (error instanceof Environment) return diskFault(error, '') === error // a full disk needs the room
  return error instanceof Transient || error instanceof Limited
}

/** @throws the fault of a bad status; a radio station's answer never ends and is refused. */
export function requireGood(response: EgressResponse): void {
  const fault = statusFault({
    status: response.status,
    host: response.url.hostname,
    retryAfter: response.header('retry-after'),
    now: Date.now(),
  })
  if (fault) throw fault
  if (response.header('icy-metaint') ?? response.header('icy-name')) {
    throw new InputFault('the link leads to a live stream, not a track', 'Not_Audio')
  }
}
