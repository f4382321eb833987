// Which web interface the running Eagle has, found out by asking it.

import { Environment } from '../errors.ts'
import type { EagleApi } from './api.ts'
import { type EagleAddress, exchange } from './exchange.ts'
import { noToken, openRequests, type RequestsDeps } from './requests.ts'
import { AppInfo, Envelope } from './schemas.ts'
import { openV1 } from './v1.ts'
import { openV2 } from './v2.ts'

export interface Client {
  /** @throws Environment when Eagle is not running, or another program has its place */
  api(signal: AbortSignal): Promise<EagleApi>
  /** Whether anything that answers like Eagle is there: asked beside the lane, so that its absence is no failure. */
  isRunning(signal: AbortSignal): Promise<boolean>
}

/** Eagle may be left and come back as another version. */
const ASK_AGAIN_MS = 60_000
/** An Eagle that runs answers a glance at once. */
const GLANCE_MS = 2000
const V2_INFO = '/api/v2/app/info'
const V1_INFO = '/api/application/info'

export function openClient(deps: RequestsDeps & { now: () => number }): Client {
  const requests = openRequests(deps)
  const interfaces = { V1: openV1(requests), V2: openV2(requests) }
  let known: { api: EagleApi; until: number } | undefined

  /** @returns undefined when it does not know the path */
  async function answersAt(path: string, signal: AbortSignal): Promise<boolean> {
    const { status, body } = await requests.send({ path, signal })
    const options = { fields: { path, status } }
    if (status === 401 || status === 403) throw noToken(options)
    const envelope = Envelope.safeParse(body).data
    if (envelope?.status === 'success' && AppInfo.safeParse(envelope.data).success) return true
    if (envelope && status < 300) throw new Environment('Eagle is running, but not ready yet', options)
    return false
  }

  async function find(signal: AbortSignal): Promise<EagleApi> {
    if (await answersAt(V2_INFO, signal)) return interfaces.V2
    if (await answersAt(V1_INFO, signal)) return interfaces.V1
    throw new Environment(`another program than Eagle answers at ${deps.url}`)
  }

  return {
    async api(signal) {
      if (known && deps.now() < known.until) return known.api
      known = undefined
      const api = await find(signal)
      known = { api, until: deps.now() + ASK_AGAIN_MS }
      return api
    },
    async isRunning(signal) {
      const seen = await glance(deps, V2_INFO, signal)
      return seen === 'answer' ? (await glance(deps, V1_INFO, signal)) === 'Eagle' : seen === 'Eagle'
    },
  }
}

/** `answer`: of something that does not know the path, or is no Eagle. */
async function glance(
  address: EagleAddress,
  path: string,
  signal: AbortSignal,
): Promise<'Eagle' | 'answer' | 'silence'> {
  try {
    const { body } = await exchange(address, { path, signal, timeoutMs: GLANCE_MS })
    return AppInfo.safeParse(Envelope.safeParse(body).data?.data).success ? 'Eagle' : 'answer'
  } catch {
    signal.throwIfAborted()
    return 'silence' // that is what was asked about
  }
}
