// Links that lead to an audio file itself.

import { join } from 'node:path'
import { InputFault } from '../errors.ts'
import type { Egress, EgressResponse, Timeouts } from './egress.ts'
import { statusFault } from './http-status.ts'
import { judgeHead, judgeHeaders } from './media-type.ts'
import { saveBody } from './save-body.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { withinTime } from './within-time.ts'

export interface DirectConfig {
  egress: Egress
  maxBytes: number
  downloadTimeoutMs: number
  timeouts?: Partial<Timeouts>
}

/** @returns the file, or 'page' when the link leads to a web page (nothing was saved then). */
export async function fetchDirect(
  config: DirectConfig,
  link: string,
  options: FetchOptions,
): Promise<SourceFile | 'page'> {
  return await withinTime(options.signal, config.downloadTimeoutMs, async signal => {
    await using response = await config.egress.request(link, { signal, timeouts: config.timeouts })
    requireGood(response)
    const verdict = judgeHeaders(response.header('content-type'), response.url)
    if (verdict.kind === 'page') return 'page'
    const saved = await saveBody(response, {
      part: join(options.dir, 'media.part'),
      maxBytes: config.maxBytes,
      signal,
      onProgress: options.onProgress,
      nameFor(head) {
        judgeHead(head)
        return join(options.dir, `media.${verdict.extension}`)
      },
    })
    return { ...saved, origin: 'Direct' }
  })
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
