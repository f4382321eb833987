// Who would take an order now: the instance that works in `var/`, or the machine that coordinates.

import type { Config } from '../../config.ts'
import { unlessAborted } from '../../queue/unless-aborted.ts'
import { takerIn } from './taker.ts'

export interface WhoTakes extends AsyncDisposable {
  /** `nobody`: no machine coordinates. */
  look(): Promise<'takes' | 'takes none' | 'nobody'>
  /** It finds there what is left to it. @throws Environment, ConfigFault as requireSharedLibrary does */
  requireFound(): Promise<void>
  /** Longer than another one needs to take over: then nobody will. */
  goneMs: number
  /** So long an answer is waited for. */
  answerMs: number
}

const ANSWER_MS = 15_000
const TAKEOVER_LEASES = 4 / 3
const GONE_MS = 3_000
const PATIENCE_MS = 1_000

/** @throws of a cluster: Environment, ConfigFault as connectRedis does */
export async function openWhoTakes(config: Config): Promise<WhoTakes> {
  return config.settings.REDIS_URL === undefined ? inVar(config.varDir) : await inCluster(config)
}

const inVar = (varDir: string): WhoTakes => ({
  look: async () => (takerIn(varDir) === undefined ? 'takes none' : 'takes'),
  async requireFound() {},
  goneMs: 0,
  answerMs: ANSWER_MS,
  async [Symbol.asyncDispose]() {},
})

async function inCluster({ settings, libraryDir }: Config): Promise<WhoTakes> {
  const [{ connectRedis, prefixOf }, { lockKey, takesOrders }, { requireSharedLibrary }] = await Promise.all([
    import('../../cluster/connect.ts'),
    import('../../cluster/coordinator.ts'),
    import('../../cluster/audio-work/shared-library.ts'),
  ])
  const redis = await connectRedis(settings.REDIS_URL ?? '')
  const prefix = prefixOf(settings.CLUSTER_NAME)
  return {
    async look() {
      const asked = unlessAborted(redis.get(lockKey(prefix)), AbortSignal.timeout(PATIENCE_MS))
      const mark = await asked.catch(() => undefined)
      if (mark === null) return 'nobody'
      return mark === undefined || takesOrders(mark) ? 'takes' : 'takes none' // Redis away changes nothing
    },
    requireFound: () => requireSharedLibrary(redis, prefix, libraryDir),
    goneMs: GONE_MS,
    answerMs: ANSWER_MS + TAKEOVER_LEASES * 1000 * settings.CLUSTER_LEASE,
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}
